// CdrReader: reads documents of call detail records as a receiver does, and judges them.
//
//   CdrReader reader;
//   reader.read(body);
//   if (!reader.complaint().empty()) ...
#pragma once

#include <string>

#include "model/cdr/checker.hpp"

namespace curia::scenario {

class CdrReader {
 public:
  explicit CdrReader(bool from_the_start = true) : checker_(from_the_start) {}

  // A document that is none of call detail records is passed over.
  void read(const std::string& document);
  // The first thing that is wrong; empty when all is well.
  const std::string& complaint() const { return complaint_; }
  const cdr::Checker& checker() const { return checker_; }

 private:
  cdr::Checker checker_;
  std::string complaint_;
};

}  // namespace curia::scenario

// Checker: judges what one receiver got, whatever happened to the server and the network.
//
// 1. Within a session the indexes of records count up by one from the first; those of the
//    correlator go up, by more than one only where the receiver is told that records are missing.
// 2. A record may come again, then it is the same one and so are all that follow it.
// 3. Nothing starts or ends twice, and nothing ends that never started, unless records are missing
//    or it was there before the receiver.
//
//   cdr::Checker checker;
//   std::string complaint = checker.take({.session = session, .record_index = 1, ...});
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/cdr/meetings.hpp"

namespace curia::cdr {

struct Received {
  Guid session;
  std::uint64_t record_index = 0;
  std::uint64_t correlator_index = 0;
  std::uint64_t missing = 0;  // numPreceedingRecordsMissing
  Record record;
};

class Checker {
 public:
  // `from_the_start`: the receiver was there before the first call.
  explicit Checker(bool from_the_start = true) : is_complete_(from_the_start) {}

  // A sentence; empty when all is well.
  std::string take(const Received& received);
  // Whether anything is open that was told of: a sentence, empty when nothing is.
  std::string still_open() const;
  const Meetings& open() const { return meetings_; }
  // The records, each once.
  const std::vector<Record>& records() const { return records_; }
  std::uint64_t missing() const { return missing_; }

 private:
  struct Session {
    std::vector<std::size_t> records;  // by index from 1: where they are in records_
    std::uint64_t next_correlator = 0;
    bool has_correlator = false;
  };
  std::string take_new(Session& session, const Received& received);

  bool is_complete_;
  std::map<Guid, Session> sessions_;
  std::vector<Record> records_;
  std::set<Guid> ended_;
  Meetings meetings_;
  std::uint64_t missing_ = 0;
};

}  // namespace curia::cdr

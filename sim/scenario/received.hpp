// Received: what was sent to the paths of a peer, for scenarios that look at it
// (`NAME: GET //PATH`, docs/scenarios.md).
//
// 1. The answer is one document, <received>, with all bodies in the order in which they came; a
//    body that is not XML stands as text in <body>.
// 2. Bodies that are documents of call detail records are judged as well: the header Cdr-Complaint
//    says what is wrong with their order, Cdr-Open what was told to begin and never to end.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/scenario/target.hpp"

namespace curia::scenario {

class Received {
 public:
  // `target` may have a query.
  void add(const std::string& target, std::string body);
  // The answer to a GET of the path.
  Answer answer(const std::string& target) const;

 private:
  std::map<std::string, std::vector<std::string>> bodies_;  // by path
};

}  // namespace curia::scenario

// Keeper: what there is only one of in a server (system profiles, the cluster's limits) has its
// values back when the coverage has tried it.
//
//   Keeper keeper(facts, talk);   // looks
//   ...
//   keeper.put_back();
#pragma once

#include <map>
#include <string>
#include <vector>

#include "conformance/coverage/facts.hpp"
#include "conformance/coverage/talk.hpp"

namespace curia::coverage {

class Keeper {
 public:
  // Both outlive it.
  Keeper(const Facts& facts, Talk& talk);
  void put_back();

 private:
  struct Node {
    const ObjectFacts* object;
    std::map<std::string, std::string> values;  // by parameter; empty: not set
  };
  std::map<std::string, std::string> values_of(const ObjectFacts& object);

  Talk& talk_;
  std::vector<Node> nodes_;
};

}  // namespace curia::coverage

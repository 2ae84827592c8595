// The ledger of a campaign: what must be true of each object, given what was acknowledged.
//
// 1. An object has one state, or several possible ones after a write whose answer was lost.
// 2. A check made from it says exactly what the server may answer; settle() then knows which.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/ast.hpp"

namespace curia::scenario {

using Fields = std::map<std::string, std::string>;  // set fields only

struct LedgerObject {
  std::string variable;    // holds its id, once `known`
  std::string element;     // "coSpace"
  std::string collection;  // "/coSpaces", "/coSpaces/$s3/accessMethods"
  std::string marker;      // a name that no other object ever has
  bool known = false;      // its id has been seen
  // Possible states; nullopt: it does not exist. One: certain.
  std::vector<std::optional<Fields>> states;

  bool certain() const { return states.size() == 1; }
  bool exists() const { return certain() && states.front().has_value(); }
  std::string path() const { return collection + "/$" + variable; }
};

// The request that looks at the object, with all that its answer may be. An object whose id was
// never seen is looked for by its marker.
Exchange check_of(const LedgerObject& object);

// Leaves the state that the answer shows; the body is that of an answer that passed check_of().
void settle(LedgerObject& object, const std::string& body);

}  // namespace curia::scenario

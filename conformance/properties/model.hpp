// Model: what an API server must hold and answer, in plain maps: small enough to be seen to be
// right, and without a line of the server's registry, rules or descriptions.
//
// 1. Values are texts of the .sim language: what only the server knows (ids, secrets, generated
//    numeric ids) stands as a $variable, which is learnt once and then must never change.
// 2. A write says which outcomes are permitted and changes the model as if it had been accepted;
//    take a copy first where the answer may get lost.
// 3. Things keep their place for ever; what is gone has `exists` false.
//
//   Model model;
//   Effect effect = model.write({"POST", "coSpace", none, none, {{"uri", "sales"}}});
#pragma once

#include <map>
#include <string>
#include <vector>

#include "conformance/properties/kinds.hpp"
#include "sim/scenario/ast.hpp"

namespace curia::properties {

using scenario::Param;

inline constexpr std::size_t none = static_cast<std::size_t>(-1);

struct Thing {
  std::string element;
  std::string id;  // "$o3", or what stands in a path
  std::size_t parent = none;
  std::map<std::string, std::string> values;  // set fields only
  bool exists = true;

  std::string value(const std::string& field) const {
    const auto found = values.find(field);
    return found == values.end() ? "" : found->second;
  }
};

struct Write {
  std::string method;  // POST, PUT or DELETE
  std::string element;
  std::size_t thing = none;   // PUT, DELETE
  std::size_t parent = none;  // POST
  std::vector<Param> params;
};

// A value that the server has chosen.
struct Learnt {
  std::size_t thing;
  std::string field;
  std::string variable;
  std::string before;  // it must differ from this; empty: from nothing
};

struct Effect {
  std::vector<scenario::Outcome> outcomes;
  bool accepted = false;
  std::size_t thing = none;  // what was made
  std::vector<Learnt> learnt;
};

// The body of an answer, or what refuses the request.
struct Shown {
  std::string body;
  std::vector<scenario::Outcome> outcomes;
};

class Model {
 public:
  Model();

  const std::vector<Thing>& things() const { return things_; }
  bool exists(std::size_t thing) const { return things_[thing].exists; }
  // "/coSpaces/$o1/accessMethods/$o2"
  std::string path(std::size_t thing) const;
  std::string collection_path(const std::string& element, std::size_t parent) const;
  // In the order of lists.
  std::vector<std::size_t> members(const std::string& element, std::size_t parent = none) const;

  Effect write(const Write& write);
  std::string item(std::size_t thing) const;
  std::string entry_detail(std::size_t space) const;
  std::string spaces_of_user(std::size_t user) const;
  // At most one of the parameters may be wrong.
  Shown list(const std::string& element, std::size_t parent, const std::vector<Param>& query) const;

 private:
  friend class Judgement;
  std::size_t find(const std::string& element, const std::string& id) const;
  void render(std::string& out, std::size_t thing, bool summary) const;
  bool passes(std::size_t thing, const Param& filter) const;
  bool is_referred(const std::string& id) const;
  void erase(std::size_t thing);

  std::vector<Thing> things_;
  std::size_t variables_ = 0;
};

// Helpers that the generator uses too.
scenario::Outcome answered(int status, std::vector<std::string> reasons = {});
std::string not_there(const std::string& element);  // "coSpaceDoesNotExist"

}  // namespace curia::properties

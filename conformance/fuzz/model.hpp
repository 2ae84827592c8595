// Model: what an API server must hold and answer, in plain lists: small enough to be seen to be
// right, and without a line of the server's registry or rules.
//
// 1. It knows what the history made and what it has looked at; what else a server holds is counted
//    once (strangers) and left alone.
// 2. A value is known, or the server's to choose: then the next look learns it, and from there on
//    it must not change by itself.
// 3. judge() says which answers to a write are permitted and what is so afterwards; apply() makes
//    it so. The model stays as it was when the write is refused.
// 4. Things keep their place for ever; what is gone has `exists` false.
//
//   Effect effect = model.judge({"POST", kind_named("coSpace"), none, none, {{"uri", "sales"}}});
//   if (server_said_yes) model.apply(effect, id_from_location);
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "conformance/fuzz/kinds.hpp"
#include "sim/scenario/ast.hpp"

namespace curia::fuzz {

using scenario::Param;

struct Value {
  enum class State : std::uint8_t { unset, set, unknown } state = State::unset;
  std::string text;  // unknown: what it must not be; empty: it may be anything

  bool is(const std::string& other) const { return state == State::set && text == other; }
  bool is_set() const { return state == State::set; }
  bool is_unknown() const { return state == State::unknown; }
};

struct Thing {
  KindId kind = none;
  std::string id;  // empty: of a singleton
  std::size_t parent = none;
  std::vector<Value> values;  // as in the fields of its kind
  bool exists = true;
  bool is_seen = false;    // nothing has happened to it since it was looked at
  std::uint64_t rank = 0;  // its place in lists

  const Value& value(std::string_view field) const;
};

struct Write {
  std::string method;  // POST, PUT or DELETE
  KindId kind = none;
  std::size_t thing = none;   // PUT, DELETE
  std::size_t parent = none;  // POST
  std::vector<Param> params;
};

using Bad = std::set<std::pair<std::string, std::string>>;  // parameter, error

struct Effect {
  Bad bad;                        // refused with exactly these ...
  std::set<std::string> reasons;  // ... and these
  std::set<std::string> any_of;   // refused with one or more of these and nothing else
  bool may_succeed = false;
  bool may_be_gone = false;  // 404: it is mortal, or below something mortal
  bool is_creation = false;
  Thing made;                                          // of a creation
  std::vector<std::pair<std::size_t, Thing>> after{};  // what else changes, as it will be
};

class Model {
 public:
  const std::vector<Thing>& things() const { return things_; }
  const Thing& at(std::size_t thing) const { return things_[thing]; }
  bool exists(std::size_t thing) const { return things_[thing].exists; }
  std::size_t living() const { return living_; }
  // "/coSpaces/<id>/accessMethods/<id>"
  std::string path(std::size_t thing) const;
  std::string collection_path(KindId kind, std::size_t parent) const;
  // Where POST makes one; `parent` is the call of a call leg.
  std::string creation_path(KindId kind, std::size_t parent) const;
  // In the order of lists; of mortal ones those that may still be there.
  std::vector<std::size_t> members(KindId kind, std::size_t parent = none) const;
  std::size_t count(KindId kind, std::size_t parent = none) const;
  std::size_t find(KindId kind, const std::string& id) const;
  bool is_referred(std::size_t thing) const;
  // Whether the thing or something that it is below may end by itself.
  bool is_mortal(std::size_t thing) const;

  Effect judge(const Write& write);
  // The place of what was made, if anything.
  std::size_t apply(const Effect& effect, const std::string& id);
  // Something that was there before, with nothing known about it.
  std::size_t meet(KindId kind, const std::string& id, std::size_t parent = none);
  void learn(std::size_t thing, std::size_t field, Value value);
  void forget(std::size_t thing);  // it may have changed: all values are unknown
  void see(std::size_t thing, bool is_seen);
  void rank(std::size_t thing, std::uint64_t place) { things_[thing].rank = place; }
  void erase(std::size_t thing);
  // What the server forgets when it ends: calls.
  void end_of_run();

  // Objects of others in a collection of the top level, which the history never touches.
  void set_strangers(KindId kind, std::size_t count) { strangers_[kind] = count; }
  std::size_t strangers(KindId kind) const;
  bool is_alone() const { return strangers_.empty(); }

 private:
  friend class Judgement;
  // Keeps what changes in `journal`, as it was.
  using Journal = std::vector<std::pair<std::size_t, Thing>>;
  void erase(std::size_t thing, Journal& journal);
  Thing& change(std::size_t thing, Journal& journal);

  std::vector<Thing> things_;
  std::map<std::string, std::size_t> by_id_;
  std::map<KindId, std::size_t> strangers_;
  std::size_t living_ = 0;
};

}  // namespace curia::fuzz

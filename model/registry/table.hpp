// Table: all objects of one kind, in creation order, with what finds them quickly.
//
// 1. Slots grow with creation order; erased slots stay empty until the table is packed.
// 2. An object's address never changes while it lives.
// 3. Every index is exact at every moment: put() and erase() keep them in step.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/registry/slot_set.hpp"
#include "model/registry/text_index.hpp"
#include "model/schema/field.hpp"

namespace curia {

class Table {
 public:
  explicit Table(const ObjectSpec& spec);

  const ObjectSpec& spec() const { return *spec_; }
  std::size_t size() const { return all_.size(); }
  // Since this program started: objects that were made, and the most that were there at a time.
  std::uint64_t made() const { return made_; }
  std::size_t most() const { return most_; }
  Object* find(const Guid& id) const;

  // Takes a new object; its ordinal is above all others'.
  Object& insert(std::unique_ptr<Object> object);
  // Puts an erased object back where it was; only before the next pack().
  Object& restore(std::unique_ptr<Object> object);
  // Replaces the fields of an object in place, indexes included.
  void update(Object& object, const Object& fields);
  std::unique_ptr<Object> erase(Object& object);
  // Erases an object that shall never have been made.
  std::unique_ptr<Object> take_back(Object& object);

  // Sets of slots, for lists. `parent` nil means the top level.
  const SlotSet& all() const { return all_; }
  // The set is kept for a while and follows every write; good until the next matching().
  const SlotSet& matching(std::string_view filter_text);
  const SlotSet& referring(const FieldSpec& field, const Guid& target) const;
  std::vector<const Object*> children_of(const Guid& parent) const;
  std::size_t count_children(const Guid& parent) const;
  const Object& at(std::uint32_t slot) const { return *slots_[slot]; }

  // Every object that refers to `target` through any of its reference fields of that kind.
  std::vector<Object*> referrers(Kind kind, const Guid& target) const;
  bool is_referred(Kind kind, const Guid& target) const;

  // Gives back the room of erased objects when they outnumber the living.
  void pack();

 private:
  struct IdHash {
    using is_transparent = void;
    std::size_t operator()(const Object* object) const { return std::hash<Guid>{}(object->id); }
    std::size_t operator()(const Guid& id) const { return std::hash<Guid>{}(id); }
  };
  struct IdEqual {
    using is_transparent = void;
    bool operator()(const Object* a, const Object* b) const { return a->id == b->id; }
    bool operator()(const Object* a, const Guid& b) const { return a->id == b; }
    bool operator()(const Guid& a, const Object* b) const { return a == b->id; }
  };
  struct Reference {
    const FieldSpec* field;
    std::unordered_map<Guid, SlotSet> slots;
  };
  // A filter text and its matches; kept exact by every write.
  struct Search {
    std::string folded;
    SlotSet slots;
  };

  void add_to_indexes(const Object& object);
  void remove_from_indexes(const Object& object);
  bool holds(const Object& object, std::string_view folded) const;

  const ObjectSpec* spec_;
  std::vector<const FieldSpec*> searched_;
  std::vector<Reference> references_;
  std::vector<std::unique_ptr<Object>> slots_;
  std::unordered_set<Object*, IdHash, IdEqual> by_id_;
  std::unordered_map<Guid, std::vector<std::uint32_t>> by_parent_;
  SlotSet all_;
  std::uint64_t made_ = 0;
  std::size_t most_ = 0;
  TextIndex texts_;
  std::deque<Search> searches_;  // most recent first
};

}  // namespace curia

// Change: a set of writes prepared beside the registry, then applied as one or thrown away.
//
// 1. Nothing in the registry moves until Registry::apply().
// 2. All questions asked of a Change are answered as if it had been applied: rules judge the state
//    that would be.
// 3. Erasing an object erases what is below it and what it owns (FieldSpec::owner), and clears
//    every other reference to what was erased.
// 4. Objects that were handed out may be written until settle(), so every question looks at each
//    of them; those before it are found by an index. Who makes many settles after each.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/env/random.hpp"
#include "model/registry/step_index.hpp"
#include "model/schema/field.hpp"

namespace curia {

class Registry;

class Change {
 public:
  // `now` is what rules stamp objects with.
  Change(const Registry& registry, Random& random, Instant now = {})
      : registry_(&registry), random_(&random), now_(now) {}

  Object& create(const ObjectSpec& spec, const Guid& parent = {});
  template <class T>
  T& create(const Guid& parent = {}) {
    return static_cast<T&>(create(kind_spec(T::kind_of), parent));
  }
  // The copy to change; the same one when asked again.
  Object& modify(const Object& object);
  template <class T>
  T& modify(const T& object) {
    return static_cast<T&>(modify(static_cast<const Object&>(object)));
  }
  // `why` is for observers: the reason of a live object's end. What goes with the object has it
  // too. The text outlives the change.
  void erase(const Object& object, std::string_view why = {});
  // No object that create() and modify() gave so far is written any more without a new modify().
  void settle();

  // The state that would be.
  const Object* find(Kind kind, const Guid& id) const;
  template <class T>
  const T* find(const Guid& id) const {
    return static_cast<const T*>(find(T::kind_of, id));
  }
  template <class T>
  const T& singleton() const {
    return *find<T>(singleton_id(T::kind_of));
  }
  std::vector<const Object*> children_of(Kind kind, const Guid& parent) const;
  std::vector<const Object*> holders(Index index, const std::string& value) const;
  // Objects of `kind` whose `field` refers to `target`.
  std::vector<const Object*> referring(Kind kind, const FieldSpec& field, const Guid& target) const;

  const Registry& registry() const { return *registry_; }
  Random& random() const { return *random_; }
  Instant now() const { return now_; }
  bool empty() const { return steps_.empty(); }

 private:
  friend class Registry;
  struct Step {
    const Object* original = nullptr;  // null: created
    std::unique_ptr<Object> next;      // null: erased
    bool is_open = true;               // somebody may be writing to `next`
    std::string_view why = {};         // erased: the reason
  };

  static const ObjectSpec& kind_spec(Kind kind);
  const Guid& singleton_id(Kind kind) const;
  Step* step_of(const Guid& id);
  const Step* step_of(const Guid& id) const;
  void clear_references_to(Kind kind, const Guid& id, std::string_view why);
  void clear_reference(const FieldSpec& field, const Object& object);
  void settle(std::size_t number);
  // The objects of own steps that pass, in the order of the steps.
  template <class Test>
  std::vector<const Object*> own(StepIndex::Key key, Test test) const;

  const Registry* registry_;
  Random* random_;
  Instant now_;
  std::vector<Step> steps_;
  std::unordered_map<Guid, std::size_t> by_id_;
  std::vector<std::size_t> open_;  // steps
  StepIndex settled_;
};

}  // namespace curia

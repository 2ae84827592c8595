#include "model/registry/change.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "model/base/check.hpp"
#include "model/objects/catalog.hpp"
#include "model/registry/keys.hpp"
#include "model/registry/registry.hpp"

namespace curia {

const ObjectSpec& Change::kind_spec(Kind kind) { return spec_of(kind); }

const Guid& Change::singleton_id(Kind kind) const { return registry_->only(kind).id; }

Change::Step* Change::step_of(const Guid& id) {
  const auto at = by_id_.find(id);
  return at == by_id_.end() ? nullptr : &steps_[at->second];
}

const Change::Step* Change::step_of(const Guid& id) const {
  return const_cast<Change*>(this)->step_of(id);
}

Object& Change::create(const ObjectSpec& spec, const Guid& parent) {
  std::unique_ptr<Object> object = spec.create();
  object->id = new_guid(*random_);
  object->parent = parent;
  by_id_[object->id] = steps_.size();
  open_.push_back(steps_.size());
  steps_.push_back({nullptr, std::move(object)});
  return *steps_.back().next;
}

Object& Change::modify(const Object& object) {
  if (Step* step = step_of(object.id)) {
    check(step->next != nullptr, "an erased object is not modified");
    if (!std::exchange(step->is_open, true))
      open_.push_back(static_cast<std::size_t>(step - steps_.data()));
    return *step->next;
  }
  by_id_[object.id] = steps_.size();
  open_.push_back(steps_.size());
  steps_.push_back({&object, spec_of(object.kind).clone(object)});
  return *steps_.back().next;
}

void Change::erase(const Object& object, std::string_view why) {
  const Kind kind = object.kind;
  const Guid id = object.id;
  for (const ObjectSpec& below : catalog()) {
    if (below.parent != kind) continue;
    for (const Object* child : children_of(below.kind, id)) erase(*child, why);
  }
  if (Step* step = step_of(id)) {
    step->next.reset();
    step->why = why;
  } else {
    by_id_[id] = steps_.size();
    steps_.push_back({&object, nullptr, false, why});
  }
  clear_references_to(kind, id, why);
}

void Change::clear_references_to(Kind kind, const Guid& id, std::string_view why) {
  for (const ObjectSpec& spec : catalog())
    for (const FieldSpec& field : spec.fields) {
      if (field.type != FieldType::reference || field.target != kind || !field.is_stored())
        continue;
      for (const Object* object : referring(spec.kind, field, id)) {
        if (field.is_owner)
          erase(*object, why);
        else
          clear_reference(field, *object);
      }
    }
}

void Change::clear_reference(const FieldSpec& field, const Object& object) {
  const Step* before = step_of(object.id);
  const bool was_open = before != nullptr && before->is_open;
  set_reference(field, modify(object), Guid{});
  if (was_open) return;
  settle(open_.back());
  open_.pop_back();
}

void Change::settle() {
  for (const std::size_t number : open_) settle(number);
  open_.clear();
}

void Change::settle(std::size_t number) {
  Step& step = steps_[number];
  step.is_open = false;
  if (step.next != nullptr) settled_.add(number, *step.next);
}

template <class Test>
std::vector<const Object*> Change::own(StepIndex::Key key, Test test) const {
  std::vector<std::size_t> numbers = settled_.steps(key);
  std::ranges::copy_if(open_, std::back_inserter(numbers), [&](std::size_t number) {
    return std::ranges::find(numbers, number) == numbers.end();
  });
  std::ranges::sort(numbers);
  std::vector<const Object*> found;
  for (const std::size_t number : numbers)
    if (const Step& step = steps_[number]; step.next != nullptr && test(step))
      found.push_back(step.next.get());
  return found;
}

const Object* Change::find(Kind kind, const Guid& id) const {
  if (const Step* step = step_of(id))
    return step->next != nullptr && step->next->kind == kind ? step->next.get() : nullptr;
  return registry_->find(kind, id);
}

std::vector<const Object*> Change::children_of(Kind kind, const Guid& parent) const {
  std::vector<const Object*> children;
  for (const Object* child : registry_->table(kind).children_of(parent)) {
    const Step* step = step_of(child->id);
    if (step == nullptr)
      children.push_back(child);
    else if (step->next != nullptr)
      children.push_back(step->next.get());
  }
  const auto own_ones = own(StepIndex::below(kind, parent), [&](const Step& step) {
    return step.original == nullptr && step.next->kind == kind && step.next->parent == parent;
  });
  children.insert(children.end(), own_ones.begin(), own_ones.end());
  return children;
}

std::vector<const Object*> Change::holders(Index index, const std::string& value) const {
  std::vector<const Object*> found;
  for (const Object* object : registry_->holders(index, value))
    if (step_of(object->id) == nullptr) found.push_back(object);
  const auto own_ones = own(StepIndex::key_of(index, value), [&](const Step& step) {
    return stands_under(*step.next, index, value);
  });
  found.insert(found.end(), own_ones.begin(), own_ones.end());
  return found;
}

std::vector<const Object*> Change::referring(Kind kind, const FieldSpec& field,
                                             const Guid& target) const {
  std::vector<const Object*> found;
  const Table& table = registry_->table(kind);
  table.referring(field, target).visit_from(0, [&](std::uint32_t slot) {
    if (step_of(table.at(slot).id) == nullptr) found.push_back(&table.at(slot));
    return true;
  });
  const auto own_ones = own(StepIndex::referring(field, target), [&](const Step& step) {
    return step.next->kind == kind && reference_of(field, *step.next) == target;
  });
  found.insert(found.end(), own_ones.begin(), own_ones.end());
  return found;
}

}  // namespace curia

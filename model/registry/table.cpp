#include "model/registry/table.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/text.hpp"

namespace curia {
namespace {

constexpr std::size_t searches_kept = 32;
// Packing renumbers every slot; it pays when most of them are empty.
constexpr std::size_t pack_above_empty_slots = 65536;

}  // namespace

Table::Table(const ObjectSpec& spec) : spec_(&spec) {
  for (const FieldSpec& field : spec.fields) {
    // Objects below a parent are few per parent: their lists are searched without an index.
    if (field.is_searched && field.is_stored() && spec.parent == Kind::none)
      searched_.push_back(&field);
    if (field.type == FieldType::reference && field.is_stored() && field.target != Kind::none)
      references_.push_back({&field, {}});
  }
}

Object* Table::find(const Guid& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : *found;
}

Object& Table::insert(std::unique_ptr<Object> object) {
  object->slot = static_cast<std::uint32_t>(slots_.size());
  slots_.emplace_back();
  ++made_;
  return restore(std::move(object));
}

Object& Table::restore(std::unique_ptr<Object> object) {
  Object& added = *object;
  check(slots_[added.slot] == nullptr, "a slot holds one object");
  slots_[added.slot] = std::move(object);
  check(by_id_.insert(&added).second, "an id is given to one object only");
  add_to_indexes(added);
  most_ = std::max(most_, size());
  return added;
}

// Most writes touch nothing that is indexed: who speaks in a call, for one.
void Table::update(Object& object, const Object& fields) {
  const std::uint32_t slot = object.slot;
  const bool stands_alike = object.parent == fields.parent &&
                            std::ranges::all_of(references_,
                                                [&](const Reference& reference) {
                                                  return reference_of(*reference.field, object) ==
                                                         reference_of(*reference.field, fields);
                                                }) &&
                            std::ranges::all_of(searched_, [&](const FieldSpec* field) {
                              return text_of(*field, object) == text_of(*field, fields);
                            });
  if (!stands_alike) remove_from_indexes(object);
  spec_->assign(object, fields);
  object.slot = slot;
  if (!stands_alike) add_to_indexes(object);
}

std::unique_ptr<Object> Table::erase(Object& object) {
  remove_from_indexes(object);
  by_id_.erase(&object);
  return std::move(slots_[object.slot]);
}

std::unique_ptr<Object> Table::take_back(Object& object) {
  --made_;
  return erase(object);
}

void Table::add_to_indexes(const Object& object) {
  all_.insert(object.slot);
  if (spec_->parent != Kind::none) {
    auto& siblings = by_parent_[object.parent];
    siblings.insert(std::ranges::upper_bound(siblings, object.slot), object.slot);
  }
  for (Reference& reference : references_) {
    const Guid& target = reference_of(*reference.field, object);
    if (target) reference.slots[target].insert(object.slot);
  }
  for (const FieldSpec* field : searched_)
    texts_.add(object.slot, fold_case(text_of(*field, object)));
  for (Search& search : searches_)
    if (holds(object, search.folded)) search.slots.insert(object.slot);
}

void Table::remove_from_indexes(const Object& object) {
  all_.erase(object.slot);
  if (spec_->parent != Kind::none) {
    const auto siblings = by_parent_.find(object.parent);
    std::erase(siblings->second, object.slot);
    if (siblings->second.empty()) by_parent_.erase(siblings);
  }
  for (Reference& reference : references_) {
    const auto slots = reference.slots.find(reference_of(*reference.field, object));
    if (slots == reference.slots.end()) continue;
    slots->second.erase(object.slot);
    if (slots->second.empty()) reference.slots.erase(slots);
  }
  for (const FieldSpec* field : searched_)
    texts_.remove(object.slot, fold_case(text_of(*field, object)));
  for (Search& search : searches_) search.slots.erase(object.slot);
}

bool Table::holds(const Object& object, std::string_view folded) const {
  return std::ranges::any_of(searched_, [&](const FieldSpec* field) {
    return contains_folded(text_of(*field, object), folded);
  });
}

const SlotSet& Table::matching(std::string_view filter_text) {
  const std::string folded = fold_case(filter_text);
  if (folded.empty()) return all_;
  const auto kept = std::ranges::find(searches_, folded, &Search::folded);
  if (kept != searches_.end()) {
    std::rotate(searches_.begin(), kept, kept + 1);
    return searches_.front().slots;
  }
  SlotSet found = texts_.candidates(folded);
  if (folded.size() > TextIndex::exact_bytes) {
    SlotSet exact;
    found.visit_from(0, [&](std::uint32_t slot) {
      if (holds(*slots_[slot], folded)) exact.insert(slot);
      return true;
    });
    found = std::move(exact);
  }
  searches_.push_front({folded, std::move(found)});
  if (searches_.size() > searches_kept) searches_.pop_back();
  return searches_.front().slots;
}

const SlotSet& Table::referring(const FieldSpec& field, const Guid& target) const {
  static const SlotSet none;
  for (const Reference& reference : references_) {
    if (reference.field != &field) continue;
    const auto slots = reference.slots.find(target);
    return slots == reference.slots.end() ? none : slots->second;
  }
  return none;
}

std::vector<const Object*> Table::children_of(const Guid& parent) const {
  std::vector<const Object*> children;
  const auto siblings = by_parent_.find(parent);
  if (siblings == by_parent_.end()) return children;
  for (std::uint32_t slot : siblings->second) children.push_back(slots_[slot].get());
  return children;
}

std::size_t Table::count_children(const Guid& parent) const {
  const auto siblings = by_parent_.find(parent);
  return siblings == by_parent_.end() ? 0 : siblings->second.size();
}

std::vector<Object*> Table::referrers(Kind kind, const Guid& target) const {
  SlotSet slots;
  for (const Reference& reference : references_)
    if (reference.field->target == kind) slots.add_all(referring(*reference.field, target));
  std::vector<Object*> objects;
  slots.visit_from(0, [&](std::uint32_t slot) {
    objects.push_back(slots_[slot].get());
    return true;
  });
  return objects;
}

bool Table::is_referred(Kind kind, const Guid& target) const {
  return std::ranges::any_of(references_, [&](const Reference& reference) {
    return reference.field->target == kind && reference.slots.contains(target);
  });
}

void Table::pack() {
  if (slots_.size() < pack_above_empty_slots + 2 * all_.size()) return;
  std::vector<std::unique_ptr<Object>> packed;
  packed.reserve(all_.size());
  for (auto& object : slots_)
    if (object != nullptr) packed.push_back(std::move(object));
  slots_ = std::move(packed);
  all_ = {};
  by_parent_.clear();
  texts_ = {};
  searches_.clear();
  for (Reference& reference : references_) reference.slots.clear();
  for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
    slots_[slot]->slot = slot;
    add_to_indexes(*slots_[slot]);
  }
}

}  // namespace curia

#include "conformance/fuzz/model.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace curia::fuzz {

const Value& Thing::value(std::string_view field) const {
  static const Value nothing;
  const auto place = kind_at(kind).find(field);
  return place == none ? nothing : values[place];
}

std::string Model::collection_path(KindId kind, std::size_t parent) const {
  return parent == none ? kind_at(kind).path : path(parent) + kind_at(kind).path;
}

std::string Model::creation_path(KindId kind, std::size_t parent) const {
  if (kind_at(kind).made_below == none) return collection_path(kind, parent);
  return path(parent) + kind_at(kind).made_path;
}

std::string Model::path(std::size_t index) const {
  const Thing& thing = things_[index];
  const std::string home = collection_path(thing.kind, thing.parent);
  return thing.id.empty() ? home : home + "/" + thing.id;
}

std::vector<std::size_t> Model::members(KindId kind, std::size_t parent) const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < things_.size(); ++i)
    if (things_[i].exists && things_[i].kind == kind && things_[i].parent == parent)
      out.push_back(i);
  std::ranges::sort(out, {}, [&](std::size_t i) { return std::pair(things_[i].rank, i); });
  return out;
}

std::size_t Model::count(KindId kind, std::size_t parent) const {
  std::size_t found = 0;
  for (const Thing& thing : things_)
    found += thing.exists && thing.kind == kind && thing.parent == parent ? 1 : 0;
  return found;
}

std::size_t Model::find(KindId kind, const std::string& id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return none;
  const Thing& thing = things_[found->second];
  return thing.exists && thing.kind == kind ? found->second : none;
}

bool Model::is_referred(std::size_t index) const {
  const std::string& id = things_[index].id;
  return std::ranges::any_of(things_, [&](const Thing& thing) {
    return thing.exists &&
           std::ranges::any_of(kind_at(thing.kind).references,
                               [&](std::size_t field) { return thing.values[field].is(id); });
  });
}

bool Model::is_mortal(std::size_t index) const {
  for (; index != none; index = things_[index].parent)
    if (kind_at(things_[index].kind).is_mortal) return true;
  return false;
}

std::size_t Model::strangers(KindId kind) const {
  const auto found = strangers_.find(kind);
  return found == strangers_.end() ? 0 : found->second;
}

std::size_t Model::apply(const Effect& effect, const std::string& id) {
  for (const auto& [index, thing] : effect.after) {
    if (things_[index].exists && !thing.exists) --living_;
    things_[index] = thing;
  }
  if (!effect.is_creation) return none;
  if (const auto known = find(effect.made.kind, id); known != none) {
    forget(known);  // the answer may name what was there: a call of the same coSpace
    return known;
  }
  things_.push_back(effect.made);
  things_.back().id = id;
  things_.back().rank = things_.size();
  ++living_;
  by_id_[id] = things_.size() - 1;
  return things_.size() - 1;
}

std::size_t Model::meet(KindId kind, const std::string& id, std::size_t parent) {
  Thing thing;
  thing.kind = kind;
  thing.id = id;
  thing.parent = parent;
  thing.values.assign(kind_at(kind).fields.size(), Value{Value::State::unknown, ""});
  thing.rank = things_.size() + 1;
  things_.push_back(std::move(thing));
  ++living_;
  if (!id.empty()) by_id_[id] = things_.size() - 1;
  return things_.size() - 1;
}

void Model::learn(std::size_t thing, std::size_t field, Value value) {
  things_[thing].values[field] = std::move(value);
}

void Model::forget(std::size_t thing) {
  for (Value& value : things_[thing].values) value = {Value::State::unknown, ""};
  things_[thing].is_seen = false;
}

void Model::see(std::size_t thing, bool is_seen) { things_[thing].is_seen = is_seen; }

void Model::erase(std::size_t thing) {
  Journal journal;
  erase(thing, journal);
  for (const auto& [index, before] : journal)
    if (before.exists && !things_[index].exists) --living_;
}

void Model::end_of_run() {
  for (std::size_t i = 0; i < things_.size(); ++i)
    if (things_[i].exists && kind_at(things_[i].kind).is_live) erase(i);
}

Thing& Model::change(std::size_t thing, Journal& journal) {
  const auto known = std::ranges::find(journal, thing, &Journal::value_type::first);
  if (known == journal.end()) journal.emplace_back(thing, things_[thing]);
  things_[thing].is_seen = false;
  return things_[thing];
}

// What is below goes too, so does what its target owns, and whoever referred to any of it refers to
// nothing (api-conventions section 7).
void Model::erase(std::size_t index, Journal& journal) {
  if (!things_[index].exists) return;
  change(index, journal).exists = false;
  const std::string id = things_[index].id;
  const KindId gone = things_[index].kind;
  for (std::size_t i = 0; i < things_.size(); ++i) {
    if (!things_[i].exists) continue;
    if (things_[i].parent == index) {
      erase(i, journal);
      continue;
    }
    const Kind& kind = kind_at(things_[i].kind);
    for (const auto field : kind.references) {
      if (kind.fields[field].refers != gone || !things_[i].values[field].is(id)) continue;
      if (kind.fields[field].owner) {
        erase(i, journal);
        break;
      }
      change(i, journal).values[field] = {};
      if (kind.fields[field].name == "ownerId")
        if (const auto jid = kind.find("ownerJid"); jid != none) things_[i].values[jid] = {};
    }
  }
}

}  // namespace curia::fuzz

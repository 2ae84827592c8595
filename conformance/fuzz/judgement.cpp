// What a write comes to by its fields alone: api-conventions sections 5, 6 and 7.
#include "conformance/fuzz/judgement.hpp"

#include <algorithm>

#include "conformance/fuzz/values.hpp"
#include "model/base/text.hpp"

namespace curia::fuzz {

Judgement::Judgement(Model& model, const Write& write)
    : model_(model), write_(write), kind_(kind_at(write.kind)) {}

Effect Judgement::go() { return write_.method == "DELETE" ? erase() : save(); }

Effect Judgement::save() {
  Effect effect;
  std::size_t target = write_.thing;
  Thing before;
  if (is_post()) {
    target = model_.things_.size();
    // Nothing refers to what has no id yet.
    Thing made{write_.kind, "?", kind_.made_below == none ? write_.parent : none, {}};
    made.values.resize(kind_.fields.size());
    model_.things_.push_back(std::move(made));
  } else {
    before = model_.things_[target];
  }
  take_parameters();
  set_values(model_.things_[target]);
  if (bad_.empty() && reasons_.empty()) apply_rules(target);
  effect.bad = bad_;
  effect.reasons = reasons_;
  effect.may_succeed = bad_.empty() && reasons_.empty();
  permit(effect);
  if (!refusals_.empty()) {
    effect.may_succeed = false;
    effect.any_of = refusals_;
  }
  model_.things_[target].is_seen = false;
  if (is_post()) {
    effect.is_creation = true;
    effect.made = std::move(model_.things_.back());
    model_.things_.pop_back();
  } else {
    std::swap(before, model_.things_[target]);
    effect.after.emplace_back(target, std::move(before));
  }
  return effect;
}

// What only the server can say.
void Judgement::permit(Effect& effect) {
  effect.any_of = kind_.may_refuse;
  effect.any_of.insert(may_refuse_.begin(), may_refuse_.end());
  const auto home = is_post() ? write_.parent : write_.thing;
  effect.may_be_gone = home != none && model_.is_mortal(home);
}

// The last of equal names counts; on POST an empty value is none.
void Judgement::take_parameters() {
  for (const auto& param : write_.params) {
    const auto field = kind_.find(param.name);
    if (field == none) continue;
    if (!(is_post() ? kind_.fields[field].on_post : kind_.fields[field].on_put)) continue;
    given_.erase(field);
    if (!is_post() || !param.value.empty()) given_[field] = param.value;
  }
}

bool Judgement::given(std::string_view field) const { return given_.contains(kind_.find(field)); }

bool Judgement::is_true(std::string_view name) const {
  const auto field = kind_.find(name);
  const auto found = given_.find(field);
  return found != given_.end() && !found->second.empty() &&
         read_value(kind_.fields[field], found->second).value == "true";
}

void Judgement::set_values(Thing& thing) {
  for (std::size_t i = 0; i < kind_.fields.size(); ++i) {
    const Field& field = kind_.fields[i];
    if (const auto found = given_.find(i); found != given_.end()) {
      set_value(thing, i, found->second);
      continue;
    }
    if (!is_post()) continue;
    if (field.required) bad(field.name, "valueMissing");
    if (!field.initial.empty()) thing.values[i] = {Value::State::set, field.initial};
    // What no client can set is the server's to choose.
    const bool is_fixed = !field.on_post && !field.on_put && field.name != "ownerId";
    if (is_fixed) thing.values[i] = {Value::State::unknown, ""};
  }
  if (kind_.is_moody) leave_to_server(thing);
}

// What nobody sees may be changed by the server; what is given once and for all stays: the tenant
// that an import is for.
bool Judgement::is_known(const Field& field) const { return field.shown || !kind_.can_put; }

void Judgement::leave_to_server(Thing& thing) {
  for (std::size_t i = 0; i < kind_.fields.size(); ++i)
    if (!given_.contains(i) || !is_known(kind_.fields[i]))
      thing.values[i] = {Value::State::unknown, ""};
}

void Judgement::unset_value(Thing& thing, std::size_t index) {
  const Field& field = kind_.fields[index];
  const bool is_text = field.shape != Shape::flag && field.shape != Shape::choice &&
                       field.shape != Shape::number && field.shape != Shape::reference;
  if (!field.unset && !is_text) return bad(field.name, "invalidValue");
  if (field.required && !field.unset) return bad(field.name, "valueMissing");
  if (field.name == "ownerJid" || field.name == "ownerAdGuid") {
    thing.values[kind_.find("ownerId")] = {};
    thing.values[kind_.find("ownerJid")] = {};
  }
  thing.values[index] = {};
}

void Judgement::set_value(Thing& thing, std::size_t index, const std::string& text) {
  const Field& field = kind_.fields[index];
  if (text.empty()) return unset_value(thing, index);
  const Reading reading = read_value(field, text);
  if (!reading.error.empty()) return bad(field.name, reading.error);
  if (field.shape == Shape::person) {
    person_ = {index, reading.value};
    return;
  }
  if (field.name == "ownerAdGuid") may_refuse_.insert("userDoesNotExist");
  if (field.shape == Shape::reference && field.refers != none)
    return set_reference(thing, index, reading.value);
  if (is_known(field)) thing.values[index] = {Value::State::set, reading.value};
}

void Judgement::set_reference(Thing& thing, std::size_t index, const std::string& id) {
  const Field& field = kind_.fields[index];
  const Kind& target = kind_at(field.refers);
  if (model_.find(field.refers, id) == none) reasons_.insert(target.not_found);
  if (target.is_mortal) may_refuse_.insert(target.not_found);
  if (is_known(field)) thing.values[index] = {Value::State::set, id};
}

Effect Judgement::erase() {
  Effect effect;
  Model::Journal journal;
  model_.erase(write_.thing, journal);
  const bool is_tenant = is_kind("tenant"), is_group = is_kind("tenantGroup");
  if (is_tenant) refusals_ = clashes_of_names(model_);
  if (is_group) refusals_ = clashes_of_tenants(model_);
  effect.may_succeed = refusals_.empty();
  permit(effect);
  if (!refusals_.empty()) effect.any_of = refusals_;
  for (auto& [index, before] : journal) {
    std::swap(model_.things_[index], before);
    effect.after.emplace_back(index, std::move(before));
  }
  return effect;
}

Effect Model::judge(const Write& write) { return Judgement(*this, write).go(); }

}  // namespace curia::fuzz

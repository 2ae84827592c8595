// What a write comes to: the rules of api-conventions sections 5, 6, 7 and 9, for the model.
#include <algorithm>
#include <set>

#include "conformance/properties/model.hpp"
#include "conformance/properties/values.hpp"
#include "model/base/check.hpp"
#include "model/base/text.hpp"

namespace curia::properties {

// One write being judged: the state it would lead to, and what speaks against it.
class Judgement {
 public:
  Judgement(Model& model, const Write& write)
      : model_(model), write_(write), kind_(kind_of(write.element)) {}

  Effect go() {
    if (write_.method == "DELETE") return erase();
    const bool is_post = write_.method == "POST";
    const std::size_t target = is_post ? model_.things_.size() : write_.thing;
    const Model before = model_;
    // Nothing refers to what has no id yet.
    if (is_post) model_.things_.push_back({write_.element, "?", write_.parent, {}, true});
    take_parameters(is_post);
    set_values(target, is_post);
    if (nothing_wrong()) apply_rules(target, is_post, before);
    if (!nothing_wrong()) {
      model_ = before;
      return refusal();
    }
    if (!is_post) effect_.outcomes = {answered(200)};
    if (is_post) accept_creation(target);
    effect_.accepted = true;
    return std::move(effect_);
  }

 private:
  // The last of equal names counts; on POST an empty value is none.
  void take_parameters(bool is_post) {
    for (const auto& param : write_.params) {
      const Field* field = kind_.find(param.name);
      if (field == nullptr || !(is_post ? field->on_post : field->on_put)) continue;
      given_.erase(field->name);
      if (!is_post || !param.value.empty()) given_[field->name] = param.value;
    }
  }

  bool given(const std::string& name) const { return given_.contains(name); }
  bool is_true(const std::string& name) const {
    const auto found = given_.find(name);
    return found != given_.end() && !found->second.empty() &&
           read_value(*kind_.find(name), found->second).value == "true";
  }

  void set_values(std::size_t target, bool is_post) {
    Thing& thing = model_.things_[target];
    for (const auto& field : kind_.fields) {
      if (given(field.name)) {
        set_value(thing, field, given_[field.name]);
        continue;
      }
      if (!is_post) continue;
      if (field.required) bad(field, "valueMissing");
      if (!field.initial.empty()) thing.values[field.name] = field.initial;
    }
  }

  void set_value(Thing& thing, const Field& field, const std::string& text) {
    if (text.empty()) {
      const bool is_text = field.shape != Shape::flag && field.shape != Shape::choice;
      if (!field.unset && !is_text) return bad(field, "invalidValue");
      if (field.required) return bad(field, "valueMissing");
      if (field.shape == Shape::person) thing.values.erase("ownerId");
      thing.values.erase(field.name);
      return;
    }
    const Reading reading = read_value(field, text);
    if (!reading.error.empty()) return bad(field, reading.error);
    if (field.shape == Shape::person) {
      person_ = {field.name, reading.value};
      return;
    }
    if (field.shape == Shape::reference && model_.find(field.refers, reading.value) == none)
      reasons_.insert(not_there(field.refers));
    if (field.shown) thing.values[field.name] = reading.value;
  }

  void apply_rules(std::size_t target, bool is_post, const Model& before) {
    set_person(target);
    if (write_.element == "coSpace" || write_.element == "accessMethod") {
      settle_call_id(target, is_post, before);
      check_passcode(target, is_post);
      for (const auto& clash : clashes_of_space(space_of(target))) reasons_.insert(clash);
    }
    if (write_.element == "coSpace") check_default_access_method(target);
    if (write_.element == "tenant" && !any_clashes().empty())
      reasons_.insert("tenantGroupCoSpaceIdConflict");
  }

  void set_person(std::size_t target) {
    if (person_.second.empty()) return;
    Thing& thing = model_.things_[target];
    const auto found = std::ranges::find_if(people(), [&](const Person& person) {
      return equal_ignoring_ascii_case(person.jid, person_.second);
    });
    if (found == people().end()) {
      reasons_.insert("userDoesNotExist");
      return;
    }
    thing.values[person_.first] = found->jid;
    thing.values[write_.element == "coSpace" ? "ownerId" : "userId"] = found->id;
    if (write_.element != "coSpaceUser") return;
    for (const auto other : model_.members("coSpaceUser", thing.parent))
      if (other != target && model_.things_[other].value("userJid") == found->jid)
        bad(*kind_.find("userJid"), "invalidValue");
  }

  // A numeric id on demand, and a secret exactly where there is a numeric id.
  void settle_call_id(std::size_t target, bool is_post, const Model& before) {
    Thing& thing = model_.things_[target];
    const bool gave_secret = given("secret") && !given_["secret"].empty();
    if (is_true("requireCallId") && thing.value("callId").empty()) learn(target, "callId", "");
    if (thing.value("callId").empty()) {
      if (gave_secret) bad(*kind_.find("secret"), "invalidValue");
      thing.values.erase("secret");
      return;
    }
    if (thing.value("secret").empty() || is_true("regenerateSecret"))
      learn(target, "secret", is_post ? "" : before.things_[target].value("secret"));
  }

  void learn(std::size_t target, const std::string& field, std::string before) {
    const std::string variable =
        (field == "secret" ? "s" : "c") + std::to_string(++model_.variables_);
    model_.things_[target].values[field] = "$" + variable;
    effect_.learnt.push_back({target, field, variable, std::move(before)});
  }

  void check_passcode(std::size_t target, bool is_post) {
    const Thing& thing = model_.things_[target];
    if (!is_post && !given("passcode")) return;
    if (thing.value("passcode").size() < shortest_passcode(target))
      reasons_.insert("passcodeTooShort");
  }

  // The lowest level that sets a length counts.
  std::size_t shortest_passcode(std::size_t target) const {
    std::vector<std::string> levels{model_.things_[target].value("dialInSecurityProfile")};
    const Thing& space = model_.things_[space_of(target)];
    levels.push_back(space.value("dialInSecurityProfile"));
    if (const auto tenant = model_.find("tenant", space.value("tenant")); tenant != none)
      levels.push_back(model_.things_[tenant].value("dialInSecurityProfile"));
    levels.push_back(model_.things_[model_.find("profiles", "")].value("dialInSecurityProfile"));
    for (const auto& level : levels) {
      const auto profile = level.empty() ? none : model_.find("dialInSecurityProfile", level);
      if (profile == none) continue;
      const auto length = parse_decimal(model_.things_[profile].value("minPasscodeLength"));
      if (length) return static_cast<std::size_t>(*length);
    }
    return 0;
  }

  std::size_t space_of(std::size_t index) const {
    const Thing& thing = model_.things_[index];
    return thing.element == "coSpace" ? index : thing.parent;
  }

  void check_default_access_method(std::size_t space) {
    const std::string id = model_.things_[space].value("defaultAccessMethod");
    if (id.empty()) return;
    const auto method = model_.find("accessMethod", id);
    if (method == none || model_.things_[method].parent != space)
      reasons_.insert(not_there("accessMethod"));
  }

  // Tenants of one group share numeric ids; all others share one more pool.
  std::string pool_of(std::size_t space) const {
    const auto tenant = model_.find("tenant", model_.things_[space].value("tenant"));
    return tenant == none ? "" : model_.things_[tenant].value("tenantGroup");
  }

  std::set<std::string> clashes(std::size_t a, std::size_t b) const {
    std::set<std::string> out;
    const Thing &one = model_.things_[a], &other = model_.things_[b];
    const auto space = space_of(a), others = space_of(b);
    const bool same_passcode = one.value("passcode") == other.value("passcode");
    const auto same_tenant = [&] {
      return model_.things_[space].value("tenant") == model_.things_[others].value("tenant");
    };
    for (const auto* mine : {"uri", "secondaryUri"})
      for (const auto* theirs : {"uri", "secondaryUri"}) {
        if (one.value(mine).empty() || one.value(mine) != other.value(theirs)) continue;
        if (space == others && same_passcode) out.insert("duplicateCoSpaceUriPasscode");
        if (space != others && same_tenant()) out.insert("duplicateCoSpaceUri");
      }
    if (!one.value("callId").empty() && one.value("callId") == other.value("callId")) {
      if (space == others && same_passcode) out.insert("duplicateCoSpaceIdPasscode");
      if (space != others && pool_of(space) == pool_of(others)) out.insert("duplicateCoSpaceId");
      if (!one.value("secret").empty() && one.value("secret") == other.value("secret"))
        out.insert("duplicateCoSpaceSecret");
    }
    return out;
  }

  std::vector<std::size_t> names_of(std::size_t space) const {
    auto out = model_.members("accessMethod", space);
    out.push_back(space);
    return out;
  }

  std::set<std::string> clashes_of_space(std::size_t space) const {
    std::set<std::string> out;
    for (const auto mine : names_of(space)) {
      for (const auto other_space : model_.members("coSpace"))
        for (const auto other : names_of(other_space))
          if (other != mine) out.merge(clashes(mine, other));
      out.merge(clashes_with_people(mine));
    }
    const Thing& thing = model_.things_[space];
    if (!thing.value("uri").empty() && thing.value("uri") == thing.value("secondaryUri"))
      out.insert("duplicateCoSpaceUriPasscode");
    return out;
  }

  // The users of the server have no tenant.
  std::set<std::string> clashes_with_people(std::size_t index) const {
    std::set<std::string> out;
    if (!model_.things_[space_of(index)].value("tenant").empty()) return out;
    for (const auto& person : people()) {
      const std::string user = person.jid.substr(0, person.jid.find('@'));
      for (const auto* field : {"uri", "secondaryUri"})
        if (equal_ignoring_ascii_case(user, model_.things_[index].value(field)))
          out.insert("duplicateCoSpaceUri");
    }
    return out;
  }

  std::set<std::string> any_clashes() const {
    std::set<std::string> out;
    for (const auto space : model_.members("coSpace")) out.merge(clashes_of_space(space));
    return out;
  }

  Effect erase() {
    const Model before = model_;
    model_.erase(write_.thing);
    const auto found = any_clashes();
    if (found.empty()) {
      effect_.outcomes = {answered(200)};
      effect_.accepted = true;
      return std::move(effect_);
    }
    model_ = before;
    if (write_.element == "tenantGroup") {
      effect_.outcomes = {answered(400, {"tenantGroupCoSpaceIdConflict"})};
      return std::move(effect_);
    }
    // A tenant: any of the clashes is reason enough.
    for (const auto& reason : found) effect_.outcomes.push_back(answered(400, {reason}));
    if (found.size() > 1) effect_.outcomes.push_back(answered(400, {found.begin(), found.end()}));
    return std::move(effect_);
  }

  void accept_creation(std::size_t target) {
    const std::string variable = "o" + std::to_string(++model_.variables_);
    model_.things_[target].id = "$" + variable;
    effect_.thing = target;
    scenario::Outcome created;
    created.kind = scenario::Outcome::Kind::created;
    created.variable = variable;
    effect_.outcomes = {created};
  }

  bool nothing_wrong() const { return bad_.empty() && reasons_.empty(); }
  void bad(const Field& field, const std::string& error) { bad_.insert({field.name, error}); }

  Effect refusal() const {
    scenario::Outcome outcome = answered(400, {reasons_.begin(), reasons_.end()});
    outcome.bad.assign(bad_.begin(), bad_.end());
    Effect effect;
    effect.outcomes = {outcome};
    return effect;
  }

  Model& model_;
  const Write& write_;
  const Kind& kind_;
  std::map<std::string, std::string> given_;
  std::pair<std::string, std::string> person_;  // field and JID
  std::set<std::pair<std::string, std::string>> bad_;
  std::set<std::string> reasons_;
  Effect effect_;
};

Effect Model::write(const Write& write) { return Judgement(*this, write).go(); }

}  // namespace curia::properties

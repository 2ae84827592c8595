// The rules of single kinds, for the model: api-conventions sections 7 to 10.
#include <algorithm>

#include "conformance/fuzz/judgement.hpp"
#include "model/base/text.hpp"

namespace curia::fuzz {
namespace {

constexpr std::size_t most_cdr_receivers = 4;  // api-conventions section 11

}  // namespace

void Judgement::apply_rules(std::size_t target) {
  if (is_kind("coSpace") || is_kind("accessMethod")) return check_space(target);
  if (is_kind("tenant")) {
    refusals_ = clashes_of_tenants(model_);
    return;
  }
  if (is_kind("ivr") || is_kind("inboundDialPlanRule")) return check_names();
  if (is_kind("coSpaceUser")) return check_member(target);
  if (is_kind("callBridge")) return check_bridge(target);
  if (is_kind("outboundDialPlanRule")) return check_outbound_rule(target);
  if (is_kind("userCoSpaceTemplate")) return check_template_of_user(target);
  if (is_kind("call")) return check_call(target);
  if (is_kind("coSpaceTemplate"))
    return check_default(target, "defaultAccessMethodTemplate", "accessMethodTemplate");
  const bool is_one_more = is_kind("cdrReceiver") && is_post();
  if (is_one_more && model_.count(write_.kind) + model_.strangers(write_.kind) > most_cdr_receivers)
    reasons_.insert("tooManyCdrReceivers");
}

void Judgement::check_space(std::size_t target) {
  if (is_kind("coSpace")) {
    set_person(target);
    check_default(target, "defaultAccessMethod", "accessMethod");
  }
  settle_call_id(target);
  const Value& passcode = model_.at(target).value("passcode");
  if ((is_post() || given("passcode")) && !passcode.is_unknown() &&
      passcode.text.size() < shortest_passcode(target))
    reasons_.insert("passcodeTooShort");
  check_names();
}

void Judgement::check_names() {
  reasons_.merge(clashes_of_names(model_));
  if (model_.is_alone()) return;
  // Others may have the same names.
  for (const auto* reason :
       {"duplicateCoSpaceUri", "duplicateCoSpaceId", "ivrUriConflict", "passcodeTooShort",
        "duplicateCoSpaceSecret", "inboundDialPlanRuleUriConflict"})
    may_refuse_.insert(reason);
}

void Judgement::set_person(std::size_t target) {
  if (person_.first == none) return;
  static const auto users = kind_named("user");
  for (const auto user : model_.members(users)) {
    const std::string& jid = model_.at(user).value("userJid").text;
    if (!equal_ignoring_ascii_case(jid, person_.second)) continue;
    Thing& thing = model_.things_[target];
    thing.values[person_.first] = {Value::State::set, jid};
    const auto id = kind_.find(is_kind("coSpace") ? "ownerId" : "userId");
    thing.values[id] = {Value::State::set, model_.at(user).id};
    return;
  }
  if (model_.strangers(users) == 0) reasons_.insert("userDoesNotExist");
  may_refuse_.insert("userDoesNotExist");
}

// A member is a user, and each user is one only once.
void Judgement::check_member(std::size_t target) {
  set_person(target);
  const Thing& thing = model_.at(target);
  for (const auto other : model_.members(thing.kind, thing.parent))
    if (other != target && is_post() && thing.value("userJid").is_set() &&
        model_.at(other).value("userJid").is(thing.value("userJid").text))
      bad("userJid", "invalidValue");
}

// What is below must be one of the thing's own.
void Judgement::check_default(std::size_t target, std::string_view field, std::string_view kind) {
  const Value& value = model_.at(target).value(field);
  if (!value.is_set()) return;
  const auto found = model_.find(kind_named(kind), value.text);
  if (found == none || model_.at(found).parent != target)
    reasons_.insert(kind_at(kind_named(kind)).not_found);
}

void Judgement::check_bridge(std::size_t target) {
  if (!given("name")) return;
  const std::string& name = model_.at(target).value("name").text;
  for (const auto other : model_.members(write_.kind))
    if (other != target && model_.at(other).value("name").is(name))
      reasons_.insert("duplicateCallBridgeName");
  if (model_.strangers(write_.kind) > 0) may_refuse_.insert("duplicateCallBridgeName");
}

// A rule for one Call Bridge or one group names it.
void Judgement::check_outbound_rule(std::size_t target) {
  const Thing& thing = model_.at(target);
  for (const auto* field : {"callBridge", "callBridgeGroup"})
    if (thing.value("scope").is(field) && !thing.value(field).is_set()) bad(field, "valueMissing");
}

void Judgement::check_template_of_user(std::size_t target) {
  const Thing& thing = model_.at(target);
  for (const auto other : model_.members(thing.kind, thing.parent))
    if (other != target &&
        model_.at(other).value("coSpaceTemplate").is(thing.value("coSpaceTemplate").text))
      reasons_.insert("duplicateUserCoSpaceTemplate");
}

void Judgement::check_call(std::size_t) {
  if (is_post() && !given("coSpace") && !given("name") && !given("callCorrelator"))
    bad("coSpace", "valueMissing");
}

// A numeric id on demand, and a secret exactly where there is a numeric id.
void Judgement::settle_call_id(std::size_t target) {
  Thing& thing = model_.things_[target];
  const Value unknown{Value::State::unknown, ""};
  Value& call_id = thing.values[kind_.find("callId")];
  Value& secret = thing.values[kind_.find("secret")];
  if (is_true("requireCallId") && call_id.state == Value::State::unset) call_id = unknown;
  if (call_id.state == Value::State::unset) {
    const auto given_secret = given_.find(kind_.find("secret"));
    if (given_secret != given_.end() && !given_secret->second.empty())
      bad("secret", "invalidValue");
    secret = {};
    return;
  }
  if (is_true("regenerateSecret"))
    secret = {Value::State::unknown, secret.text};
  else if (secret.state == Value::State::unset)
    secret = unknown;
}

// The lowest level that sets a length counts.
std::size_t Judgement::shortest_passcode(std::size_t target) const {
  static const auto profiles = kind_named("dialInSecurityProfile"), tenants = kind_named("tenant"),
                    system = kind_named("profiles");
  std::vector<std::size_t> levels{target};
  const auto space = is_kind("coSpace") ? target : model_.at(target).parent;
  if (space != target) levels.push_back(space);
  if (const auto tenant = model_.find(tenants, model_.at(space).value("tenant").text);
      tenant != none)
    levels.push_back(tenant);
  for (const auto whole : model_.members(system)) levels.push_back(whole);
  for (const auto level : levels) {
    const Value& used = model_.at(level).value("dialInSecurityProfile");
    const auto profile = used.is_set() ? model_.find(profiles, used.text) : none;
    if (profile == none) continue;
    const Value& length = model_.at(profile).value("minPasscodeLength");
    if (length.is_set()) return static_cast<std::size_t>(parse_decimal(length.text).value_or(0));
  }
  return 0;
}

}  // namespace curia::fuzz

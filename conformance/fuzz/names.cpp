// Uniqueness of URIs and numeric ids (api-conventions section 9): all names side by side, and what
// each pair of equal ones means.
#include <algorithm>
#include <string_view>

#include "conformance/fuzz/judgement.hpp"
#include "model/base/text.hpp"

namespace curia::fuzz {
namespace {

enum class Bearer { space, ivr, user };  // an access method is a name of its coSpace

struct Name {
  std::string text;
  Bearer bearer;
  std::size_t thing;
  std::size_t space;  // none unless the bearer is one
};

// What inbound rules without tenant lead to, whatever its tenant.
struct Reach {
  bool spaces = false;  // one of them to coSpaces ...
  bool ivrs = false;
  bool both = false;  // ... and one to coSpaces and IVRs
};

struct Census {
  std::vector<Name> uris, call_ids;
  Reach reach;
};

void take_rule(Reach& reach, const Thing& rule) {
  if (rule.value("tenant").is_set()) return;
  const bool spaces = rule.value("resolveTocoSpaces").is("true");
  const bool ivrs = rule.value("resolveToIvrs").is("true");
  reach.spaces = reach.spaces || spaces;
  reach.ivrs = reach.ivrs || ivrs;
  reach.both = reach.both || (spaces && ivrs);
}

void add(std::vector<Name>& names, const Value& value, Bearer bearer, std::size_t thing,
         std::size_t space) {
  if (value.is_set()) names.push_back({value.text, bearer, thing, space});
}

Census census_of(const Model& model) {
  static const auto space = kind_named("coSpace"), method = kind_named("accessMethod"),
                    ivr = kind_named("ivr"), user = kind_named("user"),
                    rule = kind_named("inboundDialPlanRule");
  Census census;
  for (std::size_t i = 0; i < model.things().size(); ++i) {
    const Thing& thing = model.at(i);
    if (!thing.exists) continue;
    if (thing.kind == space || thing.kind == method) {
      const auto home = thing.kind == space ? i : thing.parent;
      add(census.uris, thing.value("uri"), Bearer::space, i, home);
      add(census.uris, thing.value("secondaryUri"), Bearer::space, i, home);
      add(census.call_ids, thing.value("callId"), Bearer::space, i, home);
    } else if (thing.kind == ivr) {
      add(census.uris, thing.value("uri"), Bearer::ivr, i, none);
    } else if (thing.kind == user) {
      const std::string jid = fold_case(thing.value("userJid").text);
      census.uris.push_back({jid.substr(0, jid.find('@')), Bearer::user, i, none});
    } else if (thing.kind == rule) {
      take_rule(census.reach, thing);
    }
  }
  return census;
}

std::string text_of(const Thing& thing, std::string_view field) {
  const Value& value = thing.value(field);
  return value.is_set() ? value.text : "";
}

std::string tenant_of(const Model& model, const Name& name) {
  return text_of(model.at(name.space == none ? name.thing : name.space), "tenant");
}

std::string group_of_tenant(const Model& model, const std::string& id) {
  static const auto tenants = kind_named("tenant");
  const auto tenant = model.find(tenants, id);
  return tenant == none ? "" : text_of(model.at(tenant), "tenantGroup");
}

// Tenants of one group share numeric ids; all others share one more pool.
std::string pool_of(const Model& model, const Name& name) {
  return group_of_tenant(model, tenant_of(model, name));
}

// An IVR of a group and no tenant answers for all tenants of the group.
std::string group_answered_for(const Model& model, const Name& name) {
  if (name.bearer != Bearer::ivr || !tenant_of(model, name).empty()) return "";
  return text_of(model.at(name.thing), "tenantGroup");
}

bool share_a_tenant(const Model& model, const Name& a, const Name& b) {
  const auto one = group_answered_for(model, a), other = group_answered_for(model, b);
  if (!one.empty() && other.empty()) return pool_of(model, b) == one;
  if (!other.empty() && one.empty()) return pool_of(model, a) == other;
  return one == other && tenant_of(model, a) == tenant_of(model, b);
}

bool same_text(const Model& model, const Name& a, const Name& b, std::string_view field) {
  const Value &one = model.at(a.thing).value(field), &other = model.at(b.thing).value(field);
  return !one.is_unknown() && !other.is_unknown() && one.text == other.text;
}

void compare_uris(const Model& model, const Reach& reach, const Name& a, const Name& b,
                  std::set<std::string>& out) {
  const bool has_user = a.bearer == Bearer::user || b.bearer == Bearer::user;
  const bool is_ivr = a.bearer == Bearer::ivr, is_other = b.bearer == Bearer::ivr;
  if (!share_a_tenant(model, a, b)) {
    const bool is_reached = is_ivr && is_other   ? reach.ivrs
                            : is_ivr || is_other ? reach.both
                                                 : reach.spaces;
    if (is_reached && !has_user) out.insert("inboundDialPlanRuleUriConflict");
  } else if (is_ivr || is_other) {
    out.insert("ivrUriConflict");
  } else if (has_user) {
    if (a.bearer != b.bearer) out.insert("duplicateCoSpaceUri");
  } else if (a.space != b.space) {
    out.insert("duplicateCoSpaceUri");
  } else if (a.thing == b.thing || same_text(model, a, b, "passcode")) {
    out.insert("duplicateCoSpaceUriPasscode");
  }
}

void compare_call_ids(const Model& model, const Name& a, const Name& b,
                      std::set<std::string>& out) {
  if (a.space == b.space) {
    if (same_text(model, a, b, "passcode")) out.insert("duplicateCoSpaceIdPasscode");
  } else if (pool_of(model, a) == pool_of(model, b)) {
    out.insert("duplicateCoSpaceId");
  }
  if (model.at(a.thing).value("secret").is_set() && same_text(model, a, b, "secret"))
    out.insert("duplicateCoSpaceSecret");
}

template <class Compare>
void each_pair_of_equals(std::vector<Name>& names, Compare compare) {
  std::ranges::sort(names, {}, &Name::text);
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t j = i + 1; j < names.size() && names[j].text == names[i].text; ++j)
      compare(names[i], names[j]);
}

}  // namespace

std::set<std::string> clashes_of_names(const Model& model) {
  std::set<std::string> out;
  Census census = census_of(model);
  each_pair_of_equals(census.uris, [&](const Name& a, const Name& b) {
    compare_uris(model, census.reach, a, b, out);
  });
  each_pair_of_equals(census.call_ids,
                      [&](const Name& a, const Name& b) { compare_call_ids(model, a, b, out); });
  return out;
}

std::set<std::string> clashes_of_tenants(const Model& model) {
  std::set<std::string> out;
  for (const auto& reason : clashes_of_names(model))
    out.insert(reason == "ivrUriConflict" ? reason : "tenantGroupCoSpaceIdConflict");
  return out;
}

}  // namespace curia::fuzz

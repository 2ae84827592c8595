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

struct Census {
  std::vector<Name> uris, call_ids;
  bool has_rule_for_all = false;  // an inbound rule that leads to the coSpaces of all tenants
};

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
      const std::string jid = ascii_lower(thing.value("userJid").text);
      census.uris.push_back({jid.substr(0, jid.find('@')), Bearer::user, i, none});
    } else if (thing.kind == rule) {
      census.has_rule_for_all =
          census.has_rule_for_all ||
          (!thing.value("tenant").is_set() && thing.value("resolveTocoSpaces").is("true"));
    }
  }
  return census;
}

std::string tenant_of(const Model& model, const Name& name) {
  const auto holder = name.space == none ? name.thing : name.space;
  const Value& tenant = model.at(holder).value("tenant");
  return tenant.is_set() ? tenant.text : "";
}

// Tenants of one group share numeric ids; all others share one more pool.
std::string pool_of(const Model& model, const Name& name) {
  static const auto tenants = kind_named("tenant");
  const auto tenant = model.find(tenants, tenant_of(model, name));
  if (tenant == none) return "";
  const Value& group = model.at(tenant).value("tenantGroup");
  return group.is_set() ? group.text : "";
}

bool same_text(const Model& model, const Name& a, const Name& b, std::string_view field) {
  const Value &one = model.at(a.thing).value(field), &other = model.at(b.thing).value(field);
  return !one.is_unknown() && !other.is_unknown() && one.text == other.text;
}

void compare_uris(const Model& model, bool has_rule_for_all, const Name& a, const Name& b,
                  std::set<std::string>& out) {
  const bool same_tenant = tenant_of(model, a) == tenant_of(model, b);
  if (a.bearer == Bearer::ivr || b.bearer == Bearer::ivr) {
    if (same_tenant) out.insert("ivrUriConflict");
    return;
  }
  if (a.bearer == Bearer::user || b.bearer == Bearer::user) {
    if (same_tenant && a.bearer != b.bearer) out.insert("duplicateCoSpaceUri");
    return;
  }
  if (a.space == b.space) {
    if (a.thing == b.thing || same_text(model, a, b, "passcode"))
      out.insert("duplicateCoSpaceUriPasscode");
    return;
  }
  if (same_tenant)
    out.insert("duplicateCoSpaceUri");
  else if (has_rule_for_all)
    out.insert("inboundDialPlanRuleUriConflict");
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
    compare_uris(model, census.has_rule_for_all, a, b, out);
  });
  each_pair_of_equals(census.call_ids,
                      [&](const Name& a, const Name& b) { compare_call_ids(model, a, b, out); });
  return out;
}

}  // namespace curia::fuzz

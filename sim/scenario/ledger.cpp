#include "sim/scenario/ledger.hpp"

#include <array>

#include "sim/scenario/xml_query.hpp"

namespace curia::scenario {
namespace {

constexpr std::array<std::string_view, 4> compared{"name", "uri", "callId", "passcode"};
// What lists show of both kinds of object.
constexpr std::array<std::string_view, 3> summarised{"name", "uri", "callId"};

// An XPath that holds for this state of the element at `root`.
template <class Names>
std::string condition(const std::string& root, const Fields& fields, const Names& names) {
  std::string out;
  for (const auto name : names) {
    const auto found = fields.find(std::string(name));
    const auto value = found == fields.end() ? "" : found->second;
    // An absent and an empty element are both the empty string.
    out += (out.empty() ? "" : " and ") + std::string("string(") + root + "/" + std::string(name) +
           ") = '" + value + "'";
  }
  return "(" + out + ")";
}

std::string item_root(const LedgerObject& object) { return "/" + object.element; }
std::string list_root(const LedgerObject& object) {
  return "/" + object.element + "s/" + object.element;
}

std::string holds(const LedgerObject& object, const std::optional<Fields>& state) {
  if (object.known)
    return state ? condition(item_root(object), *state, compared)
                 : "not(" + item_root(object) + ")";
  return state ? condition(list_root(object), *state, summarised)
               : "not(" + list_root(object) + ")";
}

}  // namespace

Exchange check_of(const LedgerObject& object) {
  Exchange exchange;
  exchange.method = "GET";
  bool may_exist = false, may_lack = false;
  std::string condition;
  for (const auto& state : object.states) {
    (state ? may_exist : may_lack) = true;
    condition += (condition.empty() ? "" : " or ") + holds(object, state);
  }
  if (object.known) {
    exchange.target = object.path();
    if (may_exist) exchange.outcomes.push_back({});
    if (may_lack) {
      Outcome gone;
      gone.status = 404;
      gone.reasons = {object.element + "DoesNotExist"};
      exchange.outcomes.push_back(gone);
      // What it stood below may be gone as well.
      gone.reasons = {"coSpaceDoesNotExist"};
      if (object.element != "coSpace") exchange.outcomes.push_back(gone);
    }
  } else {
    exchange.target = object.collection;
    exchange.params = {{"filter", object.marker}};
    exchange.outcomes.push_back({});
  }
  exchange.checks.push_back({{Subject::Kind::xml, condition}, Relation::equals, "true", {}});
  return exchange;
}

void settle(LedgerObject& object, const std::string& body) {
  for (const auto& state : object.states) {
    const auto value = xml_query(body, holds(object, state));
    if (!value || !*value || **value != "true") continue;
    object.states = {std::optional<Fields>(state)};
    return;
  }
}

}  // namespace curia::scenario

#include "model/dialplan/dial_plan.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"
#include "model/dialplan/address.hpp"
#include "model/dialplan/transform.hpp"

namespace curia::dialplan {
namespace {

template <class Rule>
std::vector<const Rule*> by_priority(std::vector<const Rule*> rules) {
  std::ranges::sort(rules, [](const Rule* a, const Rule* b) {
    const std::int64_t of_a = a->priority.value_or(0), of_b = b->priority.value_or(0);
    return of_a != of_b ? of_a > of_b : a->ordinal < b->ordinal;
  });
  return rules;
}

std::string_view element_of(Kind kind) {
  switch (kind) {
    case Kind::co_space:
      return "coSpace";
    case Kind::access_method:
      return "accessMethod";
    case Kind::ivr:
      return "ivr";
    default:
      return "rule";
  }
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

template <class Rule>
std::string named(std::string_view what, const Rule& rule) {
  return std::string(what) + " " + to_string(rule.id) + " (priority " +
         std::to_string(rule.priority.value_or(0)) + ")";
}

class Decider {
 public:
  Decider(const Plan& plan, const Question& question) : plan_(plan), question_(question) {
    check(plan.names != nullptr, "a plan knows who has which address");
  }

  Decision run() {
    decision_.tenant = question_.tenant;
    const Address dialled = parse_address(question_.dialled);
    if (dialled.text().empty() || question_.dialled.size() > limits::dialled_bytes)
      reject(RejectReason::bad_address,
             quoted(question_.dialled.substr(0, 80)) + " is not an address that can be dialled");
    else if (question_.direction == Direction::incoming)
      come_in(dialled);
    else
      go_out();
    return std::move(decision_);
  }

 private:
  void say(std::string sentence) { decision_.trace.push_back(std::move(sentence)); }
  void reject(RejectReason reason, std::string sentence) {
    decision_.action = Action::reject;
    decision_.reason = reason;
    say(std::move(sentence));
  }

  void come_in(const Address& dialled) {
    say("a call comes in for user " + quoted(dialled.user) + " in domain " +
        quoted(dialled.domain));
    bool is_ours = false;
    for (const InboundDialPlanRule* rule : by_priority(plan_.inbound)) {
      if (!equal_ignoring_ascii_case(rule->domain, dialled.domain)) continue;
      is_ours = true;
      if (reach(*rule, dialled)) return;
    }
    if (is_ours)
      return reject(RejectReason::unknown_destination,
                    "the domain is ours, and nobody in it has this address");
    say("no inbound rule has this domain");
    forward(dialled);
  }

  bool reach(const InboundDialPlanRule& rule, const Address& dialled) {
    const std::string name = named("inbound rule", rule);
    std::vector<Holder> found;
    for (Holder& holder : plan_.names->holders(fold_case(dialled.user))) {
      const Flag resolves =
          holder.kind == Kind::ivr ? rule.resolve_to_ivrs : rule.resolve_to_co_spaces;
      if (resolves == Flag::yes && answers_for(*plan_.names, holder, rule.tenant))
        found.push_back(std::move(holder));
    }
    if (found.empty()) {
      say(name + " finds nothing" + what_it_looked_at(rule));
      return false;
    }
    std::ranges::sort(found, {}, &Holder::ordinal);
    // Several are ways into one coSpace; the names rules see to that.
    std::erase_if(found, [&](const Holder& holder) {
      return holder.co_space != found.front().co_space ||
             (!holder.co_space && holder.id != found.front().id);
    });
    for (const Holder& holder : found)
      say(name + " leads to " + std::string(element_of(holder.kind)) + " " + to_string(holder.id) +
          " " + quoted(holder.label));
    if (found.size() > 1) say("the passcode decides between them");
    decision_.action = Action::reach;
    decision_.rule = rule.id;
    decision_.tenant = found.front().tenant;
    decision_.reached = std::move(found);
    return true;
  }

  static std::string what_it_looked_at(const InboundDialPlanRule& rule) {
    std::string kinds;
    if (rule.resolve_to_co_spaces == Flag::yes) kinds += " coSpaces";
    if (rule.resolve_to_ivrs == Flag::yes) kinds += " ivrs";
    if (kinds.empty()) kinds = " nothing that there is here";
    return "; it resolves to" + kinds +
           (rule.tenant ? " of tenant " + to_string(rule.tenant) : " of all tenants");
  }

  void forward(const Address& dialled) {
    for (const ForwardingDialPlanRule* rule : by_priority(plan_.forwarding)) {
      if (!matches_domain(rule->match_pattern, dialled.domain)) continue;
      decision_.rule = rule->id;
      const std::string name =
          named("forwarding rule", *rule) + " for " + quoted(rule->match_pattern);
      if (rule->tenant) decision_.tenant = rule->tenant;
      if (rule->action != ForwardingAction::forward)
        return reject(RejectReason::rejected_by_rule, name + " rejects it");
      Address target = dialled;
      if (!rule->destination_domain.empty()) {
        target.domain = ascii_lower(rule->destination_domain);
        target.port.clear();
      }
      const bool keeps = rule->uri_parameters == UriParameters::forward;
      say(name + " forwards it to " + quoted(target.text()));
      send(target, keeps ? dialled.parameters : "", rule->caller_id_mode == CallerIdMode::preserve);
      if (decision_.action == Action::send) decision_.action = Action::forward;
      return;
    }
    reject(RejectReason::unknown_destination, "no forwarding rule fits");
  }

  void go_out() {
    say("a call goes out to " + quoted(question_.dialled));
    std::string result = question_.dialled;
    for (const DialTransform* rule : by_priority(plan_.transforms)) {
      const std::string name = named("transform", *rule);
      const auto transform = Transform::compile(rule->type, rule->match, rule->transform);
      if (!transform) {
        say(name + " cannot be used: " + transform.error().message);
        continue;
      }
      auto applied = transform->apply(question_.dialled);
      decision_.rule = rule->id;
      if (!applied)
        return reject(RejectReason::transform_failed, name + ": " + applied.error().message);
      if (!*applied) {
        decision_.rule = Guid{};
        say(name + " does not fit");
        continue;
      }
      if (rule->action == DialTransformAction::deny)
        return reject(RejectReason::denied_by_transform, name + " fits and denies it");
      result = **std::move(applied);
      decision_.is_phone = rule->action == DialTransformAction::accept_phone;
      say(name + " makes it " + quoted(result) +
          (decision_.is_phone ? ", a telephone number" : ""));
      break;
    }
    if (!decision_.rule) say("no transform fits");
    const Address address = parse_address(result);
    if (address.text().empty())
      return reject(RejectReason::bad_address, "nothing is left to be dialled");
    send(address, address.parameters, false);
  }

  void send(const Address& address, const std::string& parameters, bool keeps_caller) {
    decision_.address = address.text() + (address.port.empty() ? "" : ":" + address.port);
    decision_.address += parameters;
    if (address.domain.empty())
      return reject(RejectReason::no_route, "there is no domain to send it to");
    for (const OutboundDialPlanRule* rule : by_priority(plan_.outbound)) {
      if (!matches_domain(rule->domain, address.domain)) continue;
      const std::string name = named("outbound rule", *rule) + " for " + quoted(rule->domain);
      if (const std::string_view why = why_not(*rule); !why.empty()) {
        say(name + " is not asked: " + std::string(why));
        continue;
      }
      decision_.routes.push_back(route_of(*rule, address, keeps_caller));
      say(name + " sends it to " + quoted(decision_.routes.back().target));
      if (rule->failure_action != FailureAction::continue_on) break;
      say("when that fails, the next rule is tried");
    }
    if (decision_.routes.empty())
      return reject(RejectReason::no_route, "no outbound rule fits " + quoted(address.domain));
    decision_.action = Action::send;
  }

  // Empty when the rule may be used by this call on this Call Bridge.
  std::string_view why_not(const OutboundDialPlanRule& rule) const {
    if (rule.tenant && rule.tenant != decision_.tenant) return "it is for another tenant";
    if (rule.scope == OutboundScope::call_bridge &&
        (!rule.call_bridge || rule.call_bridge != plan_.call_bridge))
      return "it is for another Call Bridge";
    if (rule.scope == OutboundScope::call_bridge_group &&
        (!rule.call_bridge_group || rule.call_bridge_group != plan_.call_bridge_group))
      return "it is for another group of Call Bridges";
    return "";
  }

  Route route_of(const OutboundDialPlanRule& rule, const Address& address,
                 bool keeps_caller) const {
    Route route;
    route.rule = rule.id;
    route.target = rule.sip_proxy.empty()
                       ? address.domain + (address.port.empty() ? "" : ":" + address.port)
                       : rule.sip_proxy;
    route.contact = rule.local_contact_domain;
    route.caller = question_.from;
    if (!keeps_caller) {
      Address caller = parse_address(question_.from);
      caller.domain =
          !rule.local_from_domain.empty() ? rule.local_from_domain : rule.local_contact_domain;
      route.caller = caller.text();
    }
    if (rule.sip_control_encryption != SipControlEncryption::unset)
      route.encryption = rule.sip_control_encryption;
    if (rule.trunk_type != TrunkType::unset) route.trunk = rule.trunk_type;
    if (rule.call_routing != CallRouting::unset) route.routing = rule.call_routing;
    return route;
  }

  const Plan& plan_;
  const Question& question_;
  Decision decision_;
};

}  // namespace

std::string_view name_of(Action action) {
  constexpr std::string_view names[] = {"reach", "forward", "send", "reject"};
  return names[static_cast<std::size_t>(action)];
}

std::string_view name_of(RejectReason reason) {
  constexpr std::string_view names[] = {"",
                                        "badAddress",
                                        "unknownDestination",
                                        "deniedByTransform",
                                        "transformFailed",
                                        "rejectedByRule",
                                        "noRoute"};
  return names[static_cast<std::size_t>(reason)];
}

bool answers_for(const Names& names, const Holder& holder, const Guid& tenant) {
  if (!tenant) return true;
  if (holder.kind == Kind::ivr && !holder.tenant && holder.tenant_group) {
    reached("ivr_of_a_group");
    return names.group_of(tenant) == holder.tenant_group;
  }
  return holder.tenant == tenant;
}

Decision decide(const Plan& plan, const Question& question) {
  return Decider(plan, question).run();
}

}  // namespace curia::dialplan

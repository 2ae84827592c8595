#include "model/dialplan/dial_plan.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <deque>
#include <map>

namespace curia::dialplan {
namespace {

Guid id(std::uint8_t n) {
  Guid guid;
  guid.bytes[15] = n;
  return guid;
}

// A plan made by hand. Rules get ids 1, 2, 3, ... in the order in which they are added.
class World final : public Names {
 public:
  World() { plan.names = this; }
  std::vector<Holder> holders(const std::string& user) const override {
    const auto found = names.find(user);
    return found == names.end() ? std::vector<Holder>{} : found->second;
  }
  Guid group_of(const Guid& tenant) const override {
    const auto found = groups.find(tenant);
    return found == groups.end() ? Guid{} : found->second;
  }

  InboundDialPlanRule& inbound(std::string domain) {
    auto& rule = added(inbound_, plan.inbound);
    rule.domain = std::move(domain);
    rule.resolve_to_co_spaces = rule.resolve_to_ivrs = Flag::yes;
    return rule;
  }
  ForwardingDialPlanRule& forwarding(std::string pattern, ForwardingAction action) {
    auto& rule = added(forwarding_, plan.forwarding);
    rule.match_pattern = std::move(pattern);
    rule.action = action;
    return rule;
  }
  OutboundDialPlanRule& outbound(std::string domain, std::string proxy = "") {
    auto& rule = added(outbound_, plan.outbound);
    rule.domain = std::move(domain);
    rule.sip_proxy = std::move(proxy);
    return rule;
  }
  DialTransform& transform(std::string match, std::string transform) {
    auto& rule = added(transforms_, plan.transforms);
    rule.match = std::move(match);
    rule.transform = std::move(transform);
    return rule;
  }
  void space(std::string uri, std::uint8_t n, Guid tenant = {}) {
    names[uri].push_back(
        {.kind = Kind::co_space, .id = id(n), .co_space = id(n), .tenant = tenant, .ordinal = n});
  }

  // "reach 7", "send a, b", "reject noRoute"; forward and send name the targets.
  std::string ask(Question question) const {
    const Decision decision = decide(plan, question);
    EXPECT_FALSE(decision.trace.empty());
    std::string out(name_of(decision.action));
    if (decision.action == Action::reject) return out + " " + std::string(name_of(decision.reason));
    for (const Holder& holder : decision.reached) out += " " + std::to_string(holder.id.bytes[15]);
    if (!decision.address.empty()) out += " " + decision.address + " by";
    for (const Route& route : decision.routes) out += " " + route.target;
    return out;
  }
  std::string call(std::string dialled) const { return ask({.dialled = std::move(dialled)}); }
  std::string dial(std::string dialled, Guid tenant = {}) const {
    return ask({.direction = Direction::outgoing, .dialled = std::move(dialled), .tenant = tenant});
  }

  Plan plan;
  std::map<std::string, std::vector<Holder>> names;
  std::map<Guid, Guid> groups;

 private:
  template <class Rule>
  Rule& added(std::deque<Rule>& rules, std::vector<const Rule*>& list) {
    Rule& rule = rules.emplace_back();
    rule.ordinal = ++made_;
    rule.id = id(static_cast<std::uint8_t>(made_));
    list.push_back(&rule);
    return rule;
  }

  std::uint64_t made_ = 0;
  std::deque<InboundDialPlanRule> inbound_;
  std::deque<ForwardingDialPlanRule> forwarding_;
  std::deque<OutboundDialPlanRule> outbound_;
  std::deque<DialTransform> transforms_;
};

TEST(DialPlan, IncomingCallsReachWhatTheirDomainLeadsTo) {
  World world;
  world.inbound("Example.com");
  world.space("sales", 100);
  EXPECT_EQ(world.call("sip:Sales@EXAMPLE.com:5060;x=y"), "reach 100");
  EXPECT_EQ(world.call("nobody@example.com"), "reject unknownDestination");
  EXPECT_EQ(world.call("sales@other.com"), "reject unknownDestination");
  EXPECT_EQ(world.call("sales"), "reject unknownDestination");
  EXPECT_EQ(world.call(" "), "reject badAddress");
  EXPECT_EQ(world.call(std::string(600, 'a') + "@example.com"), "reject badAddress");
}

TEST(DialPlan, InboundRulesLeadToTheirKindsAndTenantOnly) {
  World world;
  auto& rule = world.inbound("example.com");
  rule.tenant = id(50);
  world.space("sales", 100, id(51));
  world.space("sales", 101, id(50));
  world.names["menu"] = {
      {.kind = Kind::ivr, .id = id(102), .tenant_group = id(60), .ordinal = 102}};
  EXPECT_EQ(world.call("sales@example.com"), "reach 101");
  EXPECT_EQ(world.call("menu@example.com"), "reject unknownDestination");
  world.groups[id(50)] = id(60);
  EXPECT_EQ(world.call("menu@example.com"), "reach 102");
  rule.resolve_to_ivrs = Flag::no;
  EXPECT_EQ(world.call("menu@example.com"), "reject unknownDestination");
  rule.resolve_to_co_spaces = Flag::no;
  EXPECT_EQ(world.call("sales@example.com"), "reject unknownDestination");
  world.inbound("example.com").priority = -1;
  EXPECT_EQ(world.call("menu@example.com"), "reach 102");
}

TEST(DialPlan, ThePasscodeDecidesInsideOneCoSpace) {
  World world;
  world.inbound("example.com");
  world.space("sales", 100);
  world.names["sales"].push_back(
      {.kind = Kind::access_method, .id = id(101), .co_space = id(100), .ordinal = 101});
  EXPECT_EQ(world.call("sales@example.com"), "reach 100 101");
}

TEST(DialPlan, ForwardingIsForDomainsThatAreNotOurs) {
  World world;
  world.inbound("example.com");
  world.outbound("*", "proxy");
  EXPECT_EQ(world.call("bob@partner.com"), "reject unknownDestination");
  auto& rule = world.forwarding("*.com", ForwardingAction::forward);
  EXPECT_EQ(world.call("bob@partner.com:5061;user=phone"), "forward bob@partner.com:5061 by proxy");
  EXPECT_EQ(world.call("bob@example.com"), "reject unknownDestination");
  rule.uri_parameters = UriParameters::forward;
  rule.destination_domain = "Gateway.example";
  EXPECT_EQ(world.call("bob@partner.com:5061;user=phone"),
            "forward bob@gateway.example;user=phone by proxy");
  world.forwarding("partner.com", ForwardingAction::reject).priority = 5;
  EXPECT_EQ(world.call("bob@partner.com"), "reject rejectedByRule");
  world.forwarding("partner.com", ForwardingAction::unset).priority = 6;
  EXPECT_EQ(world.call("bob@partner.com"), "reject rejectedByRule");
}

TEST(DialPlan, TheCallerIsKeptOrMadeAnew) {
  World world;
  auto& rule = world.forwarding("*", ForwardingAction::forward);
  rule.tenant = id(50);
  auto& out = world.outbound("*");
  out.tenant = id(50);
  out.local_contact_domain = "contact.example";
  const Question question = {.dialled = "bob@p.com", .from = "Al@a.com"};
  EXPECT_EQ(decide(world.plan, question).routes.at(0).caller, "Al@contact.example");
  EXPECT_EQ(decide(world.plan, question).tenant, id(50));
  out.local_from_domain = "from.example";
  EXPECT_EQ(decide(world.plan, question).routes.at(0).caller, "Al@from.example");
  rule.caller_id_mode = CallerIdMode::preserve;
  EXPECT_EQ(decide(world.plan, question).routes.at(0).caller, "Al@a.com");
  EXPECT_EQ(decide(world.plan, question).routes.at(0).contact, "contact.example");
  rule.tenant = Guid{};
  EXPECT_EQ(world.call("bob@p.com"), "reject noRoute");
}

TEST(DialPlan, OutboundRulesAreTriedUntilOneSaysStop) {
  World world;
  EXPECT_EQ(world.dial("bob@p.com"), "reject noRoute");
  world.outbound("p.com", "last").priority = 1;
  auto& first = world.outbound("*", "first");
  first.priority = 3;
  EXPECT_EQ(world.dial("bob@p.com"), "send bob@p.com by first");
  first.failure_action = FailureAction::continue_on;
  EXPECT_EQ(world.dial("bob@p.com"), "send bob@p.com by first last");
  world.outbound("*.com").priority = 2;
  EXPECT_EQ(world.dial("bob@p.com"), "send bob@p.com by first p.com");
  EXPECT_EQ(world.dial("bob@p.com:99"), "send bob@p.com:99 by first p.com:99");
  EXPECT_EQ(world.dial("1234"), "reject noRoute");
}

TEST(DialPlan, OutboundRulesMayBeForOneTenantOrCallBridgeOnly) {
  World world;
  auto& rule = world.outbound("*", "x");
  rule.tenant = id(50);
  EXPECT_EQ(world.dial("bob@p.com"), "reject noRoute");
  EXPECT_EQ(world.dial("bob@p.com", id(50)), "send bob@p.com by x");
  rule.tenant = Guid{};
  rule.scope = OutboundScope::call_bridge;
  EXPECT_EQ(world.dial("bob@p.com"), "reject noRoute");
  rule.call_bridge = world.plan.call_bridge = id(70);
  EXPECT_EQ(world.dial("bob@p.com"), "send bob@p.com by x");
  rule.scope = OutboundScope::call_bridge_group;
  rule.call_bridge_group = id(71);
  EXPECT_EQ(world.dial("bob@p.com"), "reject noRoute");
  world.plan.call_bridge_group = id(71);
  EXPECT_EQ(world.dial("bob@p.com"), "send bob@p.com by x");
}

TEST(DialPlan, TheFirstTransformThatFitsDecides) {
  World world;
  world.outbound("*", "x");
  world.transform("", "$1@default.example");
  auto& fits = world.transform("($1/^9/)", "$1{/^9//}@gw.example");
  fits.priority = 5;
  EXPECT_EQ(world.dial("123"), "send 123@default.example by x");
  EXPECT_EQ(world.dial("9123"), "send 123@gw.example by x");
  fits.action = DialTransformAction::accept_phone;
  EXPECT_TRUE(decide(world.plan, {.direction = Direction::outgoing, .dialled = "91"}).is_phone);
  fits.action = DialTransformAction::deny;
  EXPECT_EQ(world.dial("9123"), "reject deniedByTransform");
  fits.transform = "$1{/./$0$0$0$0$0$0$0$0$0$0/}{/./$0$0$0$0$0$0$0$0$0$0/}";
  EXPECT_EQ(world.dial("9" + std::string(20, '1')), "reject transformFailed");
  fits.transform = "$1{/.*//}";
  fits.action = DialTransformAction::accept;
  EXPECT_EQ(world.dial("9"), "reject badAddress");
  fits.match = "(";
  EXPECT_EQ(world.dial("9"), "send 9@default.example by x");
}

// Rules in any order in memory, with priorities that differ: the decision is the same.
RC_GTEST_PROP(DialPlan, DoesNotDependOnTheOrderOfRules, ()) {
  World world;
  const auto domains = rc::gen::element<std::string>("a.com", "b.com", "*", "*.com", "b.*");
  const auto users = rc::gen::element<std::string>("sales", "9123", "nobody");
  for (int i = 0; i < 6; ++i) {
    world.inbound(*domains).priority = i;
    world
        .forwarding(*domains,
                    *rc::gen::element(ForwardingAction::forward, ForwardingAction::reject))
        .priority = i;
    auto& out = world.outbound(*domains, "proxy" + std::to_string(i));
    out.priority = i;
    out.failure_action = *rc::gen::element(FailureAction::stop, FailureAction::continue_on);
    world
        .transform(*rc::gen::element<std::string>("", "($1/^9/)", "($1/a/)"),
                   "$1{/@.*//}@" + *domains)
        .priority = i;
  }
  world.space("sales", 100);
  const Question question = {
      .direction = *rc::gen::element(Direction::incoming, Direction::outgoing),
      .dialled = *users + "@" + *domains,
  };
  const Decision before = decide(world.plan, question);
  Plan other = world.plan;
  const auto shuffle = [](auto& rules) {
    for (std::size_t i = rules.size(); i > 1; --i)
      std::swap(rules[i - 1], rules[*rc::gen::inRange<std::size_t>(0, i)]);
  };
  shuffle(other.inbound);
  shuffle(other.forwarding);
  shuffle(other.outbound);
  shuffle(other.transforms);
  const Decision after = decide(other, question);
  RC_ASSERT(before.trace == after.trace);
  RC_ASSERT(before.routes == after.routes);
  RC_ASSERT(before.action == after.action && before.reason == after.reason);
  RC_ASSERT(before.rule == after.rule && before.address == after.address);
}

RC_GTEST_PROP(DialPlan, DecidesAboutAnything, (const std::string& dialled, bool is_incoming)) {
  World world;
  world.inbound("example.com");
  world.forwarding("*", ForwardingAction::forward).uri_parameters = UriParameters::forward;
  world.outbound("*");
  world.transform("", "$1{/\\s//}");
  const Decision decision = decide(
      world.plan,
      {.direction = is_incoming ? Direction::incoming : Direction::outgoing, .dialled = dialled});
  RC_ASSERT((decision.action == Action::reject) == (decision.reason != RejectReason::none));
  RC_ASSERT(!decision.trace.empty());
}

}  // namespace
}  // namespace curia::dialplan

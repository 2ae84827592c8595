// The dial plan: from what was dialled to what is done about it, as one pure function.
//
// 1. A call that comes in is for the addresses of the inbound rules with its domain, exactly. When
//    there is such a rule and none of them finds anything, the call is refused: the forwarding
//    rules are only for domains that no inbound rule has.
// 2. A call that goes out is rewritten by the transform of the highest priority that fits, then
//    sent through the outbound rules. A forwarded call is sent through them as it is.
// 3. Rules of one kind are asked in the order of their priority, higher first; of equal ones the
//    older first. Nothing else depends on the order in which rules were made.
// 4. Outbound rules that fit are tried one after the other up to the first with failureAction stop.
// 5. Every decision says why, one sentence a step.
//
//   const PlanSource source(registry);
//   const Decision decision = decide(source.plan(), {.dialled = "sales@example.com"});
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/objects/dial_transform.hpp"
#include "model/objects/forwarding_dial_plan_rule.hpp"
#include "model/objects/inbound_dial_plan_rule.hpp"
#include "model/objects/outbound_dial_plan_rule.hpp"

namespace curia::dialplan {

// What has an address: a coSpace, an access method or an IVR.
struct Holder {
  Kind kind = Kind::none;
  Guid id{};
  Guid co_space{};      // itself, or what an access method belongs to; nil for an IVR
  Guid tenant{};        // nil: none
  Guid tenant_group{};  // an IVR without tenant answers for all tenants of its group
  std::uint64_t ordinal = 0;
  std::string label{};  // for the trace: the name, or the address
};

// Who has which address; answered from the objects, or by a test.
class Names {
 public:
  Names() = default;
  Names(const Names&) = delete;
  Names& operator=(const Names&) = delete;
  virtual ~Names() = default;
  // `user` is in lower case.
  virtual std::vector<Holder> holders(const std::string& user) const = 0;
  // The group that a tenant is in; nil: none.
  virtual Guid group_of(const Guid& tenant) const = 0;
};

// All rules, in any order. Whoever makes it keeps rules and names alive while it is asked.
struct Plan {
  std::vector<const DialTransform*> transforms = {};
  std::vector<const InboundDialPlanRule*> inbound = {};
  std::vector<const ForwardingDialPlanRule*> forwarding = {};
  std::vector<const OutboundDialPlanRule*> outbound = {};
  const Names* names = nullptr;
  Guid call_bridge{};  // which one this is, and in which group; nil: unknown, none
  Guid call_bridge_group{};
};

enum class Direction : std::uint8_t { incoming, outgoing };

struct Question {
  Direction direction = Direction::incoming;
  std::string dialled = {};
  std::string from = {};  // the caller's address; may be empty
  Guid tenant{};          // of the call that dials out; nil: none
};

enum class Action : std::uint8_t { reach, forward, send, reject };
enum class RejectReason : std::uint8_t {
  none,
  bad_address,          // nothing that can be dialled, or too long
  unknown_destination,  // nobody has this address
  denied_by_transform,  // action deny
  transform_failed,     // a pattern took too long, or its result is too long
  rejected_by_rule,     // a forwarding rule says reject
  no_route,             // no outbound rule fits
};
std::string_view name_of(Action action);
std::string_view name_of(RejectReason reason);

// One way out.
struct Route {
  Guid rule{};
  std::string target = {};   // whom to ask: the rule's proxy, else the domain dialled
  std::string caller = {};   // From; empty: the server's own address
  std::string contact = {};  // domain of Contact; empty: the server's own address
  SipControlEncryption encryption = SipControlEncryption::automatic;
  TrunkType trunk = TrunkType::sip;
  CallRouting routing = CallRouting::default_routing;
  bool operator==(const Route&) const = default;
};

struct Decision {
  Action action = Action::reject;
  RejectReason reason = RejectReason::none;
  Guid rule{};    // that decided: transform, inbound or forwarding rule; nil: none did
  Guid tenant{};  // that the call belongs to; nil: none
  // reach: the one, or a coSpace and access methods of it among which the passcode decides.
  std::vector<Holder> reached = {};
  std::string address = {};  // forward, send: what is asked for
  bool is_phone = false;     // send: by a transform with acceptPhone
  std::vector<Route> routes = {};
  std::vector<std::string> trace = {};
};

Decision decide(const Plan& plan, const Question& question);

// Whether a rule of `tenant` (nil: of all) leads to what `holder` stands for.
bool answers_for(const Names& names, const Holder& holder, const Guid& tenant);

}  // namespace curia::dialplan

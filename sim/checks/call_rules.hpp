// What must hold of a call while nothing is happening in it, written down independently of
// model/call: the hierarchy of profiles, the lobby and the roles are evaluated anew from the
// objects alone.
//
// 1. A rule looks at one call (or at one leg that is in none) and names what is wrong, or nothing.
// 2. Rules hold between events: in the middle of one a call may still have to be settled.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/call/actions.hpp"
#include "model/objects/call.hpp"
#include "model/objects/call_leg.hpp"
#include "model/objects/participant.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/inheritance.hpp"
#include "sim/checks/hierarchy.hpp"

namespace curia::checks {

struct LegState {
  const CallLeg* leg;
  Settings settings;  // that may say something of it
};

struct CallState {
  const Registry& registry;
  const Call& call;
  std::vector<LegState> legs;  // in the order of creation
  Instant now;
};

CallState state_of(const Registry& registry, const Call& call, Instant now);

// The objects at fault; empty when all is well.
using CallRule = std::string (*)(const CallState&);
using LegRule = std::string (*)(const Registry&, const CallLeg&);

struct NamedCallRule {
  std::string_view name;
  CallRule rule;
};
struct NamedLegRule {
  std::string_view name;
  LegRule rule;
};

std::span<const NamedCallRule> call_rules();
std::span<const NamedLegRule> leg_rules();

// Two of the rules compare what the model says with an evaluation of their own; asked with a wrong
// model they name the leg, too.
using AskLevels = std::vector<CallLegLevel> (*)(const Registry&, const CallLeg&);
using AskMay = bool (*)(const Change&, const CallLeg&, const LegLevels&, call::Action);
std::string levels_differ(const CallState& state, AskLevels ask);
std::string permissions_differ(const CallState& state, AskMay ask);

// How messages name an object: "leg <id> (Ann)".
std::string name_of(const CallLeg& leg);
std::string name_of(const Call& call);

}  // namespace curia::checks

#include "model/call/entry.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/text.hpp"
#include "model/call/absence.hpp"
#include "model/call/leg_machine.hpp"
#include "model/call/reasons.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/cluster.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/dial_in_security_profile.hpp"
#include "model/objects/ivr.hpp"
#include "model/objects/user.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/call.hpp"
#include "model/rules/inheritance.hpp"
#include "model/rules/names.hpp"

namespace curia::call {
namespace {

// One way into a coSpace: the coSpace's own name, or an access method.
struct Way {
  const CoSpace* space;
  const AccessMethod* method = nullptr;

  const std::string& passcode() const {
    return method != nullptr ? method->passcode : space->passcode;
  }
};

Way way_of(const Change& change, const Object& entity) {
  if (entity.kind == Kind::co_space) return {static_cast<const CoSpace*>(&entity)};
  return {change.find<CoSpace>(entity.parent), static_cast<const AccessMethod*>(&entity)};
}

// Whether who arrived at a tenant may come to the coSpace by a name of that kind: URIs are names of
// one tenant, numeric ids of one pool. Who arrived at none may come anywhere.
bool is_open_to(const Change& change, Index index, const Guid& tenant, const CoSpace& space) {
  if (!tenant || space.tenant == tenant) return true;
  return index == Index::call_id && pool_of(change, tenant) == pool_of(change, space.tenant);
}

// The ways that a name opens, all of one coSpace: the first one of the tenant, else the first.
std::vector<Way> ways_of(const Change& change, Index index, const std::string& name,
                         const Guid& tenant) {
  std::vector<Way> ways;
  for (const Object* entity : change.holders(index, name))
    if (entity->kind != Kind::ivr) ways.push_back(way_of(change, *entity));
  std::erase_if(ways,
                [&](const Way& way) { return !is_open_to(change, index, tenant, *way.space); });
  std::ranges::sort(ways, {}, [&](const Way& way) {
    return std::pair(way.space->tenant != tenant,
                     way.method != nullptr ? way.method->ordinal : way.space->ordinal);
  });
  if (!ways.empty())
    std::erase_if(ways,
                  [space = ways.front().space](const Way& way) { return way.space != space; });
  return ways;
}

void move_to(CallLeg& leg, LegEvent event) {
  const auto place = next_place({leg.state, leg.stage}, event);
  check(place.has_value(), "an event that the leg's state allows");
  leg.state = place->state;
  leg.stage = place->stage;
}

const Call& call_of(Change& change, const CoSpace& space) {
  const auto calls = change.referring(Kind::call, field_of(Kind::call, "coSpace"), space.id);
  if (!calls.empty()) return static_cast<const Call&>(*calls.front());
  auto& call = change.create<Call>();
  begin_call_in(change, call, space);
  call.active_when_empty = Flag::no;
  call.stage = CallStage::unattended;  // whoever made it is on his way in
  return call;
}

std::string_view over_limit(const Change& change, const Call& call, const Guid& participant) {
  Failures failures;
  check_participant_limits(change, call, participant, failures);
  if (failures.empty()) return {};
  return failures.front().reason == reason::participant_limit ? reason::participant_limit
                                                              : reason::tenant_participant_limit;
}

void begin_participation(Change& change, const Participant& person, const CallLeg& leg,
                         const AccessMethod* method) {
  auto& participant = change.modify(person);
  participant.call = leg.call;
  participant.tenant = leg.tenant;
  if (method == nullptr) return;
  if (!leg.co_space_user) participant.access_method = method->id;
  participant.importance = method->importance;
}

// Into the call of the coSpace behind a way. The leg ends when there is no room.
Entered enter(Change& change, CallLeg& leg, const Way& way) {
  const CoSpace& space = *way.space;
  const auto& person = *change.find<Participant>(leg.participant);
  const CoSpaceUser* member = member_of(change, space, person.user_jid);
  if (member == nullptr && space.non_member_access == Flag::no) {
    end_call_leg(change, leg, reason::local_teardown);
    return std::unexpected(reason::local_teardown);
  }
  const Call& call = call_of(change, space);
  const auto* there = participant_with(change, call, person.user_jid);
  if (const auto why = there != nullptr ? "" : over_limit(change, call, person.id); !why.empty()) {
    end_call_leg(change, leg, why);
    return std::unexpected(why);
  }
  leg.call = call.id;
  leg.tenant = call.tenant;
  if (member != nullptr) leg.co_space_user = member->id;
  if (way.method != nullptr) leg.access_method = leg.initial_access_method = way.method->id;
  if (there != nullptr) {
    const Guid came_as = person.id;
    join_participant(change, leg, *there);
    drop_if_without_legs(change, came_as);
  } else {
    begin_participation(change, person, leg, way.method);
  }
  leg.connected = change.now();
  restore(change, leg);
  count_call_legs(change, call);
  return &leg;
}

// A passcode from before the security profile in force demanded longer ones (a blank is one of no
// length) opens only where that profile lets it.
bool is_within_policy(const Change& change, const Way& way) {
  const Guid of_method = way.method != nullptr ? way.method->dial_in_security_profile : Guid{};
  const auto levels = dial_in_security_levels(change, *way.space, of_method);
  if (in_force(levels, &DialInSecurityProfile::allow_out_of_policy) != Flag::no) return true;
  const auto shortest = in_force(levels, &DialInSecurityProfile::min_passcode_length).value_or(0);
  return way.passcode().size() >= static_cast<std::size_t>(shortest);
}

bool needs_passcode(const Change& change, const std::vector<Way>& ways) {
  return ways.size() > 1 || !ways.front().passcode().empty() ||
         !is_within_policy(change, ways.front());
}

const Way* way_with(const Change& change, const std::vector<Way>& ways, std::string_view passcode) {
  const auto found = std::ranges::find_if(ways, [&](const Way& way) {
    return way.passcode() == passcode && is_within_policy(change, way);
  });
  return found == ways.end() ? nullptr : &*found;
}

// The limit is one of SIP calls (api-conventions section 8), so others come all the same, and so
// does whoever only takes his place again.
bool is_refused_by_bridge(const Change& change, const Arrival& arrival) {
  const auto limit = change.singleton<Cluster>().participant_limit;
  if (!limit || arrival.type != CallLegType::sip) return false;
  if (arrival.returns_from && change.find<CallLeg>(arrival.returns_from) != nullptr) return false;
  const std::size_t there = change.registry().table(Kind::participant).size();
  return there >= static_cast<std::size_t>(*limit);
}

CallLeg& new_leg(Change& change, const Arrival& arrival) {
  auto& participant = change.create<Participant>();
  auto& leg = change.create<CallLeg>();
  leg.participant = participant.id;
  leg.tenant = participant.tenant = arrival.tenant;
  leg.remote_party = participant.uri = arrival.remote_party;
  leg.original_remote_party = participant.original_uri = arrival.remote_party;
  leg.name = participant.name = arrival.name.empty() ? arrival.remote_party : arrival.name;
  leg.local_address = arrival.dialled.empty() ? arrival.uri : arrival.dialled;
  leg.type = arrival.type;
  leg.screens = arrival.screens;
  leg.has_video = arrival.has_video;
  leg.direction = Direction::incoming;
  leg.can_move = Flag::yes;
  leg.state = CallLegState::initial;
  leg.started = leg.asked = change.now();
  leg.group_id = leg.id;
  leg.returns_from = arrival.returns_from;
  participant.user_jid = arrival.user_jid;
  return leg;
}

// At the end of a name: straight in, or to the passcode prompt. A member needs no passcode; one
// that he gives says which way he takes.
Entered open(Change& change, CallLeg& leg, const std::vector<Way>& ways, std::string_view name,
             std::optional<std::string_view> passcode = {}) {
  const auto& person = *change.find<Participant>(leg.participant);
  const bool is_member = member_of(change, *ways.front().space, person.user_jid) != nullptr;
  if (!needs_passcode(change, ways) || is_member) {
    move_to(leg, leg.stage == CallLegStage::ivr ? LegEvent::call_id_entered : LegEvent::answered);
    const Way* chosen = passcode ? way_with(change, ways, *passcode) : nullptr;
    return enter(change, leg, chosen != nullptr ? *chosen : ways.front());
  }
  move_to(leg, LegEvent::passcode_needed);
  leg.dialled = name;
  leg.dialled_space = ways.front().space->id;
  leg.passcode_tries = 0;  // those at the menu do not count
  leg.asked = change.now();
  return &leg;
}

std::vector<Way> dialled_ways(const Change& change, const CallLeg& leg) {
  const auto* space = change.find<CoSpace>(leg.dialled_space);
  const Guid tenant = space != nullptr ? space->tenant : Guid{};
  auto ways = ways_of(change, Index::uri, leg.dialled, tenant);
  if (ways.empty()) ways = ways_of(change, Index::call_id, leg.dialled, tenant);
  return ways;
}

}  // namespace

Entered arrive(Change& change, const Arrival& arrival) {
  if (is_refused_by_bridge(change, arrival)) return std::unexpected(reason::participant_limit);
  end_former_leg(change, arrival.returns_from);
  const std::string name = fold_case(arrival.uri);
  for (const Object* entity : change.holders(Index::uri, name)) {
    if (entity->kind != Kind::ivr) continue;
    if (static_cast<const Ivr*>(entity)->tenant != arrival.tenant) continue;
    CallLeg& leg = new_leg(change, arrival);
    leg.stage = CallLegStage::ivr;
    move_to(leg, LegEvent::answered);
    return &leg;
  }
  const auto ways = ways_of(change, Index::uri, name, arrival.tenant);
  if (ways.empty()) return std::unexpected(reason::unknown_destination);
  CallLeg& leg = new_leg(change, arrival);
  const Entered opened =
      open(change, leg, ways, name,
           arrival.has_passcode ? std::optional<std::string_view>(arrival.passcode) : std::nullopt);
  if (!opened || leg.stage != CallLegStage::passcode || !arrival.has_passcode) return opened;
  return enter_passcode(change, leg, arrival.passcode);
}

Entered enter_call_id(Change& change, const CallLeg& leg, std::string_view call_id) {
  check(leg.stage == CallLegStage::ivr, "only a menu takes a call id");
  auto& entering = change.modify(leg);
  entering.asked = change.now();
  const auto ways = ways_of(change, Index::call_id, std::string(call_id), entering.tenant);
  if (!ways.empty()) return open(change, entering, ways, call_id);
  if (++entering.passcode_tries < limits::passcode_tries) return &entering;
  end_call_leg(change, entering, reason::ivr_unknown_call);
  return std::unexpected(reason::ivr_unknown_call);
}

Entered enter_passcode(Change& change, const CallLeg& leg, std::string_view passcode) {
  check(leg.stage == CallLegStage::passcode, "only a prompt takes a passcode");
  auto& entering = change.modify(leg);
  const auto ways = dialled_ways(change, entering);
  if (const Way* way = way_with(change, ways, passcode)) {
    move_to(entering, LegEvent::passcode_right);
    return enter(change, entering, *way);
  }
  entering.asked = change.now();
  if (++entering.passcode_tries < limits::passcode_tries) return &entering;
  end_call_leg(change, entering, reason::incorrect_passcode);
  return std::unexpected(reason::incorrect_passcode);
}

Instant blank_due(const Change& change, const CallLeg& leg) {
  const auto* space = leg.dialled_space ? change.find<CoSpace>(leg.dialled_space) : nullptr;
  if (leg.stage != CallLegStage::passcode || space == nullptr) return never;
  Call call;
  call.kind = Kind::call;
  call.co_space = space->id;
  call.tenant = space->tenant;
  const auto levels = call_profile_levels(change, call);
  if (in_force(levels, &CallProfile::passcode_mode) != PasscodeMode::timeout) return never;
  const auto seconds = in_force(levels, &CallProfile::passcode_timeout);
  return leg.asked + (seconds ? std::chrono::seconds(*seconds) : limits::passcode_timeout);
}

}  // namespace curia::call

#include "model/call/services.hpp"

#include <algorithm>

#include "model/call/reasons.hpp"
#include "model/rules/call.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::call {
namespace {

// What the two services differ in.
struct Service {
  LegService kind;
  Flag Call::* order;
  Flag Call::* status;
  bool Call::* is_away;
  std::string CallProfile::* address;
  bool (*is_automatic)(const Levels&);
  bool (*is_disabled)(const Levels&);
};

template <auto Mode, auto Value>
bool has_mode(const Levels& levels) {
  return in_force(levels, Mode) == Value;
}

constexpr Service services[] = {
    {LegService::recorder, &Call::recording, &Call::recording_status, &Call::is_recorder_away,
     &CallProfile::sip_recorder_uri,
     has_mode<&CallProfile::recording_mode, RecordingMode::automatic>,
     has_mode<&CallProfile::recording_mode, RecordingMode::disabled>},
    {LegService::streamer, &Call::streaming, &Call::streaming_status, &Call::is_streamer_away,
     &CallProfile::sip_streamer_uri,
     has_mode<&CallProfile::streaming_mode, StreamingMode::automatic>,
     has_mode<&CallProfile::streaming_mode, StreamingMode::disabled>},
};

const CallLeg* leg_of(const Change& change, const Call& call, LegService kind) {
  for (const Object* object : call_legs_of(change, call))
    if (const auto& leg = static_cast<const CallLeg&>(*object); leg.service == kind) return &leg;
  return nullptr;
}

void dial(Change& change, const Call& call, LegService kind, const std::string& address) {
  auto& participant = change.create<Participant>();
  auto& leg = change.create<CallLeg>();
  leg.remote_party = address;
  leg.service = kind;
  leg.participant = participant.id;
  begin_call_leg(change, leg, call);
  participant.call = call.id;
  participant.tenant = call.tenant;
  participant.name = leg.name;
  participant.uri = participant.original_uri = address;
}

void run(Change& change, const Guid& call_id, const Service& service) {
  const Call* call = change.find<Call>(call_id);
  const auto levels = call_profile_levels(change, *call);
  const bool is_attended = !has_nobody(change, *call);
  const bool is_wanted =
      !service.is_disabled(levels) &&
      (call->*service.order == Flag::yes || (service.is_automatic(levels) && is_attended));
  const CallLeg* leg = leg_of(change, *call, service.kind);
  const bool is_ours = leg != nullptr || call->*service.is_away;  // a machine was dialled
  if (leg != nullptr && (!is_wanted || !is_attended)) {
    end_call_leg(change, *leg, reason::local_teardown);
    leg = nullptr;
  }
  const Flag is_working = flag_of(leg != nullptr && leg->state == CallLegState::connected &&
                                  leg->stage == CallLegStage::call);
  if (is_ours && call->*service.status != is_working)
    change.modify(*call).*service.status = is_working;
  if (!is_wanted || !is_attended) {
    if (call->*service.is_away) change.modify(*call).*service.is_away = false;
    return;
  }
  const std::string address = in_force(levels, service.address);
  if (leg != nullptr || address.empty() || call->*service.is_away) return;
  change.modify(*call).*service.is_away = true;  // unless it answers, this was the only attempt
  dial(change, *call, service.kind, address);
}

}  // namespace

void run_services(Change& change, const Guid& call) {
  for (const Service& service : services) run(change, call, service);
}

bool has_nobody(const Change& change, const Call& call) {
  return std::ranges::all_of(call_legs_of(change, call), [](const Object* leg) {
    return static_cast<const CallLeg*>(leg)->service != LegService::none;
  });
}

}  // namespace curia::call

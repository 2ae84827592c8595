#include "model/call/services.hpp"

#include <algorithm>

#include "model/call/reasons.hpp"
#include "model/call/service_machine.hpp"
#include "model/rules/call.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::call {
namespace {

// What the two services differ in.
struct Service {
  LegService kind;
  Flag Call::* order;
  Flag Call::* status;
  ServiceState Call::* state;
  std::string CallProfile::* address;
  bool (*is_automatic)(const Levels&);
  bool (*is_disabled)(const Levels&);
};

template <auto Mode, auto Value>
bool has_mode(const Levels& levels) {
  return in_force(levels, Mode) == Value;
}

constexpr Service services[] = {
    {LegService::recorder, &Call::recording, &Call::recording_status, &Call::recorder,
     &CallProfile::sip_recorder_uri,
     has_mode<&CallProfile::recording_mode, RecordingMode::automatic>,
     has_mode<&CallProfile::recording_mode, RecordingMode::disabled>},
    {LegService::streamer, &Call::streaming, &Call::streaming_status, &Call::streamer,
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
  auto& leg = change.create<CallLeg>();
  leg.remote_party = address;
  leg.service = kind;
  begin_call_leg(change, leg, call);
}

void run(Change& change, const Guid& call_id, const Service& service) {
  const Call* call = change.find<Call>(call_id);
  const auto levels = call_profile_levels(change, *call);
  const bool is_ordered = call->*service.order == Flag::yes || service.is_automatic(levels);
  const ServiceState from = call->*service.state;
  if (from == ServiceState::idle && !is_ordered) return;  // in a call of a thousand, too
  const CallLeg* leg = leg_of(change, *call, service.kind);
  const std::string address = in_force(levels, service.address);
  const ServiceFacts facts{
      .is_wanted = is_ordered && !service.is_disabled(levels) && !has_nobody(change, *call),
      .has_address = !address.empty(),
      .has_leg = leg != nullptr,
      .is_connected = leg != nullptr && leg->state == CallLegState::connected &&
                      leg->stage == CallLegStage::call};
  const ServiceState to = next(service_transitions, from, ServiceEvent::settled, facts);
  if (from == to) return;
  auto& changed = change.modify(*call);
  changed.*service.state = to;
  changed.*service.status = flag_of(to == ServiceState::working);
  if (to == ServiceState::idle && leg != nullptr)
    end_call_leg(change, *leg, reason::local_teardown);
  if (to == ServiceState::dialled) dial(change, changed, service.kind, address);
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

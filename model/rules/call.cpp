#include "model/rules/call.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/text.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/user.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/inheritance.hpp"

namespace curia {
namespace {

const Object* call_in(const Change& change, const CoSpace& space) {
  const auto calls = change.referring(Kind::call, field_of(Kind::call, "coSpace"), space.id);
  for (const Object* call : calls)
    if (change.registry().find(Kind::call, call->id) != nullptr) return call;
  return nullptr;
}

// Who is named as the owner of the meeting (api-conventions section 9).
std::string owner_name(const Change& change, const CoSpace& space) {
  if (!space.meeting_scheduler.empty()) return space.meeting_scheduler;
  const User* owner = space.owner ? change.find<User>(space.owner) : nullptr;
  if (owner == nullptr) return "";
  return owner->name.empty() ? owner->user_jid : owner->name;
}

// Whoever joins begins a call like a POST that gives nothing.
void set_defaults(Call& call) {
  for (const FieldSpec& field : call_fields)
    if (!field.default_value.empty() && !is_set(field, call))
      check(set_from_text(field, call, field.default_value).has_value(), "a default is a value");
}

void begin(Change& change, Call& call, CallType type) {
  set_defaults(call);
  call.call_type = type;
  call.started = change.now();
  if (!call.call_correlator) call.call_correlator = new_guid(change.random());
  call.recording_status = call.streaming_status = call.endpoint_recording = Flag::no;
}

void begin_call(SaveContext& save, Call& call) {
  if (call.co_space) {
    const CoSpace& space = *save.change.find<CoSpace>(call.co_space);
    save.existing = call_in(save.change, space);
    return begin_call_in(save.change, call, space);
  }
  if (call.name.empty() && save.find("callCorrelator") == nullptr)
    return save.fail(parameter_error("coSpace", "valueMissing"));
  begin(save.change, call, CallType::ad_hoc);
}

// Recording and streaming are the client's to switch only where the profile says "manual", which
// it also does when nobody says anything.
template <class Mode>
void check_switch(SaveContext& save, std::string_view parameter, Mode CallProfile::* mode,
                  std::string_view reason) {
  if (save.find(parameter) == nullptr) return;
  const Mode held =
      in_force(call_profile_levels(save.change, static_cast<const Call&>(save.after)), mode);
  if (held != Mode::unset && held != Mode::manual) save.fail(reason);
}

void settle_message(SaveContext& save, Call& call) {
  if (save.find("messageText") == nullptr && save.find("messageDuration") == nullptr) return;
  const auto seconds = parse_decimal(call.message_duration);
  call.message_ends = seconds ? save.change.now() + std::chrono::seconds(*seconds) : never;
}

std::string whole_seconds(Duration duration) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(duration).count());
}

std::size_t referring(const View& view, Kind kind, std::string_view field, const Guid& target) {
  return view.registry.table(kind).referring(field_of(kind, field), target).size();
}

}  // namespace

const CoSpaceUser* member_of(const Change& change, const CoSpace& space, std::string_view jid) {
  const auto users = change.holders(Index::jid, fold_case(jid));
  if (jid.empty() || users.empty()) return nullptr;
  for (const Object* member : change.children_of(Kind::co_space_user, space.id))
    if (static_cast<const CoSpaceUser*>(member)->user == users.front()->id)
      return static_cast<const CoSpaceUser*>(member);
  return nullptr;
}

const Participant* participant_with(const Change& change, const Call& call, std::string_view jid) {
  if (jid.empty()) return nullptr;
  for (const Object* object : participants_of(change, call))
    if (const auto& person = static_cast<const Participant&>(*object);
        equal_ignoring_ascii_case(person.user_jid, jid))
      return &person;
  return nullptr;
}

void join_participant(const Change& change, CallLeg& leg, const Participant& there) {
  const auto& first = static_cast<const CallLeg&>(*call_legs_of(change, there).front());
  leg.participant = there.id;
  leg.hand_status = there.hand_status;
  leg.is_admitted = first.is_admitted;
  leg.is_kept_out = first.is_kept_out;
}

void begin_call_in(Change& change, Call& call, const CoSpace& space) {
  begin(change, call, CallType::co_space);
  call.co_space = space.id;
  call.tenant = space.tenant;
  call.owner_name = owner_name(change, space);
  if (call.name.empty()) call.name = space.name;
}

std::vector<const Object*> call_legs_of(const Change& change, const Call& call) {
  return change.referring(Kind::call_leg, field_of(Kind::call_leg, "call"), call.id);
}

std::vector<const Object*> participants_of(const Change& change, const Call& call) {
  return change.referring(Kind::participant, field_of(Kind::participant, "call"), call.id);
}

std::vector<const Object*> call_legs_of(const Change& change, const Participant& participant) {
  return change.referring(Kind::call_leg, field_of(Kind::call_leg, "participant"), participant.id);
}

void check_participant_limits(const Change& change, const Call& call, const Guid& newcomer,
                              Failures& failures) {
  // Only who is counted is looked for: without a limit a thousand people cost nothing.
  const auto has_room = [&](std::string_view field, const Guid& target,
                            std::optional<std::int64_t> limit) {
    if (!limit) return true;
    const auto there =
        change.referring(Kind::participant, field_of(Kind::participant, field), target);
    return std::ranges::count_if(there, [&](const Object* participant) {
             return participant->id != newcomer;
           }) < *limit;
  };
  const auto limit = in_force(call_profile_levels(change, call), &CallProfile::participant_limit);
  if (!has_room("call", call.id, limit)) failures.push_back({.reason = "participantLimitReached"});
  const Tenant* tenant = call.tenant ? change.find<Tenant>(call.tenant) : nullptr;
  if (tenant == nullptr) return;
  if (!has_room("tenant", tenant->id, tenant->participant_limit))
    failures.push_back({.reason = "tenantParticipantLimitReached"});
}

void save_call(SaveContext& save) {
  auto& call = static_cast<Call&>(save.after);
  if (save.before == nullptr) begin_call(save, call);
  if (save.existing != nullptr || !save.failures.empty()) return;
  check_switch(save, "recording", &CallProfile::recording_mode, "callRecordingCannotBeModified");
  check_switch(save, "streaming", &CallProfile::streaming_mode, "callStreamingCannotBeModified");
  settle_message(save, call);
}

std::string call_duration_seconds(const View& view, const Object& object) {
  return whole_seconds(view.now - static_cast<const Call&>(object).started);
}

std::string num_call_legs(const View& view, const Object& call) {
  return std::to_string(referring(view, Kind::call_leg, "call", call.id));
}

std::string num_participants_local(const View& view, const Object& call) {
  return std::to_string(referring(view, Kind::participant, "call", call.id));
}

// All participants are here while no other Call Bridge holds a part of the call.
std::string num_participants_remote(const View&, const Object&) { return "0"; }
std::string num_distributed_instances(const View&, const Object&) { return "0"; }

std::string call_locked(const View& view, const Object& object) {
  const auto& call = static_cast<const Call&>(object);
  return is_locked(call, call_profile_levels(view.registry, call)) ? "true" : "false";
}

std::string message_time_remaining(const View& view, const Object& object) {
  const auto& call = static_cast<const Call&>(object);
  if (call.message_text.empty() || call.message_ends == never) return "";
  return whole_seconds(std::max(Duration{}, call.message_ends - view.now));
}

}  // namespace curia

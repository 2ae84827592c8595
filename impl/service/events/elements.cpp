#include "impl/service/events/elements.hpp"

#include <nlohmann/json.hpp>

#include "model/objects/catalog.hpp"
#include "model/objects/participant.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::events {
namespace {

const Call& call_of(const Object& object) { return static_cast<const Call&>(object); }
const Participant& person(const Object& object) { return static_cast<const Participant&>(object); }

Value text_of_guid(const Guid& id) { return id ? Value(to_string(id)) : Value(); }

Value activity(Flag flag) { return std::string(flag == Flag::yes ? "active" : "inactive"); }

Value call_name(const View&, const Object& call) { return call_of(call).name; }

Value participants(const View& view, const Object& call) {
  const Table& all = view.registry.table(Kind::participant);
  const SlotSet& slots = all.referring(field_of(Kind::participant, "call"), call.id);
  return static_cast<std::int64_t>(slots.size());
}

// Calls are not spread over several Call Bridges yet.
Value distributed_instances(const View&, const Object&) { return std::int64_t{0}; }

Value recording(const View&, const Object& call) {
  return activity(call_of(call).recording_status);
}
Value call_endpoint_recording(const View&, const Object& call) {
  return activity(call_of(call).endpoint_recording);
}
Value streaming(const View&, const Object& call) {
  return activity(call_of(call).streaming_status);
}
Value lock_state(const View& view, const Object& object) {
  const Call& call = call_of(object);
  return std::string(is_locked(call, call_profile_levels(view.registry, call)) ? "locked"
                                                                               : "unlocked");
}

Value call_type(const View&, const Object& call) {
  const CallType type = call_of(call).call_type;
  if (type == CallType::unset) return {};
  return std::string(call_type_names[static_cast<std::size_t>(type) - 1]);
}

Value call_correlator(const View&, const Object& call) {
  return text_of_guid(call_of(call).call_correlator);
}

Value join_audio_mute_override(const View&, const Object& call) {
  const Flag flag = call_of(call).join_audio_mute_override;
  return flag == Flag::unset ? Value() : Value(flag == Flag::yes);
}

// The first connection of a participant: it stands for the person, as in /participants.
const CallLeg* leg_of(const View& view, const Object& participant) {
  const Table& legs = view.registry.table(Kind::call_leg);
  const SlotSet& slots = legs.referring(field_of(Kind::call_leg, "participant"), participant.id);
  return slots.empty() ? nullptr : static_cast<const CallLeg*>(&legs.at(*slots.nth(0)));
}

Value name(const View&, const Object& participant) { return person(participant).name; }
Value uri(const View&, const Object& participant) { return person(participant).uri; }

Value state(const View& view, const Object& participant) {
  std::string text = participant_state(view, participant);
  return text.empty() ? Value() : Value(std::move(text));
}

Value direction(const View& view, const Object& participant) {
  const CallLeg* leg = leg_of(view, participant);
  if (leg == nullptr || leg->direction == Direction::unset) return {};
  return std::string(direction_names[static_cast<std::size_t>(leg->direction) - 1]);
}

Value muted(const View& view, const Object& participant, Flag CallLegSettings::* setting) {
  const CallLeg* leg = leg_of(view, participant);
  if (leg == nullptr) return {};
  return in_force(call_leg_levels(view.registry, *leg), setting) == Flag::yes;
}
Value audio_muted(const View& view, const Object& participant) {
  return muted(view, participant, &CallLegSettings::rx_audio_mute);
}
Value video_muted(const View& view, const Object& participant) {
  return muted(view, participant, &CallLegSettings::rx_video_mute);
}

Value importance(const View&, const Object& participant) {
  const auto& value = person(participant).importance;
  return value ? Value(*value) : Value();
}

Value layout(const View& view, const Object& participant) {
  const CallLeg* leg = leg_of(view, participant);
  return leg == nullptr ? Value() : Value(call_leg_layout(view, *leg));
}

Value active_speaker(const View& view, const Object& participant) {
  const auto* call = view.registry.find<Call>(person(participant).call);
  return call != nullptr && call->active_speaker == participant.id;
}

Value presenter(const View& view, const Object& participant) {
  const auto* call = view.registry.find<Call>(person(participant).call);
  if (call == nullptr || !call->presenter_call_leg) return false;
  const auto* leg = view.registry.find<CallLeg>(call->presenter_call_leg);
  return leg != nullptr && leg->participant == participant.id;
}

Value endpoint_recording(const View&, const Object&) { return std::string("inactive"); }

Value can_move(const View& view, const Object& participant) {
  return participant_can_move(view, participant) == "true";
}

Value moved_participant(const View&, const Object& participant) {
  return text_of_guid(person(participant).moved_participant);
}

// Participants move within this Call Bridge only.
Value moved_participant_call_bridge(const View&, const Object&) { return {}; }

constexpr Element call_elements[] = {
    {"name", call_name},
    {"participants", participants},
    {"distributedInstances", distributed_instances},
    {"recording", recording},
    {"endpointRecording", call_endpoint_recording},
    {"streaming", streaming},
    {"lockState", lock_state},
    {"callType", call_type},
    {"callCorrelator", call_correlator},
    {"joinAudioMuteOverride", join_audio_mute_override},  // of callInfo only
};
constexpr std::size_t call_list_elements = std::size(call_elements) - 1;

constexpr Element roster_elements[] = {
    {"name", name},
    {"uri", uri},
    {"state", state},
    {"direction", direction},
    {"audioMuted", audio_muted},
    {"videoMuted", video_muted},
    {"importance", importance},
    {"layout", layout},
    {"activeSpeaker", active_speaker},
    {"presenter", presenter},
    {"endpointRecording", endpoint_recording},
    {"canMove", can_move},
    {"movedParticipant", moved_participant},
    {"movedParticipantCallBridge", moved_participant_call_bridge},
};

nlohmann::json json_of(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return nullptr;
}

}  // namespace

std::span<const Element> elements_of(Topic topic) {
  switch (topic) {
    case Topic::calls:
      return std::span(call_elements).first(call_list_elements);
    case Topic::call_info:
      return call_elements;
    case Topic::call_roster:
      break;
  }
  return roster_elements;
}

std::optional<ElementSet> element_named(Topic topic, std::string_view wanted) {
  const auto elements = elements_of(topic);
  for (std::size_t i = 0; i < elements.size(); ++i)
    if (elements[i].name == wanted) return ElementSet{1} << i;
  return std::nullopt;
}

Values values_of(Topic topic, const View& view, const Object& object) {
  Values values;
  for (const Element& element : elements_of(topic)) values.push_back(element.value(view, object));
  return values;
}

ElementSet differences(const Values& before, const Values& after) {
  ElementSet set = 0;
  for (std::size_t i = 0; i < after.size(); ++i)
    if (before[i] != after[i]) set |= ElementSet{1} << i;
  return set;
}

void append_json(std::string& out, Topic topic, const Values& values, ElementSet set,
                 bool with_null) {
  const auto elements = elements_of(topic);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const bool has_value = !std::holds_alternative<std::monostate>(values[i]);
    if ((set >> i & 1U) == 0 || (!has_value && !with_null)) continue;
    out += ",\"";
    out += elements[i].name;
    out += "\":";
    out += json_of(values[i]).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
}

}  // namespace curia::events

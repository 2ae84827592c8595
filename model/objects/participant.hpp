// Participant: a person in a call, with one connection or several.
#pragma once

#include "model/objects/call_leg.hpp"

namespace curia {

struct Participant : Object {
  static constexpr Kind kind_of = Kind::participant;

  std::string name;
  Guid call;
  Guid tenant;
  Guid call_bridge;  // of a participant that another server of the cluster hosts
  std::string uri;
  std::string original_uri;
  std::string user_jid;
  Guid moved_participant;  // who it was before it was moved here
  Guid access_method;
  std::optional<std::int64_t> importance;
  std::string name_label_override;
  HandStatus hand_status = HandStatus::unset;
};

// Computed when shown (model/rules/participant.cpp): of its first call leg.
std::string num_participant_call_legs(const View& view, const Object& participant);
std::string participant_is_activator(const View& view, const Object& participant);
std::string participant_can_move(const View& view, const Object& participant);
std::string participant_state(const View& view, const Object& participant);
std::string participant_default_layout(const View& view, const Object& participant);
std::string participant_layout_template(const View& view, const Object& participant);

inline constexpr auto participant_own_fields = std::to_array<FieldSpec>({
    text<&Participant::name>("name", limits::name_bytes).read_only().summary().searched(),
    reference<&Participant::call>("call", Kind::call).read_only().summary().owner(),
    reference<&Participant::tenant>("tenant", Kind::tenant).read_only().summary(),
    reference<&Participant::call_bridge>("callBridge", Kind::call_bridge)
        .post_only()
        .summary()
        .added_in("2.2"),
    text<&Participant::uri>("uri").read_only().searched(),
    text<&Participant::original_uri>("originalUri").read_only().added_in("2.3"),
    computed("numCallLegs", FieldType::number, num_participant_call_legs),
    text<&Participant::user_jid>("userJid").read_only().searched(),
    computed("isActivator", FieldType::flag, participant_is_activator),
    computed("canMove", FieldType::flag, participant_can_move).added_in("2.6"),
    reference<&Participant::moved_participant>("movedParticipant", Kind::none)
        .read_only()
        .added_in("2.6"),
    reference<&Participant::access_method>("accessMethod", Kind::access_method)
        .read_only()
        .added_in("3.3"),
    computed("state", FieldType::enumeration, participant_state)
        .in_section("status")
        .added_in("2.2"),
    number<&Participant::importance>("importance")
        .range(1, 2147483647)
        .unsettable()
        .in_section("configuration")
        .added_in("2.2"),
    text<&Participant::name_label_override>("nameLabelOverride", limits::name_label_bytes)
        .unsettable()
        .in_section("configuration")
        .added_in("2.4"),
    computed("defaultLayout", FieldType::enumeration, participant_default_layout)
        .in_section("configuration")
        .added_in("2.8"),
    computed("layoutTemplate", FieldType::reference, participant_layout_template)
        .in_section("configuration")
        .added_in("2.8"),
    enumeration<&Participant::hand_status>("handStatus", hand_status_names)
        .put_only()
        .in_section("configuration")
        .added_in("3.2"),
    instruction("dtmfSequence", FieldType::text).form_of(TextForm::dtmf).added_in("2.4"),
    instruction("deactivated", FieldType::flag).added_in("2.9"),
});

// POST dials out: what it says of the connection goes to the participant's call leg.
inline constexpr auto participant_call_leg_parameters = std::to_array<FieldSpec>({
    instruction("remoteParty", FieldType::text),
    reference_instruction("movedParticipant", Kind::participant).added_in("2.6"),
    instruction("bandwidth", FieldType::number).range(1, 2147483647),
    instruction("confirmation", FieldType::flag),
    instruction("ownerId", FieldType::text),
    layout_instruction("chosenLayout").added_in("1.8"),
    reference_instruction("callLegProfile", Kind::call_leg_profile),
    layout_instruction("layout"),
    reference_instruction("callBridgeGroup", Kind::call_bridge_group).added_in("2.2"),
});

constexpr FieldSpec as_instruction_of_post(const FieldSpec& field) {
  return field.with(&FieldSpec::member, nullptr).write_only().post_only();
}

inline constexpr auto participant_fields =
    joined(participant_own_fields, each(participant_call_leg_parameters, as_instruction_of_post),
           each(call_leg_settings_fields<CallLeg>, as_instruction_of_post));

}  // namespace curia

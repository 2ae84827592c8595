// CallLeg: one connection of a participant to a call.
//
// Its own settings come last in the hierarchy of call leg profiles (api-conventions section 8):
// GET shows under <configuration> only what was set on the leg itself.
#pragma once

#include "model/objects/call_leg_settings.hpp"

namespace curia {

enum class CallLegType : std::uint8_t { unset, sip, acano };
inline constexpr std::string_view call_leg_type_names[] = {"sip", "acano"};

enum class Direction : std::uint8_t { unset, incoming, outgoing };
inline constexpr std::string_view direction_names[] = {"incoming", "outgoing"};

enum class CallLegState : std::uint8_t { unset, initial, ringing, connected, on_hold };
inline constexpr std::string_view call_leg_state_names[] = {"initial", "ringing", "connected",
                                                            "onHold"};

// Where a connected leg is.
enum class CallLegStage : std::uint8_t { call, ivr, passcode, confirmation };

// A leg of the server's own to a machine, which is nobody in the meeting.
enum class LegService : std::uint8_t { none, recorder, streamer };

enum class HandStatus : std::uint8_t { unset, raised, lowered };
inline constexpr std::string_view hand_status_names[] = {"raised", "lowered"};

struct CallLeg : Object, CallLegSettings {
  static constexpr Kind kind_of = Kind::call_leg;

  std::string name;
  std::string remote_party;
  std::string original_remote_party;
  std::string local_address;
  Guid call;
  Guid participant;
  Guid tenant;
  CallLegType type = CallLegType::unset;
  Direction direction = Direction::unset;
  Flag can_move = Flag::unset;
  Guid access_method;
  Guid co_space_user;                     // who it is as a member; nil for others
  Guid member_role;                       // what a member was made in this call
  Guid moved_call_leg;                    // the one that it was in another call
  std::optional<std::int64_t> bandwidth;  // bits per second
  Flag confirmation = Flag::unset;        // whether the called person must press a key
  std::string owner_id;
  DefaultLayout chosen_layout = DefaultLayout::unset;
  Guid call_leg_profile;
  std::string name_label_override;
  HandStatus hand_status = HandStatus::unset;
  CallLegState state = CallLegState::unset;
  std::string sip_call_id;
  Guid group_id;
  Flag deactivated = Flag::unset;

  CallLegStage stage = CallLegStage::call;
  Guid initial_access_method;  // the one it joined through, whatever its role is now
  std::string dialled;         // while it is asked for a passcode: the name it came by
  Guid dialled_space;          // and the coSpace behind that
  int passcode_tries = 0;
  bool is_entered = false;       // the lobby has judged it once
  bool is_held_by_lock = false;  // it came while the call was locked
  bool is_admitted = false;      // somebody let it in
  bool is_kept_out = false;      // somebody makes it wait
  Guid returns_from;             // the leg that somebody lost, and whose place he takes again
  bool is_sharing = false;       // it sends a presentation, seen or not
  Instant started{};
  Instant connected{};
  Instant asked{};  // the menu or the passcode prompt
  Instant shared{};
  Instant lost = never;                                // since when nothing comes from its endpoint
  DefaultLayout picked_layout = DefaultLayout::unset;  // by the user himself, in the call
  LayoutAssignment picked_over;                        // what was assigned then
  std::string keys;                                    // pressed and not understood yet
  std::string keys_played;                             // the last dtmfSequence
  int keys_count = 0;                                  // how many of those there were
  LegService service = LegService::none;
  int screens = 1;          // of the endpoint
  bool has_video = true;    // the endpoint sends a picture
  std::uint64_t spoke = 0;  // the turn in which it became the active speaker last
};

// Computed when shown (model/rules/call_leg.cpp).
std::string call_leg_duration_seconds(const View& view, const Object& leg);
std::string call_leg_access_method(const View& view, const Object& leg);
std::string call_leg_recording(const View& view, const Object& leg);
std::string call_leg_streaming(const View& view, const Object& leg);
std::string call_leg_layout(const View& view, const Object& leg);
std::string call_leg_layout_template(const View& view, const Object& leg);

// What a client may set on a leg beside the settings of a profile.
inline constexpr auto call_leg_own_settings = std::to_array<FieldSpec>({
    text<&CallLeg::owner_id>("ownerId"),
    enumeration<&CallLeg::chosen_layout>("chosenLayout", default_layout_names)
        .unsettable()
        .added_in("1.8"),
});

inline constexpr auto call_leg_identity_fields = std::to_array<FieldSpec>({
    text<&CallLeg::name>("name", limits::name_bytes).read_only().summary().searched(),
    text<&CallLeg::remote_party>("remoteParty").required().post_only().summary().searched(),
    text<&CallLeg::original_remote_party>("originalRemoteParty")
        .read_only()
        .summary()
        .added_in("2.3"),
    text<&CallLeg::local_address>("localAddress").read_only(),
    reference<&CallLeg::call>("call", Kind::call).read_only().summary().owner(),
    reference<&CallLeg::participant>("participant", Kind::participant).hidden().owner(),
    reference<&CallLeg::tenant>("tenant", Kind::tenant).read_only().summary(),
    enumeration<&CallLeg::type>("type", call_leg_type_names).read_only(),
    enumeration<&CallLeg::direction>("direction", direction_names).read_only(),
    flag<&CallLeg::can_move>("canMove").read_only().added_in("2.6"),
    reference<&CallLeg::moved_call_leg>("movedCallLeg", Kind::none).read_only().added_in("2.6"),
    reference<&CallLeg::access_method>("accessMethod", Kind::access_method)
        .unsettable()
        .put_only()
        .shown_as(call_leg_access_method)
        .added_in("3.3"),
    reference<&CallLeg::co_space_user>("coSpaceUser", Kind::co_space_user).hidden(),
    number<&CallLeg::bandwidth>("bandwidth").range(1, 2147483647).post_only().write_only(),
    flag<&CallLeg::confirmation>("confirmation").post_only().write_only(),
    reference<&CallLeg::call_leg_profile>("callLegProfile", Kind::call_leg_profile)
        .unsettable()
        .write_only(),
    instruction("dtmfSequence", FieldType::text).form_of(TextForm::dtmf).added_in("1.9"),
    layout_instruction("layout"),
});

inline constexpr auto call_leg_last_settings = std::to_array<FieldSpec>({
    text<&CallLeg::name_label_override>("nameLabelOverride", limits::name_label_bytes)
        .unsettable()
        .added_in("2.4"),
    enumeration<&CallLeg::hand_status>("handStatus", hand_status_names).put_only().added_in("3.2"),
});

inline constexpr auto call_leg_status_fields = std::to_array<FieldSpec>({
    enumeration<&CallLeg::state>("state", call_leg_state_names).read_only(),
    computed("durationSeconds", FieldType::number, call_leg_duration_seconds),
    enumeration<&CallLeg::direction>("direction", direction_names).read_only(),
    text<&CallLeg::sip_call_id>("sipCallId").read_only(),
    reference<&CallLeg::group_id>("groupId", Kind::none).read_only(),
    computed("recording", FieldType::flag, call_leg_recording),
    computed("streaming", FieldType::flag, call_leg_streaming),
    flag<&CallLeg::deactivated>("deactivated").read_only(),
    computed("layout", FieldType::enumeration, call_leg_layout),
    computed("layoutTemplate", FieldType::reference, call_leg_layout_template).added_in("2.8"),
});

constexpr FieldSpec in_configuration(const FieldSpec& field) {
  return field.in_section("configuration");
}
constexpr FieldSpec in_status(const FieldSpec& field) { return field.in_section("status"); }

inline constexpr auto call_leg_fields =
    joined(call_leg_identity_fields, each(call_leg_own_settings, in_configuration),
           each(call_leg_settings_fields<CallLeg>, in_configuration),
           each(call_leg_last_settings, in_configuration), each(call_leg_status_fields, in_status));

}  // namespace curia

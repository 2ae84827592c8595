// DtmfProfile: which key presses of a phone do what.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct DtmfProfile : Object {
  static constexpr Kind kind_of = Kind::dtmf_profile;

  std::string mute_self_audio;
  std::string unmute_self_audio;
  std::string toggle_mute_self_audio;
  std::string lock_call;
  std::string unlock_call;
  std::string mute_all_except_self_audio;
  std::string unmute_all_except_self_audio;
  std::string end_call;
  std::string next_layout;
  std::string previous_layout;
  std::string start_recording;
  std::string stop_recording;
  std::string start_streaming;
  std::string stop_streaming;
  std::string allow_all_mute_self;
  std::string cancel_allow_all_mute_self;
  std::string allow_all_presentation_contribution;
  std::string cancel_allow_all_presentation_contribution;
  std::string mute_all_new_audio;
  std::string unmute_all_new_audio;
  std::string default_mute_all_new_audio;
  std::string mute_all_new_and_all_except_self_audio;
  std::string unmute_all_new_and_all_except_self_audio;
  std::string get_total_participant_count;
};

inline constexpr FieldSpec dtmf_profile_fields[] = {
    text<&DtmfProfile::mute_self_audio>("muteSelfAudio").unsettable(),
    text<&DtmfProfile::unmute_self_audio>("unmuteSelfAudio").unsettable(),
    text<&DtmfProfile::toggle_mute_self_audio>("toggleMuteSelfAudio").unsettable(),
    text<&DtmfProfile::lock_call>("lockCall").unsettable().added_in("1.8"),
    text<&DtmfProfile::unlock_call>("unlockCall").unsettable().added_in("1.8"),
    text<&DtmfProfile::mute_all_except_self_audio>("muteAllExceptSelfAudio").unsettable(),
    text<&DtmfProfile::unmute_all_except_self_audio>("unmuteAllExceptSelfAudio").unsettable(),
    text<&DtmfProfile::end_call>("endCall").unsettable(),
    text<&DtmfProfile::next_layout>("nextLayout").unsettable().added_in("1.8"),
    text<&DtmfProfile::previous_layout>("previousLayout").unsettable().added_in("1.8"),
    text<&DtmfProfile::start_recording>("startRecording").unsettable().added_in("1.9"),
    text<&DtmfProfile::stop_recording>("stopRecording").unsettable().added_in("1.9"),
    text<&DtmfProfile::start_streaming>("startStreaming").unsettable().added_in("2.1"),
    text<&DtmfProfile::stop_streaming>("stopStreaming").unsettable().added_in("2.1"),
    text<&DtmfProfile::allow_all_mute_self>("allowAllMuteSelf").unsettable().added_in("1.9"),
    text<&DtmfProfile::cancel_allow_all_mute_self>("cancelAllowAllMuteSelf")
        .unsettable()
        .added_in("1.9"),
    text<&DtmfProfile::allow_all_presentation_contribution>("allowAllPresentationContribution")
        .unsettable()
        .added_in("1.9"),
    text<&DtmfProfile::cancel_allow_all_presentation_contribution>(
        "cancelAllowAllPresentationContribution")
        .unsettable()
        .added_in("1.9"),
    text<&DtmfProfile::mute_all_new_audio>("muteAllNewAudio").unsettable().added_in("1.9"),
    text<&DtmfProfile::unmute_all_new_audio>("unmuteAllNewAudio").unsettable().added_in("1.9"),
    text<&DtmfProfile::default_mute_all_new_audio>("defaultMuteAllNewAudio")
        .unsettable()
        .added_in("1.9"),
    text<&DtmfProfile::mute_all_new_and_all_except_self_audio>("muteAllNewAndAllExceptSelfAudio")
        .unsettable()
        .added_in("1.9"),
    text<&DtmfProfile::unmute_all_new_and_all_except_self_audio>(
        "unmuteAllNewAndAllExceptSelfAudio")
        .unsettable()
        .added_in("1.9"),
    text<&DtmfProfile::get_total_participant_count>("getTotalParticipantCount")
        .unsettable()
        .added_in("2.8"),
};

}  // namespace curia

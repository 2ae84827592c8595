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

template <auto Member>
constexpr FieldSpec keys(std::string_view name) {
  return text<Member>(name).form_of(TextForm::dtmf).unsettable();
}

inline constexpr FieldSpec dtmf_profile_fields[] = {
    keys<&DtmfProfile::mute_self_audio>("muteSelfAudio"),
    keys<&DtmfProfile::unmute_self_audio>("unmuteSelfAudio"),
    keys<&DtmfProfile::toggle_mute_self_audio>("toggleMuteSelfAudio"),
    keys<&DtmfProfile::lock_call>("lockCall").added_in("1.8"),
    keys<&DtmfProfile::unlock_call>("unlockCall").added_in("1.8"),
    keys<&DtmfProfile::mute_all_except_self_audio>("muteAllExceptSelfAudio"),
    keys<&DtmfProfile::unmute_all_except_self_audio>("unmuteAllExceptSelfAudio"),
    keys<&DtmfProfile::end_call>("endCall"),
    keys<&DtmfProfile::next_layout>("nextLayout").added_in("1.8"),
    keys<&DtmfProfile::previous_layout>("previousLayout").added_in("1.8"),
    keys<&DtmfProfile::start_recording>("startRecording").added_in("1.9"),
    keys<&DtmfProfile::stop_recording>("stopRecording").added_in("1.9"),
    keys<&DtmfProfile::start_streaming>("startStreaming").added_in("2.1"),
    keys<&DtmfProfile::stop_streaming>("stopStreaming").added_in("2.1"),
    keys<&DtmfProfile::allow_all_mute_self>("allowAllMuteSelf").added_in("1.9"),
    keys<&DtmfProfile::cancel_allow_all_mute_self>("cancelAllowAllMuteSelf").added_in("1.9"),
    keys<&DtmfProfile::allow_all_presentation_contribution>("allowAllPresentationContribution")
        .added_in("1.9"),
    keys<&DtmfProfile::cancel_allow_all_presentation_contribution>(
        "cancelAllowAllPresentationContribution")
        .added_in("1.9"),
    keys<&DtmfProfile::mute_all_new_audio>("muteAllNewAudio").added_in("1.9"),
    keys<&DtmfProfile::unmute_all_new_audio>("unmuteAllNewAudio").added_in("1.9"),
    keys<&DtmfProfile::default_mute_all_new_audio>("defaultMuteAllNewAudio").added_in("1.9"),
    keys<&DtmfProfile::mute_all_new_and_all_except_self_audio>("muteAllNewAndAllExceptSelfAudio")
        .added_in("1.9"),
    keys<&DtmfProfile::unmute_all_new_and_all_except_self_audio>(
        "unmuteAllNewAndAllExceptSelfAudio")
        .added_in("1.9"),
    keys<&DtmfProfile::get_total_participant_count>("getTotalParticipantCount").added_in("2.8"),
};

}  // namespace curia

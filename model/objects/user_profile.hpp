// UserProfile: what users may do in the web app.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct UserProfile : Object {
  static constexpr Kind kind_of = Kind::user_profile;

  Flag audio_participation_allowed = Flag::unset;
  Flag video_participation_allowed = Flag::unset;
  Flag presentation_participation_allowed = Flag::unset;
  Flag has_license = Flag::unset;
};

inline constexpr FieldSpec user_profile_fields[] = {
    flag<&UserProfile::audio_participation_allowed>("audioParticipationAllowed")
        .unsettable()
        .added_in("2.0"),
    flag<&UserProfile::video_participation_allowed>("videoParticipationAllowed")
        .unsettable()
        .added_in("2.0"),
    flag<&UserProfile::presentation_participation_allowed>("presentationParticipationAllowed")
        .unsettable()
        .added_in("2.0"),
    flag<&UserProfile::has_license>("hasLicense").unsettable().added_in("2.0"),
};

}  // namespace curia

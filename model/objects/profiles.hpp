// Profiles: the profiles in force where nothing below the system sets one.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct Profiles : Object {
  static constexpr Kind kind_of = Kind::profiles;

  Guid call_leg_profile;
  Guid call_profile;
  Guid dtmf_profile;
  Guid user_profile;
  Guid ivr_branding_profile;
  Guid call_branding_profile;
  Guid compatibility_profile;
  Guid dial_in_security_profile;
  Guid web_bridge_profile;
};

inline constexpr FieldSpec profiles_fields[] = {
    reference<&Profiles::call_leg_profile>("callLegProfile", Kind::call_leg_profile).unsettable(),
    reference<&Profiles::call_profile>("callProfile", Kind::call_profile).unsettable(),
    reference<&Profiles::dtmf_profile>("dtmfProfile", Kind::dtmf_profile).unsettable(),
    reference<&Profiles::user_profile>("userProfile", Kind::user_profile).unsettable(),
    reference<&Profiles::ivr_branding_profile>("ivrBrandingProfile", Kind::ivr_branding_profile)
        .unsettable(),
    reference<&Profiles::call_branding_profile>("callBrandingProfile", Kind::call_branding_profile)
        .unsettable(),
    reference<&Profiles::compatibility_profile>("compatibilityProfile", Kind::compatibility_profile)
        .unsettable()
        .added_in("2.1"),
    reference<&Profiles::dial_in_security_profile>("dialInSecurityProfile",
                                                   Kind::dial_in_security_profile)
        .unsettable()
        .added_in("3.0"),
    reference<&Profiles::web_bridge_profile>("webBridgeProfile", Kind::web_bridge_profile)
        .unsettable()
        .added_in("3.0"),
};

}  // namespace curia

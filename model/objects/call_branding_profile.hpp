// CallBrandingProfile: where the invitation template and the prompts of calls come from.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct CallBrandingProfile : Object {
  static constexpr Kind kind_of = Kind::call_branding_profile;

  std::string invitation_template;
  std::string resource_location;
};

inline constexpr FieldSpec call_branding_profile_fields[] = {
    text<&CallBrandingProfile::invitation_template>("invitationTemplate", limits::url_bytes)
        .form_of(TextForm::url)
        .unsettable()
        .summary()
        .added_in("1.8"),
    text<&CallBrandingProfile::resource_location>("resourceLocation", limits::url_bytes)
        .form_of(TextForm::url)
        .unsettable()
        .summary(),
};

}  // namespace curia

// IvrBrandingProfile: where the prompts of the voice menu come from.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct IvrBrandingProfile : Object {
  static constexpr Kind kind_of = Kind::ivr_branding_profile;

  std::string resource_location;
};

inline constexpr FieldSpec ivr_branding_profile_fields[] = {
    text<&IvrBrandingProfile::resource_location>("resourceLocation", limits::url_bytes)
        .form_of(TextForm::url)
        .unsettable()
        .summary(),
};

}  // namespace curia

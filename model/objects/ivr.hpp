// Ivr: an address that answers with a menu, where people key in the number of their meeting.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct Ivr : Object {
  static constexpr Kind kind_of = Kind::ivr;

  std::string uri;
  Guid tenant;
  Guid tenant_group;
  Guid ivr_branding_profile;
  Flag resolve_co_space_call_ids = Flag::unset;
  Flag resolve_lync_conference_ids = Flag::unset;
};

inline constexpr FieldSpec ivr_fields[] = {
    text<&Ivr::uri>("uri", limits::uri_bytes)
        .form_of(TextForm::uri_user_part)
        .indexed(Index::uri)
        .required()
        .summary()
        .searched(),
    reference<&Ivr::tenant>("tenant", Kind::tenant).unsettable(),
    reference<&Ivr::tenant_group>("tenantGroup", Kind::tenant_group).unsettable().added_in("1.8"),
    reference<&Ivr::ivr_branding_profile>("ivrBrandingProfile", Kind::ivr_branding_profile)
        .unsettable(),
    flag<&Ivr::resolve_co_space_call_ids>("resolveCoSpaceCallIds").defaults("true"),
    flag<&Ivr::resolve_lync_conference_ids>("resolveLyncConferenceIds").defaults("false"),
};

}  // namespace curia

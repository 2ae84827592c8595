// Tenant: an organisation with its own spaces, users and profiles.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct Tenant : Object {
  static constexpr Kind kind_of = Kind::tenant;

  std::string name;
  Guid tenant_group;
  Guid call_leg_profile;
  Guid call_profile;
  Guid dtmf_profile;
  Guid ivr_branding_profile;
  Guid call_branding_profile;
  std::optional<std::int64_t> participant_limit;
  Guid user_profile;
  Guid dial_in_security_profile;
  Guid web_bridge_profile;
};

inline constexpr FieldSpec tenant_fields[] = {
    text<&Tenant::name>("name", limits::name_bytes).required().summary().searched(),
    reference<&Tenant::tenant_group>("tenantGroup", Kind::tenant_group)
        .unsettable()
        .summary()
        .added_in("1.8"),
    reference<&Tenant::call_leg_profile>("callLegProfile", Kind::call_leg_profile).unsettable(),
    reference<&Tenant::call_profile>("callProfile", Kind::call_profile).unsettable(),
    reference<&Tenant::dtmf_profile>("dtmfProfile", Kind::dtmf_profile).unsettable(),
    reference<&Tenant::ivr_branding_profile>("ivrBrandingProfile", Kind::ivr_branding_profile)
        .unsettable(),
    reference<&Tenant::call_branding_profile>("callBrandingProfile", Kind::call_branding_profile)
        .unsettable(),
    number<&Tenant::participant_limit>("participantLimit").unsettable(),
    reference<&Tenant::user_profile>("userProfile", Kind::user_profile).unsettable(),
    reference<&Tenant::dial_in_security_profile>("dialInSecurityProfile",
                                                 Kind::dial_in_security_profile)
        .unsettable()
        .added_in("3.0"),
    reference<&Tenant::web_bridge_profile>("webBridgeProfile", Kind::web_bridge_profile)
        .unsettable()
        .added_in("3.0"),
};

}  // namespace curia

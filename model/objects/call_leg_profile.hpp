// CallLegProfile: settings that many call legs share (api-conventions section 8).
#pragma once

#include "model/objects/call_leg_settings.hpp"

namespace curia {

struct CallLegProfile : Object, CallLegSettings {
  static constexpr Kind kind_of = Kind::call_leg_profile;

  std::string name;
};

inline constexpr auto call_leg_profile_fields =
    joined(std::to_array<FieldSpec>(
               {text<&CallLegProfile::name>("name", limits::name_bytes).summary().added_in("2.0")}),
           call_leg_settings_fields<CallLegProfile>);

}  // namespace curia

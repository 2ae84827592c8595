// DialInSecurityProfile: how long passcodes must be.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct DialInSecurityProfile : Object {
  static constexpr Kind kind_of = Kind::dial_in_security_profile;

  std::string name;
  std::optional<std::int64_t> min_passcode_length;
  Flag allow_out_of_policy = Flag::unset;
};

inline constexpr FieldSpec dial_in_security_profile_fields[] = {
    text<&DialInSecurityProfile::name>("name", limits::name_bytes).summary().searched(),
    number<&DialInSecurityProfile::min_passcode_length>("minPasscodeLength").unsettable().summary(),
    flag<&DialInSecurityProfile::allow_out_of_policy>("allowOutOfPolicy").unsettable().summary(),
};

}  // namespace curia

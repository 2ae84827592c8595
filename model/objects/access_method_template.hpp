// AccessMethodTemplate: an access method that every coSpace made from the template gets.
#pragma once

#include "model/objects/access_method.hpp"

namespace curia {

struct AccessMethodTemplate : Object {
  static constexpr Kind kind_of = Kind::access_method_template;

  std::string name;
  std::string uri_generator;
  Guid call_leg_profile;
  Flag generate_unique_call_id = Flag::unset;
  Guid dial_in_security_profile;
  Scope scope = Scope::unset;
};

inline constexpr FieldSpec access_method_template_fields[] = {
    text<&AccessMethodTemplate::name>("name", limits::name_bytes).summary().searched(),
    text<&AccessMethodTemplate::uri_generator>("uriGenerator", limits::uri_bytes)
        .form_of(TextForm::uri_generator)
        .summary(),
    reference<&AccessMethodTemplate::call_leg_profile>("callLegProfile", Kind::call_leg_profile)
        .unsettable()
        .summary(),
    flag<&AccessMethodTemplate::generate_unique_call_id>("generateUniqueCallId")
        .summary()
        .defaults("false"),
    reference<&AccessMethodTemplate::dial_in_security_profile>("dialInSecurityProfile",
                                                               Kind::dial_in_security_profile)
        .unsettable()
        .summary()
        .added_in("3.0"),
    enumeration<&AccessMethodTemplate::scope>("scope", scope_names).summary().added_in("3.2"),
};

}  // namespace curia

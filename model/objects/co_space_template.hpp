// CoSpaceTemplate: what a user of the web app may make a coSpace from (release notes 2.9).
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct CoSpaceTemplate : Object {
  static constexpr Kind kind_of = Kind::co_space_template;

  std::string name;
  std::string description;
  Guid call_profile;
  Guid call_leg_profile;
  Guid dial_in_security_profile;
  Guid default_access_method_template;
};

std::string num_access_method_templates(const View& view, const Object& object);

inline constexpr FieldSpec co_space_template_fields[] = {
    text<&CoSpaceTemplate::name>("name", limits::name_bytes).summary().searched(),
    text<&CoSpaceTemplate::description>("description").unsettable(),
    reference<&CoSpaceTemplate::call_profile>("callProfile", Kind::call_profile)
        .unsettable()
        .summary(),
    reference<&CoSpaceTemplate::call_leg_profile>("callLegProfile", Kind::call_leg_profile)
        .unsettable()
        .summary(),
    reference<&CoSpaceTemplate::dial_in_security_profile>("dialInSecurityProfile",
                                                          Kind::dial_in_security_profile)
        .unsettable()
        .summary()
        .added_in("3.0"),
    reference<&CoSpaceTemplate::default_access_method_template>("defaultAccessMethodTemplate",
                                                                Kind::access_method_template)
        .put_only()
        .unsettable()
        .added_in("3.2"),
    computed("numAccessMethodTemplates", FieldType::number, num_access_method_templates).summary(),
};

}  // namespace curia

// LdapUserCoSpaceTemplateSource: which imported users get a coSpace template.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct LdapUserCoSpaceTemplateSource : Object {
  static constexpr Kind kind_of = Kind::ldap_user_co_space_template_source;

  Guid co_space_template;
  Guid ldap_source;
  std::string filter;
};

inline constexpr FieldSpec ldap_user_co_space_template_source_fields[] = {
    reference<&LdapUserCoSpaceTemplateSource::co_space_template>("coSpaceTemplate",
                                                                 Kind::co_space_template)
        .summary(),
    reference<&LdapUserCoSpaceTemplateSource::ldap_source>("ldapSource", Kind::ldap_source)
        .summary(),
    text<&LdapUserCoSpaceTemplateSource::filter>("filter").unsettable().summary(),
};

}  // namespace curia

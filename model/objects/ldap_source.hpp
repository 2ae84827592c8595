// LdapSource: which entries of a directory are imported, and how.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct LdapSource : Object {
  static constexpr Kind kind_of = Kind::ldap_source;

  Guid server;
  Guid mapping;
  std::string base_dn;
  std::string filter;
  Guid tenant;
  Guid user_profile;
  Flag non_member_access = Flag::unset;
};

inline constexpr FieldSpec ldap_source_fields[] = {
    reference<&LdapSource::server>("server", Kind::ldap_server).required().summary(),
    reference<&LdapSource::mapping>("mapping", Kind::ldap_mapping).required().summary(),
    text<&LdapSource::base_dn>("baseDn").required().summary().searched(),
    text<&LdapSource::filter>("filter").unsettable().summary().shown_empty(),
    reference<&LdapSource::tenant>("tenant", Kind::tenant).unsettable().summary(),
    reference<&LdapSource::user_profile>("userProfile", Kind::user_profile)
        .unsettable()
        .added_in("2.0"),
    flag<&LdapSource::non_member_access>("nonMemberAccess")
        .summary()
        .defaults("true")
        .added_in("2.4"),
};

}  // namespace curia

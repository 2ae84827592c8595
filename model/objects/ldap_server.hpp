// LdapServer: a directory to import users from.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct LdapServer : Object {
  static constexpr Kind kind_of = Kind::ldap_server;

  std::string address;
  std::string name;
  std::string username;
  std::optional<std::int64_t> port_number;
  Flag secure = Flag::unset;
  Flag use_paged_results = Flag::unset;
  std::string password;
};

inline constexpr FieldSpec ldap_server_fields[] = {
    text<&LdapServer::address>("address").required().summary().searched(),
    text<&LdapServer::name>("name", limits::name_bytes)
        .unsettable()
        .summary()
        .searched()
        .added_in("2.9"),
    text<&LdapServer::username>("username").unsettable().summary().shown_empty(),
    number<&LdapServer::port_number>("portNumber").required().summary(),
    flag<&LdapServer::secure>("secure").required().summary(),
    flag<&LdapServer::use_paged_results>("usePagedResults").unsettable().added_in("2.1"),
    text<&LdapServer::password>("password").unsettable().write_only(),
};

}  // namespace curia

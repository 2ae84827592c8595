// User: a person known to the server. Users come from directories, never from the API.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct User : Object {
  static constexpr Kind kind_of = Kind::user;

  std::string user_jid;
  std::string name;
  std::string email;
  Guid tenant;
  std::string authentication_id;
  Guid user_profile;
  std::string cdr_tag;
  Guid ad_guid;      // objectGUID of the directory, by which ownerAdGuid finds its user
  Guid ldap_source;  // where it came from; nil when that is gone, and the next import takes it
};

inline constexpr FieldSpec user_fields[] = {
    text<&User::user_jid>("userJid").indexed(Index::jid).searched().read_only().summary(),
    text<&User::name>("name", limits::name_bytes).searched().read_only(),
    text<&User::email>("email").read_only().shown_empty(),
    reference<&User::tenant>("tenant", Kind::tenant).read_only().summary(),
    text<&User::authentication_id>("authenticationId").read_only().added_in("1.8"),
    reference<&User::user_profile>("userProfile", Kind::user_profile).read_only().added_in("2.0"),
    text<&User::cdr_tag>("cdrTag", limits::cdr_tag_bytes).read_only(),
    reference<&User::ad_guid>("adGuid", Kind::none).read_only().write_only(),
    reference<&User::ldap_source>("ldapSource", Kind::ldap_source).hidden(),
};

}  // namespace curia

// DirectorySearchLocation: where users look people up in a directory.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct DirectorySearchLocation : Object {
  static constexpr Kind kind_of = Kind::directory_search_location;

  Guid ldap_server;
  Guid tenant;
  std::string base_dn;
  std::string filter_format;
  std::optional<std::int64_t> priority;
  std::string label;
  std::string first_name;
  std::string last_name;
  std::string display_name;
  std::string phone;
  std::string mobile;
  std::string email;
  std::string sip;
  std::string organisation;
};

inline constexpr FieldSpec directory_search_location_fields[] = {
    reference<&DirectorySearchLocation::ldap_server>("ldapServer", Kind::ldap_server)
        .required()
        .summary(),
    reference<&DirectorySearchLocation::tenant>("tenant", Kind::tenant).unsettable().summary(),
    text<&DirectorySearchLocation::base_dn>("baseDn").unsettable().summary().shown_empty(),
    text<&DirectorySearchLocation::filter_format>("filterFormat")
        .unsettable()
        .summary()
        .shown_empty(),
    number<&DirectorySearchLocation::priority>("priority").unsettable().summary().defaults("0"),
    text<&DirectorySearchLocation::label>("label", limits::name_bytes)
        .unsettable()
        .summary()
        .shown_empty(),
    text<&DirectorySearchLocation::first_name>("firstName").unsettable().shown_empty(),
    text<&DirectorySearchLocation::last_name>("lastName").unsettable().shown_empty(),
    text<&DirectorySearchLocation::display_name>("displayName").unsettable().shown_empty(),
    text<&DirectorySearchLocation::phone>("phone").unsettable().shown_empty(),
    text<&DirectorySearchLocation::mobile>("mobile").unsettable().shown_empty(),
    text<&DirectorySearchLocation::email>("email").unsettable().shown_empty(),
    text<&DirectorySearchLocation::sip>("sip").unsettable().shown_empty(),
    text<&DirectorySearchLocation::organisation>("organisation").unsettable().shown_empty(),
};

}  // namespace curia

// LdapMapping: how directory entries become users and their coSpaces.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct LdapMapping : Object {
  static constexpr Kind kind_of = Kind::ldap_mapping;

  std::string jid_mapping;
  std::string name_mapping;
  std::string cdr_tag_mapping;
  std::string co_space_name_mapping;
  std::string co_space_uri_mapping;
  std::string co_space_secondary_uri_mapping;
  std::string co_space_call_id_mapping;
  std::string authentication_id_mapping;
};

inline constexpr FieldSpec ldap_mapping_fields[] = {
    text<&LdapMapping::jid_mapping>("jidMapping").unsettable().summary().searched().shown_empty(),
    text<&LdapMapping::name_mapping>("nameMapping").unsettable().summary().searched().shown_empty(),
    text<&LdapMapping::cdr_tag_mapping>("cdrTagMapping").unsettable().shown_empty(),
    text<&LdapMapping::co_space_name_mapping>("coSpaceNameMapping").unsettable().shown_empty(),
    text<&LdapMapping::co_space_uri_mapping>("coSpaceUriMapping").unsettable().shown_empty(),
    text<&LdapMapping::co_space_secondary_uri_mapping>("coSpaceSecondaryUriMapping")
        .unsettable()
        .shown_empty(),
    text<&LdapMapping::co_space_call_id_mapping>("coSpaceCallIdMapping").unsettable().shown_empty(),
    text<&LdapMapping::authentication_id_mapping>("authenticationIdMapping")
        .unsettable()
        .shown_empty(),
};

}  // namespace curia

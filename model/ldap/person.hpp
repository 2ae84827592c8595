// What an entry of a directory says about a person and the person's own coSpace, read with the
// templates of an ldapMapping.
#pragma once

#include <string>
#include <vector>

#include "model/base/guid.hpp"
#include "model/ldap/mapping_template.hpp"
#include "model/objects/ldap_mapping.hpp"

namespace curia {

struct LdapPerson {
  std::string dn;
  std::string jid;  // as the template gives it; is_jid() tells whether it is one
  std::string name;
  std::string email;  // the attribute mail
  std::string cdr_tag;
  std::string authentication_id;
  Guid ad_guid;  // objectGUID, else entryUUID; nil when there is neither
  // Of the own coSpace; without a name there is none.
  std::string space_name;
  std::string space_uri;
  std::string space_secondary_uri;
  std::string space_call_id;
};

// user@domain without blanks.
bool is_jid(std::string_view text);

class PersonReader {
 public:
  // Errors: those of MappingTemplate::parse; the parameter names the mapping's field.
  static Result<PersonReader> compile(const LdapMapping& mapping);

  std::vector<std::string> attributes() const;
  Result<LdapPerson> read(const DirectoryEntry& entry) const;

 private:
  MappingTemplate jid_, name_, cdr_tag_, authentication_id_;
  MappingTemplate space_name_, space_uri_, space_secondary_uri_, space_call_id_;
};

}  // namespace curia

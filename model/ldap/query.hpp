// What is asked of a directory for one ldapSource.
#pragma once

#include <utility>
#include <vector>

#include "model/env/directory.hpp"
#include "model/ldap/person.hpp"
#include "model/objects/ldap_source.hpp"

namespace curia {

class Registry;

struct LdapQuery {
  DirectoryServer server;
  PersonReader reader;
  DirectorySearch people;
  // Who gets a coSpace template: people of the source that pass one more filter.
  std::vector<std::pair<Guid, DirectorySearch>> templates;
};

// Errors: not_found (no server or mapping), invalid_value (the port, a template of the mapping).
Result<LdapQuery> query_of(const Registry& registry, const LdapSource& source);

// Both filters in one; an empty one asks for nothing more.
std::string both_filters(const std::string& first, const std::string& second);

}  // namespace curia

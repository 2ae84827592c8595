// The coSpace that an import makes for a user: the user owns it and is a member of it.
#pragma once

#include "model/ldap/person.hpp"
#include "model/objects/ldap_source.hpp"
#include "model/registry/change.hpp"

namespace curia {

struct OwnSpace {
  Guid space{};              // nil when nothing of it is new
  std::size_t left_out = 0;  // values that a coSpace cannot have
};

// Makes the coSpace what the person's entry says, or removes it when that has no name for one.
// Names are not checked: others of the same import may be about to change theirs.
OwnSpace put_own_space(Change& change, const LdapSource& source, const LdapPerson& person,
                       const Guid& user);

// Sets a text field, which is emptied when the value does not fit it; whether it fits.
bool put_value(Kind kind, std::string_view field, Object& object, const std::string& value);

}  // namespace curia

// Import: makes the users of one ldapSource, their own coSpaces and their coSpace templates what
// a directory says, as one change: all of it or nothing.
//
// 1. A person is known again by objectGUID or entryUUID, else by JID: who is renamed keeps user,
//    coSpace and memberships.
// 2. Users of the source that the harvest does not name go, with their own coSpaces. Users of
//    other sources are never touched: a JID that one of them has is a clash.
// 3. What is as it should be is not written, so an import of no news costs no disk.
// 4. Entries without a JID are passed over. A value that a coSpace cannot have is left out.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/ldap/person.hpp"
#include "model/objects/ldap_sync.hpp"
#include "model/registry/change.hpp"

namespace curia {

struct LdapHarvest {
  std::vector<LdapPerson> people;
  // Of ldapUserCoSpaceTemplateSources: a coSpaceTemplate, and the DNs that its filter found.
  struct Template {
    Guid co_space_template;
    std::set<std::string> dns;
  };
  std::vector<Template> templates;
};

struct LdapOutcome {
  LdapSyncFailure failure = LdapSyncFailure::unset;  // if set, the change is worth nothing
  std::string reason;                                // of the failure, for the log
  std::size_t people = 0;
  std::size_t made = 0;
  std::size_t changed = 0;
  std::size_t removed = 0;
  std::size_t passed_over = 0;  // entries without a JID
  std::size_t left_out = 0;     // values that do not fit
};

LdapOutcome import_people(Change& change, const Guid& source, const LdapHarvest& harvest);

// Erases the users whose source is gone; how many.
std::size_t remove_users_without_source(Change& change);

}  // namespace curia

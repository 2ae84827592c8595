#include "model/objects/ldap_sync.hpp"

#include "model/registry/registry.hpp"
#include "model/rules/rules.hpp"

namespace curia {

void save_ldap_sync(SaveContext& save) {
  if (save.change.registry().table(Kind::ldap_sync).size() >= limits::ldap_syncs)
    return save.fail("tooManyLdapSyncs");
  auto& sync = static_cast<LdapSync&>(save.after);
  sync.state = LdapSyncState::pending;
  sync.for_tenant = flag_of(static_cast<bool>(sync.tenant));
  sync.for_source = flag_of(static_cast<bool>(sync.ldap_source));
}

// Only what has not begun can be called off; what has ended is only a record.
void erase_ldap_sync(EraseContext& erase) {
  if (static_cast<const LdapSync&>(erase.object).state == LdapSyncState::in_progress)
    erase.failures.push_back({.reason = "ldapSyncCannotBeCancelled"});
}

}  // namespace curia

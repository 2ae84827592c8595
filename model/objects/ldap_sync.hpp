// LdapSync: one run of the import.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

enum class LdapSyncState : std::uint8_t { unset, in_progress, pending, complete, failed };
inline constexpr std::string_view ldap_sync_state_names[] = {"inProgress", "pending", "complete",
                                                             "failed"};

enum class LdapSyncFailure : std::uint8_t {
  unset,
  tenant_does_not_exist,
  ldap_source_does_not_exist,
  clash_occurred,
  ldap_error
};
inline constexpr std::string_view ldap_sync_failure_names[] = {
    "tenantDoesNotExist", "ldapSourceDoesNotExist", "clashOccurred", "ldapError"};

struct LdapSync : Object {
  static constexpr Kind kind_of = Kind::ldap_sync;

  LdapSyncState state = LdapSyncState::unset;
  LdapSyncFailure failure_reason = LdapSyncFailure::unset;
  std::optional<std::int64_t> num_users_imported;
  std::optional<std::int64_t> num_ldap_sources_complete;
  Guid tenant;
  Guid ldap_source;
  Flag remove_when_finished = Flag::unset;
  // Whether it was asked for a tenant or a source, which may be gone when its turn comes.
  Flag for_tenant = Flag::unset;
  Flag for_source = Flag::unset;
};

inline constexpr FieldSpec ldap_sync_fields[] = {
    enumeration<&LdapSync::state>("state", ldap_sync_state_names).read_only().summary(),
    enumeration<&LdapSync::failure_reason>("failureReason", ldap_sync_failure_names)
        .read_only()
        .summary(),
    number<&LdapSync::num_users_imported>("numUsersImported").read_only().summary(),
    number<&LdapSync::num_ldap_sources_complete>("numLdapSourcesComplete").read_only().summary(),
    reference<&LdapSync::tenant>("tenant", Kind::tenant).write_only(),
    reference<&LdapSync::ldap_source>("ldapSource", Kind::ldap_source).write_only(),
    flag<&LdapSync::remove_when_finished>("removeWhenFinished").defaults("true").write_only(),
    flag<&LdapSync::for_tenant>("forTenant").hidden(),
    flag<&LdapSync::for_source>("forSource").hidden(),
};

}  // namespace curia

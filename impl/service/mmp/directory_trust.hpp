// What the command line says of TLS. Whom clients of directories and syslog servers believe, as the
// command line has it: `ldap ...` for the logins of its users, `tls ldap ...` for what the Call
// Bridge imports, `tls syslog ...`.
#pragma once

#include "model/admin/configuration.hpp"
#include "model/base/result.hpp"
#include "model/env/files.hpp"
#include "model/env/trust.hpp"

namespace curia::mmp {

// Of "1.0", "1.1" or "1.2".
TlsVersion version_of(const std::string& text);

// The bundle is read only if certificates are to be verified.
// Errors: unavailable (a bundle that cannot be read).
Result<Trust> trust_of(Files& files, const admin::LdapSettings& logins);
// The same; `usual` has the authorities to believe when no bundle is configured.
Result<Trust> trust_of(Files& files, const admin::TlsService& service, const Trust& usual);

}  // namespace curia::mmp

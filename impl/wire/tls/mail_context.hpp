// How an SMTP client does TLS: as Context::client(), with what is particular to mail.
#pragma once

#include <string>

#include "impl/wire/tls/context.hpp"

namespace curia::tls {

enum class OldestVersion { tls12, tls13 };

// An empty bundle: any certificate is accepted, as the Scheduler does without `email trust`. Else
// name, dates and chain are verified, and each certificate of the bundle is believed by itself,
// so that the mail server's own certificate may stand there alone. No ALPN: SMTP has no name.
// Errors: invalid_value (an unreadable bundle).
Result<Context> mail_client(const std::string& bundle_pem,
                            OldestVersion oldest = OldestVersion::tls12);

}  // namespace curia::tls

// Contexts for mutual TLS: both ends show a certificate, and each believes the other's only when
// an authority of its trust bundle stands behind it.
//
// What a server asks of the certificate of a client is that it is issued by the bundle and holds
// now; names of clients are not checked (they connect from anywhere).
#pragma once

#include "impl/wire/tls/context.hpp"

namespace curia::tls {

// Errors: invalid_value (an unreadable identity or bundle).
Result<Context> mutual_server(const Identity& identity, const std::string& bundle_pem);
Result<Context> mutual_client(const Identity& identity, const Trust& trust);

}  // namespace curia::tls

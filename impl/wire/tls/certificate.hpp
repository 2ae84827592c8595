// Certificates and keys as PEM text: made, read and judged.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"
#include "model/base/time.hpp"

namespace curia::tls {

// Who a server says it is.
struct Identity {
  std::string certificate_pem;  // the server's own first, then the chain up to an authority
  std::string key_pem;          // the private key of the first certificate, not encrypted
};

// What a certificate says, for logs and for the operator.
struct CertificateInfo {
  std::string subject;             // "CN = meet.example.com"
  std::vector<std::string> names;  // DNS names and IP addresses it stands for
  WallTime not_before;
  WallTime not_after;
};

// A self-signed server certificate on a new EC P-256 key. `names` are DNS names
// ("meet.example.com",
// "*.example.com") or IP addresses; the first is the common name. It holds from one hour before
// `now` (clocks differ) for `days` days (1 to 3650).
// Errors: invalid_value (no name, a malformed one, days out of range).
Result<Identity> make_self_signed(const std::vector<std::string>& names, int days, WallTime now);

// An authority of its own, which holds as long: its certificate is the bundle that believes it.
// Errors: as above.
Result<Identity> make_authority(const std::string& name, int days, WallTime now);

// The same as make_self_signed, but issued by an authority.
// Errors: as above; those of reading the authority.
Result<Identity> make_signed(const Identity& authority, const std::vector<std::string>& names,
                             int days, WallTime now);

// Reads an identity and checks that it can be used: both texts can be read, key and certificate
// belong together, and the certificate holds at `now`.
// Errors: invalid_value, with `parameter` "certificate" or "key".
Result<CertificateInfo> inspect(const Identity& identity, WallTime now);

}  // namespace curia::tls

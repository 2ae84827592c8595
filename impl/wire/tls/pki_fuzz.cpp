// Files that somebody uploaded as keys, requests and certificates: whatever they hold there is an
// answer, and what can be described as a certificate can be compared and verified.
#include <cstdint>

#include "impl/wire/tls/pki.hpp"
#include "model/base/check.hpp"

using namespace curia;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string file(reinterpret_cast<const char*>(data), size);
  const WallTime now = *parse_rfc3339("2026-03-01T09:00:00Z");
  const auto described = tls::describe(file);
  check(!described || described->find("BEGIN") == std::string::npos, "no key is shown");
  (void)tls::match(file, file);
  (void)tls::verify(file, file, file, now);
  (void)tls::sign_request(file, {file, file}, now);
  (void)tls::unlock(file, "passphrase");
  return 0;
}

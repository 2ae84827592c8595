// What is taken for a public key has a size and a fingerprint, and survives being written and read
// again.
#include <cstdint>

#include "impl/wire/ssh/public_key.hpp"
#include "model/base/check.hpp"

using namespace curia;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  for (const ssh::PublicKey& key : ssh::parse_public_keys(input)) {
    check(ssh::bits_of(key) > 0, "a key has a size");
    check(!ssh::fingerprint_line(key, ssh::Fingerprint::sha256).empty(), "and a fingerprint");
    const auto again = ssh::parse_public_key(ssh::to_line(key));
    check(again && again->type == key.type && again->blob == key.blob, "it is read back");
  }
  return 0;
}

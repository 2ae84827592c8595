// Whom a client that speaks TLS believes, and how old a TLS it puts up with.
#pragma once

#include <cstdint>
#include <string>

namespace curia {

enum class TlsVersion : std::uint8_t { v1_0, v1_1, v1_2, v1_3 };

struct Trust {
  bool verify = true;        // false: any certificate will do (the operator said so)
  bool check_name = true;    // the certificate must name the host that was asked for
  std::string bundle_pem{};  // the authorities, needed to verify
  // Before 1.2 nothing protects from weak ciphers: for old servers that nobody can replace.
  TlsVersion minimum = TlsVersion::v1_2;
};

}  // namespace curia

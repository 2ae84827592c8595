// What a server says of itself in its answer to EHLO (RFC 5321 section 4.1.1.1).
#pragma once

#include <cstdint>

#include "impl/wire/smtp/reply.hpp"

namespace curia::smtp {

struct Capabilities {
  bool starttls = false;         // RFC 3207
  bool pipelining = false;       // RFC 2920
  bool eight_bit = false;        // RFC 6152
  bool utf8 = false;             // RFC 6531
  bool size = false;             // RFC 1870
  std::uint64_t most_bytes = 0;  // 0: it names no limit
  bool auth_login = false;
  bool auth_plain = false;  // RFC 4616
};

Capabilities capabilities_of(const Reply& ehlo);

}  // namespace curia::smtp

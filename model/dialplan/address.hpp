// Addresses as they are dialled: "sip:Sales@Example.com:5060;user=phone", "sales@example.com",
// "+44 20 7946 0000".
#pragma once

#include <string>
#include <string_view>

namespace curia::dialplan {

struct Address {
  std::string user;        // as it was written
  std::string domain;      // in lower case, without port; empty when there is none
  std::string port;        // digits, or empty
  std::string parameters;  // from the first ; or ? behind the domain on; or empty

  // "user@domain", or one of the two when the other is empty.
  std::string text() const;
};

// Takes everything: what has no @ is all user part. A scheme sip:, sips: or tel: goes away.
Address parse_address(std::string_view text);

// Whether a domain is meant: letter case does not count, * stands for any run of characters, an
// empty pattern for nothing at all.
bool matches_domain(std::string_view pattern, std::string_view domain);

}  // namespace curia::dialplan

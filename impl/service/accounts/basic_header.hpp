// The value of an Authorization header of the scheme Basic (RFC 7617), read strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace curia::accounts {

struct Credentials {
  std::string name;
  std::string password;
  bool operator==(const Credentials&) const = default;
};

// "Basic <base64 of name:password>": the scheme in any letter case, then blanks, then strict
// base64 of UTF-8 without control characters; the name ends at the first colon. Anything else,
// and anything beyond the limits of names and passwords, is nullopt.
std::optional<Credentials> parse_basic(std::string_view header);

// The header that a client sends.
std::string to_basic(const Credentials& credentials);

}  // namespace curia::accounts

// Percent-encoding (RFC 3986 section 2.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace curia {

// Escapes everything but the unreserved characters (letters, digits, "-._~").
std::string percent_encode(std::string_view text);

// Nothing when a "%" is not followed by two hexadecimal digits. The bytes may be anything.
std::optional<std::string> percent_decode(std::string_view text);

// Appends "%2F" for '/'.
void append_percent_escape(std::string& out, char byte);

// The byte that the two hexadecimal digits at the front of `text` stand for; -1 when they do not.
int percent_byte(std::string_view text);

}  // namespace curia

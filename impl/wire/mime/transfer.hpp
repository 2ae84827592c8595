// Content-Transfer-Encodings of RFC 2045, both ways.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace curia::mime {

// Lines of 76 characters, each with CR LF (section 6.8).
std::string base64_lines(std::string_view bytes);
// Takes no offence at line ends; nullopt for what is no base64.
std::optional<std::string> decoded_base64_lines(std::string_view text);

// Text whose lines end with LF or CR LF (section 6.7).
std::string quoted_printable(std::string_view text);
std::optional<std::string> decoded_quoted_printable(std::string_view text);
// The Q encoding of RFC 2047: an underscore is a blank.
std::optional<std::string> decoded_q(std::string_view text);

}  // namespace curia::mime

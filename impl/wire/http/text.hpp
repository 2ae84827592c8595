// Small text of HTTP/1.1: tokens, header values, reason phrases, and appending them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace curia::http {

// One or more of the characters of a token (RFC 9110 section 5.6.2): methods and header names.
bool is_token(std::string_view text);

// No control characters but tab (RFC 9110 section 5.5).
bool is_header_value(std::string_view text);

// "Not Found"; "Unknown" for numbers that are not in the table.
std::string_view reason_phrase(int status);

// Appends "name: value\r\n". Control characters of the value become blanks, so that no text from
// outside can end a header early. A name that is no token, or one that frames the message
// (Content-Length, Transfer-Encoding, Connection, Keep-Alive, Date), is a broken caller.
void append_header(std::string& out, std::string_view name, std::string_view value);

void append_number(std::string& out, std::uint64_t number);

}  // namespace curia::http

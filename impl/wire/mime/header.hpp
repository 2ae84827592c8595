// Header fields of mails (RFC 5322), with letters outside ASCII as RFC 2047 has them.
//
// 1. No text from outside can end a line: control characters become blanks.
// 2. Lines are folded at 78 characters where there is a blank to fold at.
#pragma once

#include <string>
#include <string_view>

namespace curia::mime {

struct Mailbox {
  std::string address;  // is_mail_address() holds for it
  std::string name;     // display name, UTF-8; may be empty
};

// "Jane <jane@example.com>", with the name quoted or encoded where that is needed.
std::string written(const Mailbox& mailbox);

// The text as it stands in Subject: encoded where it is not plain ASCII.
std::string encoded_text(std::string_view text);
// Reads encoded words of UTF-8, in B and Q; others stay as they are.
std::string decoded_text(std::string_view text);

// Appends "Name: value\r\n", folded.
void append_header(std::string& out, std::string_view name, std::string_view value);

}  // namespace curia::mime

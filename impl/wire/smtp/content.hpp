// A mail's content as it stands between DATA and the final dot (RFC 5321 sections 2.3.8, 4.5.2).
#pragma once

#include <string>
#include <string_view>

namespace curia::smtp {

// Every line ends with CR LF, whatever ended it before (a bare CR or LF inside a mail is how mails
// are smuggled into a session); a dot in front of a line is doubled; ".\r\n" ends it.
void append_content(std::string& out, std::string_view content);

// The size that SIZE= declares: with CR LF at the ends of lines, without doubled dots.
std::size_t declared_size(std::string_view content);

bool is_seven_bit(std::string_view text);

}  // namespace curia::smtp

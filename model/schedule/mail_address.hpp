// E-mail addresses as mails may carry them.
#pragma once

#include <string_view>

namespace curia::schedule {

// A local part and a domain (RFC 5321 section 4.1.2, without quoted local parts and without
// comments), at most meeting_address_bytes long. Letters outside ASCII are taken (RFC 6531);
// blanks, control characters and what parts addresses in a header (<>,;:"()[]\) never are.
bool is_mail_address(std::string_view text);

}  // namespace curia::schedule

// A mail server as a URL, as `curia serve --smtp` takes it.
#pragma once

#include <string_view>

#include "impl/service/mail/mail_server.hpp"

namespace curia::mail {

// SCHEME://[USER@]HOST[:PORT]: `smtp` is not encrypted, `smtp+starttls` where the server offers to,
// `smtps` from the first byte. Without a port 25, 587 with a user, 465 with smtps. A user's
// password comes from elsewhere: what stands in a command line is seen by everybody. Without a
// trust bundle any certificate is accepted. Errors: invalid_value, which names the part at fault.
Result<MailServer> parse_mail_url(std::string_view text);

}  // namespace curia::mail

#include "impl/service/mail/mail_url.hpp"

#include "impl/wire/tls/mail_context.hpp"
#include "model/base/ip.hpp"
#include "model/base/text.hpp"

namespace curia::mail {
namespace {

constexpr std::uint16_t relay_port = 25;        // RFC 5321
constexpr std::uint16_t submission_port = 587;  // RFC 6409
constexpr std::uint16_t smtps_port = 465;       // RFC 8314

std::unexpected<Error> wrong(std::string_view text, const std::string& why) {
  return fail(Errc::invalid_value, "'" + std::string(text) + "' is no mail server: " + why);
}

}  // namespace

Result<MailServer> parse_mail_url(std::string_view text) {
  const std::string_view whole = text;
  const std::size_t mark = text.find("://");
  if (mark == text.npos) return wrong(whole, "write smtp://HOST:PORT");
  const std::string scheme = ascii_lower(text.substr(0, mark));
  text.remove_prefix(mark + 3);
  if (scheme != "smtp" && scheme != "smtps" && scheme != "smtp+starttls")
    return wrong(whole, "it begins with smtp://, smtp+starttls:// or smtps://");
  MailServer server{.host = {},
                    .smtps = scheme == "smtps",
                    .starttls = scheme == "smtp+starttls",
                    .trust = tls::mail_client("").value()};
  // A user is often an address: the last @ parts it from the host.
  if (const std::size_t at = text.rfind('@'); at != text.npos) {
    const std::string_view user = text.substr(0, at);
    if (user.empty()) return wrong(whole, "the user is empty");
    if (user.find(':') != user.npos)
      return wrong(whole, "a password is not given here, but in --smtp-password-file");
    server.login = smtp::Login{std::string(user), {}};
    text.remove_prefix(at + 1);
  }
  server.port = server.smtps ? smtps_port : server.login ? submission_port : relay_port;
  if (text.ends_with('/')) text.remove_suffix(1);
  const bool is_bracketed = text.starts_with('[');
  const std::size_t end = is_bracketed ? text.find(']') : 0;
  if (end == text.npos) return wrong(whole, "the ] is missing");
  if (const std::size_t colon = text.find(':', end); colon != text.npos) {
    const auto port = parse_decimal(text.substr(colon + 1));
    if (!port || *port < 1 || *port > 65535) return wrong(whole, "a port is a number up to 65535");
    server.port = static_cast<std::uint16_t>(*port);
    text = text.substr(0, colon);
  }
  if (is_bracketed) text = text.substr(1, text.size() - 2);
  if (text.empty() || text.find_first_of(" /?#[]") != text.npos)
    return wrong(whole, "the host is not a name or an address");
  server.host = text;
  return server;
}

}  // namespace curia::mail

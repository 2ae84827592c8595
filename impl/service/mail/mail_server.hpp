// Where mails go out and how: what `scheduler email ...` configures (release notes 2.10.4).
#pragma once

#include <optional>
#include <string>

#include "impl/wire/smtp/client.hpp"
#include "impl/wire/tls/context.hpp"

namespace curia::mail {

// The six modes: `smtps` or not, else `starttls` or not, each with a login or without.
struct MailServer {
  std::string host;  // a name or an address
  std::uint16_t port = 25;
  bool smtps = false;     // TLS from the first byte
  bool starttls = false;  // TLS when the server offers it
  std::optional<smtp::Login> login{};
  tls::Context trust;  // tls::mail_client()
  std::string own_name = "localhost";

  std::string location() const { return host + ':' + std::to_string(port); }
};

}  // namespace curia::mail

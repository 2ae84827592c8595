// Redirect: what answers on port 80 when `webadmin http-redirect` is enabled: every request is sent
// to the same place on the HTTPS port (RFC 9110 section 15.4.2).
#pragma once

#include <cstdint>

#include "impl/service/web/handler.hpp"

namespace curia::server {

class Redirect final : public web::Handler {
 public:
  // The HTTPS port.
  explicit Redirect(std::uint16_t port) : port_(port) {}

  // 400 when the request does not say for which host it is.
  void handle(const http::Request& request, const Endpoint& peer, web::Responder respond) override;

 private:
  std::uint16_t port_;
};

}  // namespace curia::server

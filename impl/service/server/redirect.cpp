#include "impl/service/server/redirect.hpp"

#include "model/admin/values.hpp"

namespace curia::server {
namespace {

constexpr std::uint16_t https_port = 443;

// "cms.example.com", "192.0.2.5" or "[2001:db8::5]" of a Host header; empty when it is none.
std::string host_of(std::string_view header) {
  if (header.starts_with('[')) {
    const std::size_t end = header.find(']');
    if (end == header.npos || !parse_ip(header.substr(1, end - 1))) return {};
    return std::string(header.substr(0, end + 1));
  }
  const std::string_view host = header.substr(0, header.find(':'));
  return admin::is_host_name(host) ? std::string(host) : std::string();
}

}  // namespace

void Redirect::handle(const http::Request& request, const Endpoint&, web::Responder respond) {
  const std::string host = host_of(request.header("host"));
  if (host.empty())
    return respond({.status = 400,
                    .headers = {{"Content-Type", "text/plain"}},
                    .body = "This server is asked by HTTPS.\n"});
  std::string location = "https://" + host;
  if (port_ != https_port) location += ":" + std::to_string(port_);
  location += request.target;
  respond({.status = 301, .headers = {{"Location", std::move(location)}}, .body = {}});
}

}  // namespace curia::server

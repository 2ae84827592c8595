#include "model/admin/listen_endpoint.hpp"

namespace curia::admin {

Result<Endpoint> listen_endpoint(const Configuration& configuration, const ListenAddress& listen) {
  if (listen.interface.empty()) return fail(Errc::unavailable, "no interface to listen on");
  const std::string name = "the interface " + listen.interface;
  const InterfaceSettings* interface = configuration.interface(listen.interface);
  if (interface == nullptr) return fail(Errc::unavailable, name + " has no address");
  if (!interface->ipv4_enabled) return fail(Errc::unavailable, name + " is disabled");
  const auto address = parse_ip(interface->ipv4.substr(0, interface->ipv4.find('/')));
  if (!address) return fail(Errc::unavailable, name + " has no address");
  return Endpoint{*address, static_cast<std::uint16_t>(listen.port)};
}

}  // namespace curia::admin

#include "model/admin/configuration.hpp"

#include <algorithm>

namespace curia::admin {

const InterfaceSettings* Configuration::interface(std::string_view name) const {
  const auto found = std::ranges::find(interfaces, name, &InterfaceSettings::name);
  return found == interfaces.end() ? nullptr : &*found;
}

InterfaceSettings& Configuration::make_interface(std::string_view name) {
  const auto found = std::ranges::find(interfaces, name, &InterfaceSettings::name);
  if (found != interfaces.end()) return *found;
  interfaces.push_back({.name = std::string(name)});
  std::ranges::sort(interfaces, {}, &InterfaceSettings::name);
  return *std::ranges::find(interfaces, name, &InterfaceSettings::name);
}

TlsService* Configuration::tls_service(std::string_view name) {
  const auto found = std::ranges::find(tls, name, &TlsService::name);
  return found == tls.end() ? nullptr : &*found;
}

const TlsService* Configuration::tls_service(std::string_view name) const {
  const auto found = std::ranges::find(tls, name, &TlsService::name);
  return found == tls.end() ? nullptr : &*found;
}

}  // namespace curia::admin

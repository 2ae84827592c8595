#include "impl/io/interfaces.hpp"

#include <ifaddrs.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string_view>

#include "model/base/hex.hpp"

namespace curia::io {
namespace {

bool is_at(const ifaddrs& entry, const IpAddress& address) {
  if (entry.ifa_addr == nullptr) return false;
  const auto same = [&](const void* bytes, std::size_t count) {
    return std::ranges::equal(std::span(static_cast<const std::uint8_t*>(bytes), count),
                              std::span(address.bytes).first(count));
  };
  if (entry.ifa_addr->sa_family == AF_INET && !address.is_v6)
    return same(&reinterpret_cast<const sockaddr_in*>(entry.ifa_addr)->sin_addr, 4);
  if (entry.ifa_addr->sa_family == AF_INET6 && address.is_v6)
    return same(&reinterpret_cast<const sockaddr_in6*>(entry.ifa_addr)->sin6_addr, 16);
  return false;
}

std::string text_of(std::span<const unsigned char> bytes) {
  if (std::ranges::all_of(bytes, [](unsigned char byte) { return byte == 0; })) return {};
  std::string text;
  for (const unsigned char byte : bytes) {
    if (!text.empty()) text += ':';
    append_hex(text, byte);
  }
  return text;
}

}  // namespace

std::string hardware_address(const IpAddress& address) {
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> list(first, &::freeifaddrs);
  std::string_view name;
  for (const ifaddrs* entry = first; entry != nullptr; entry = entry->ifa_next)
    if (is_at(*entry, address)) name = entry->ifa_name;
  for (const ifaddrs* entry = first; entry != nullptr; entry = entry->ifa_next) {
    if (name.empty() || name != entry->ifa_name || entry->ifa_addr == nullptr ||
        entry->ifa_addr->sa_family != AF_PACKET)
      continue;
    const auto* link = reinterpret_cast<const sockaddr_ll*>(entry->ifa_addr);
    return text_of(std::span(link->sll_addr)
                       .first(std::min<std::size_t>(link->sll_halen, sizeof link->sll_addr)));
  }
  return {};
}

}  // namespace curia::io

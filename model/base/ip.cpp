#include "model/base/ip.hpp"

#include <cstdio>
#include <optional>
#include <vector>

#include "model/base/hex.hpp"
#include "model/base/text.hpp"

namespace curia {
namespace {

std::optional<IpAddress> parse_v4(std::string_view text) {
  IpAddress address;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t end = i < 3 ? text.find('.') : text.size();
    if (end == std::string_view::npos || end == 0 || end > 3) return std::nullopt;
    const auto value = parse_decimal(text.substr(0, end));
    if (!value || *value > 255 || (end > 1 && text.front() == '0')) return std::nullopt;
    address.bytes[i] = static_cast<std::uint8_t>(*value);
    text.remove_prefix(i < 3 ? end + 1 : end);
  }
  return address;
}

std::optional<std::uint16_t> parse_group(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  unsigned value = 0;
  for (char c : text) {
    const int digit = hex_value(c);
    if (digit < 0) return std::nullopt;
    value = value << 4 | static_cast<unsigned>(digit);
  }
  return static_cast<std::uint16_t>(value);
}

// Colon-separated groups, the last of which may be a dotted IPv4 address. Empty text is no group.
std::optional<std::vector<std::uint16_t>> parse_groups(std::string_view text) {
  std::vector<std::uint16_t> groups;
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const std::string_view part = text.substr(0, colon);
    if (colon == std::string_view::npos && part.find('.') != std::string_view::npos) {
      const auto v4 = parse_v4(part);
      if (!v4) return std::nullopt;
      groups.push_back(static_cast<std::uint16_t>(v4->bytes[0] << 8 | v4->bytes[1]));
      groups.push_back(static_cast<std::uint16_t>(v4->bytes[2] << 8 | v4->bytes[3]));
      return groups;
    }
    const auto group = parse_group(part);
    if (!group) return std::nullopt;
    groups.push_back(*group);
    if (colon == std::string_view::npos) return groups;
    text.remove_prefix(colon + 1);
    if (text.empty()) return std::nullopt;
  }
  return groups;
}

std::optional<IpAddress> parse_v6(std::string_view text) {
  const std::size_t gap = text.find("::");
  const auto head = parse_groups(text.substr(0, gap));
  const auto tail = parse_groups(gap == std::string_view::npos ? "" : text.substr(gap + 2));
  if (!head || !tail) return std::nullopt;
  const std::size_t given = head->size() + tail->size();
  if (gap == std::string_view::npos ? given != 8 : given > 7) return std::nullopt;
  IpAddress address;
  address.is_v6 = true;
  const auto put = [&](std::size_t index, std::uint16_t group) {
    address.bytes[index * 2] = static_cast<std::uint8_t>(group >> 8);
    address.bytes[index * 2 + 1] = static_cast<std::uint8_t>(group);
  };
  for (std::size_t i = 0; i < head->size(); ++i) put(i, (*head)[i]);
  for (std::size_t i = 0; i < tail->size(); ++i) put(8 - tail->size() + i, (*tail)[i]);
  return address;
}

std::string v6_text(const IpAddress& address) {
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i)
    groups[i] = static_cast<unsigned>(address.bytes[i * 2] << 8 | address.bytes[i * 2 + 1]);
  // RFC 5952 section 4.2: the longest run of two or more zero groups, the first of equals.
  std::size_t gap = 8, gap_length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t run = 0;
    while (i + run < 8 && groups[i + run] == 0) ++run;
    if (run > gap_length) gap = i, gap_length = run;
  }
  std::string text;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == gap) {
      text += "::";
      i += gap_length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    char group[8];
    std::snprintf(group, sizeof group, "%x", groups[i]);
    text += group;
  }
  return text;
}

}  // namespace

Result<IpAddress> parse_ip(std::string_view text) {
  const auto address = text.find(':') == std::string_view::npos ? parse_v4(text) : parse_v6(text);
  if (!address)
    return fail(Errc::invalid_value, "'" + std::string(text) + "' is not an IP address");
  return *address;
}

std::string to_string(const IpAddress& address) {
  if (address.is_v6) return v6_text(address);
  char text[16];
  std::snprintf(text, sizeof text, "%u.%u.%u.%u", address.bytes[0], address.bytes[1],
                address.bytes[2], address.bytes[3]);
  return text;
}

Result<Endpoint> parse_endpoint(std::string_view text) {
  const auto refuse = [&] {
    return fail(Errc::invalid_value,
                "'" + std::string(text) + "' is not an address and port such as 127.0.0.1:8443");
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return refuse();
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() >= 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  const auto address = parse_ip(host);
  const auto port = parse_decimal(text.substr(colon + 1));
  if (!address || address->is_v6 != bracketed || !port || *port > 65535) return refuse();
  return Endpoint{*address, static_cast<std::uint16_t>(*port)};
}

std::string to_string(const Endpoint& endpoint) {
  const std::string address = to_string(endpoint.address);
  return (endpoint.address.is_v6 ? "[" + address + "]" : address) + ":" +
         std::to_string(endpoint.port);
}

}  // namespace curia

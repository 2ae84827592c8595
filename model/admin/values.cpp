#include "model/admin/values.hpp"

#include <algorithm>
#include <array>

#include "model/admin/certificate_subject.hpp"
#include "model/admin/syntax.hpp"
#include "model/base/ip.hpp"
#include "model/base/text.hpp"

namespace curia::admin {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_number(std::string_view word) { return parse_decimal(word).has_value(); }

bool is_limit(std::string_view word) { return word == "none" || is_number(word); }

bool is_interface_and_port(std::string_view word) {
  const std::size_t colon = word.find(':');
  return colon != std::string_view::npos && is_interface(word.substr(0, colon)) &&
         parse_port(word.substr(colon + 1)).has_value();
}

bool is_port_or_none(std::string_view word) {
  return word == "none" || parse_port(word).has_value();
}

bool is_address(std::string_view word) { return parse_ip(word).has_value(); }

struct ValueKind {
  std::string_view name;
  bool (*fits)(std::string_view);
  std::string_view what;
};

constexpr std::array<ValueKind, 23> kinds = {{
    {"port", [](std::string_view w) { return parse_port(w).has_value(); },
     "a port: a number from 1 to 65535"},
    {"interface", is_interface, "an interface: a, b, c or d"},
    {"interface list", is_interface, "an interface: a, b, c or d"},
    {"interface:port list", is_interface_and_port, "an interface with a port, such as a:443"},
    {"tcp-port|none", is_port_or_none, "a port or none"},
    {"tls-port|none", is_port_or_none, "a port or none"},
    {"hostname|address", is_host_or_address, "a host name or an address"},
    {"hostname", is_host_name, "a host name"},
    {"address", is_address, "an IP address"},
    {"address/prefix", is_address_with_prefix, "an address with its prefix, such as 192.0.2.5/24"},
    {"seconds", is_number, "a number of seconds"},
    {"number", is_number, "a whole number"},
    {"limit|none", is_limit, "a whole number or none"},
    {"key-file", is_file_name, "a file name"},
    {"crt-file", is_file_name, "a file name"},
    {"crt-fullchain-file", is_file_name, "a file name"},
    {"crt-bundle", is_file_name, "a file name"},
    {"ca-crt-file", is_file_name, "a file name"},
    {"file", is_file_name, "a file name"},
    {"new-file", is_file_name, "a file name"},
    {"basename", is_certificate_base_name, "the beginning of a file name"},
    {"csr-basename", is_certificate_base_name, "the beginning of a file name"},
    {"ca-basename", is_certificate_base_name, "the beginning of a file name"},
}};

}  // namespace

Result<> check_value(std::string_view name, std::string_view word) {
  const auto* kind = std::ranges::find(kinds, name, &ValueKind::name);
  if (kind == kinds.end() || kind->fits(word)) return {};
  return fail(Errc::invalid_value, "'" + std::string(word) + "' is not " + std::string(kind->what));
}

bool is_interface(std::string_view word) {
  return word.size() == 1 && word.front() >= 'a' && word.front() <= 'd';
}

std::optional<std::uint16_t> parse_port(std::string_view word) {
  const auto number = parse_decimal(word);
  if (!number || *number < 1 || *number > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(*number);
}

bool is_host_name(std::string_view word) {
  if (word.empty() || word.size() > 253) return false;
  std::size_t label = 0;
  for (const char c : word) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
      continue;
    }
    if (!is_letter_or_digit(c) && c != '_' && (c != '-' || label == 0)) return false;
    if (++label > 63) return false;
  }
  return label > 0 && word.back() != '-';
}

bool is_host_or_address(std::string_view word) { return is_address(word) || is_host_name(word); }

bool is_address_with_prefix(std::string_view word) {
  const std::size_t slash = word.find('/');
  if (slash == std::string_view::npos) return false;
  const auto address = parse_ip(word.substr(0, slash));
  const auto bits = parse_decimal(word.substr(slash + 1));
  return address && bits && *bits <= (address->is_v6 ? 128 : 32);
}

bool is_file_name(std::string_view word) {
  return !word.empty() && word.size() <= 255 && word.front() != '.' && word.front() != '-' &&
         is_utf8(word) && std::ranges::none_of(word, [](char c) {
           return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

}  // namespace curia::admin

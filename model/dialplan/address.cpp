#include "model/dialplan/address.hpp"

#include <algorithm>

#include "model/base/text.hpp"

namespace curia::dialplan {
namespace {

bool is_all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_scheme(std::string_view text) {
  for (std::string_view scheme : {"sips:", "sip:", "tel:"})
    if (equal_ignoring_ascii_case(text.substr(0, scheme.size()), scheme))
      return text.substr(scheme.size());
  return text;
}

}  // namespace

std::string Address::text() const {
  if (domain.empty()) return user;
  return user.empty() ? domain : user + "@" + domain;
}

Address parse_address(std::string_view text) {
  text = without_scheme(trim_ascii_space(text));
  Address address;
  const std::size_t at = text.rfind('@');
  std::string_view rest = text;
  if (at != std::string_view::npos) {
    address.user = text.substr(0, at);
    rest = text.substr(at + 1);
  }
  const std::size_t parameters = rest.find_first_of(";?");
  if (parameters != std::string_view::npos) {
    address.parameters = rest.substr(parameters);
    rest = rest.substr(0, parameters);
  }
  if (at == std::string_view::npos) {
    address.user = rest;
    return address;
  }
  // A colon inside brackets belongs to an IPv6 address.
  const std::size_t colon = rest.rfind(':');
  if (colon != std::string_view::npos && is_all_digits(rest.substr(colon + 1)) &&
      rest.find(']', colon) == std::string_view::npos) {
    address.port = rest.substr(colon + 1);
    rest = rest.substr(0, colon);
  }
  address.domain = ascii_lower(rest);
  return address;
}

bool matches_domain(std::string_view pattern, std::string_view domain) {
  if (pattern.empty()) return false;
  const std::string wanted = ascii_lower(pattern), given = ascii_lower(domain);
  std::size_t at = 0, next = 0;
  // Where the last * stands, and how far it reaches: it is made longer when the rest does not fit.
  std::size_t star = std::string::npos, reach = 0;
  while (next < given.size()) {
    if (at < wanted.size() && wanted[at] == '*') {
      star = at++;
      reach = next;
    } else if (at < wanted.size() && wanted[at] == given[next]) {
      ++at;
      ++next;
    } else if (star != std::string::npos) {
      at = star + 1;
      next = ++reach;
    } else {
      return false;
    }
  }
  return wanted.find_first_not_of('*', at) == std::string::npos;
}

}  // namespace curia::dialplan

#include "model/base/url.hpp"

#include <algorithm>

#include "model/base/ip.hpp"
#include "model/base/limits.hpp"
#include "model/base/text.hpp"

namespace curia {
namespace {

std::uint16_t default_port(bool secure) { return secure ? 443 : 80; }

std::unexpected<Error> unusable(std::string_view why) {
  return fail(Errc::invalid_value, "the URL " + std::string(why));
}

bool is_host_name(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_';
  });
}

bool is_target(std::string_view target) {
  return std::all_of(target.begin(), target.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte < 0x7f &&
           std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
  });
}

Result<> parse_port(std::string_view text, Url& url) {
  if (text.empty()) return {};  // "host:" is allowed (RFC 3986 section 3.2.3)
  const auto port = parse_decimal(text);
  if (!port || *port < 1 || *port > 65535) return unusable("has a port outside 1 to 65535");
  url.port = static_cast<std::uint16_t>(*port);
  return {};
}

Result<> parse_authority(std::string_view text, Url& url) {
  if (text.find('@') != std::string_view::npos)
    return unusable("contains a user name, which is not taken here");
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return unusable("has an IPv6 address without its ']'");
    auto address = parse_ip(text.substr(1, end - 1));
    if (!address || !address->is_v6)
      return unusable("has brackets around something that is no IPv6 address");
    url.host = to_string(*address);
    port = text.substr(end + 1);
    if (!port.empty() && port.front() != ':')
      return unusable("has something between host and port");
    if (!port.empty()) port.remove_prefix(1);
  } else {
    const std::size_t colon = text.find(':');
    if (!is_host_name(text.substr(0, colon))) return unusable("does not name a host");
    url.host = ascii_lower(text.substr(0, colon));
    if (colon != std::string_view::npos) port = text.substr(colon + 1);
  }
  return parse_port(port, url);
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  if (text.size() > limits::url_bytes)
    return fail(Errc::value_too_long,
                "the URL is longer than " + std::to_string(limits::url_bytes) + " bytes");
  text = text.substr(0, text.find('#'));
  Url url;
  const std::size_t scheme_end = std::min(text.find("://"), text.size());
  const std::string_view scheme = text.substr(0, scheme_end);
  url.secure = equal_ignoring_ascii_case(scheme, "https");
  if (scheme_end == text.size() || (!url.secure && !equal_ignoring_ascii_case(scheme, "http")))
    return unusable("does not begin with http:// or https://");
  url.port = default_port(url.secure);
  text.remove_prefix(scheme_end + 3);
  const std::size_t path = std::min(text.find_first_of("/?"), text.size());
  if (auto parsed = parse_authority(text.substr(0, path), url); !parsed)
    return fail(parsed.error());
  const std::string_view target = text.substr(path);
  if (!is_target(target)) return unusable("has characters that must be percent-encoded");
  url.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
  return url;
}

std::string authority(const Url& url) {
  const bool v6 = url.host.find(':') != std::string::npos;
  std::string out = v6 ? "[" + url.host + "]" : url.host;
  if (url.port != default_port(url.secure)) out += ":" + std::to_string(url.port);
  return out;
}

std::string to_string(const Url& url) {
  return (url.secure ? "https://" : "http://") + authority(url) + url.target;
}

std::string_view target_path(std::string_view target) { return target.substr(0, target.find('?')); }

std::string_view target_query(std::string_view target) {
  const std::size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

}  // namespace curia

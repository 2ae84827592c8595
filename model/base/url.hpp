// Absolute http and https URLs (RFC 3986), as they stand in configuration and API objects.
//
//   Result<Url> url = parse_url("https://www.example.com:8443/a/b?c=d");
//   connect(url->host, url->port);   client.send({.target = url->target});
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia {

struct Url {
  bool secure = false;       // https
  std::string host;          // lower case; an IPv6 address without its brackets
  std::uint16_t port = 80;   // given, or 80 and 443
  std::string target = "/";  // path and query, at least "/"; a fragment is dropped
  bool operator==(const Url&) const = default;
};

// Errors: invalid_value with a sentence that names the part at fault; user names and passwords in
// a URL are refused (they end in logs).
Result<Url> parse_url(std::string_view text);

// The shortest form that parse_url() reads back.
std::string to_string(const Url& url);

// "example.com", "example.com:8080" or "[::1]:8080": the value of a Host header.
std::string authority(const Url& url);

// "/a/b" and "c=d" of the target "/a/b?c=d" of a request; the query is empty where there is none.
std::string_view target_path(std::string_view target);
std::string_view target_query(std::string_view target);

}  // namespace curia

// HTTP/1.1 messages as the server and client machines hand them over (RFC 9110, 9112).
//
// 1. Requests are views into the machine's buffer: valid only during the call that delivers them.
// 2. Header names compare without regard to letter case; values have no surrounding blanks.
// 3. Framing (Content-Length, Transfer-Encoding, Connection, Date) belongs to the machine: nobody
//    else writes those headers.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace curia::http {

using Header = std::pair<std::string, std::string>;

struct Request {
  std::string_view method;  // "GET"
  std::string_view target;  // origin form as received: "/api/v1/coSpaces?limit=5"
  std::vector<std::pair<std::string_view, std::string_view>> headers;  // in order of arrival
  std::string_view body;                                               // chunks joined

  // The value of the first header of that name; empty when there is none.
  std::string_view header(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::string body;

  std::string_view header(std::string_view name) const;
};

}  // namespace curia::http

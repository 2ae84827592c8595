#include "impl/wire/http/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "model/base/check.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"

namespace curia::http {
namespace {

constexpr std::array<bool, 256> make_token_table() {
  std::array<bool, 256> table{};
  for (unsigned c = '0'; c <= '9'; ++c) table[c] = true;
  for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = table[c - 'a' + 'A'] = true;
  for (char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
  return table;
}
constexpr std::array<bool, 256> token_table = make_token_table();

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && byte != '\t') || byte == 0x7f;
}

// Compared by length first: almost every name is settled by that alone.
bool frames_the_message(std::string_view name) {
  switch (name.size()) {
    case 4:
      return equal_ignoring_ascii_case(name, "Date");
    case 10:
      return equal_ignoring_ascii_case(name, "Connection") ||
             equal_ignoring_ascii_case(name, "Keep-Alive");
    case 14:
      return equal_ignoring_ascii_case(name, "Content-Length");
    case 17:
      return equal_ignoring_ascii_case(name, "Transfer-Encoding");
    default:
      return false;
  }
}

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return token_table[static_cast<unsigned char>(c)];
  });
}

bool is_header_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), is_control);
}

std::string_view reason_phrase(int status) {
  switch (status) {
      // clang-format off
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Unknown";
      // clang-format on
  }
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  check(is_token(name), "a header name is a token");
  check(!frames_the_message(name), "headers that frame a message belong to the machine");
  out += name;
  out += ": ";
  if (is_header_value(value)) [[likely]] {
    out += value;
  } else {
    reached("http.header_value_cleaned");
    for (char c : value) out += is_control(c) ? ' ' : c;
  }
  out += "\r\n";
}

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;  // 2^64 has 20
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

}  // namespace curia::http

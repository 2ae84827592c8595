#include "sim/scenario/http_text.hpp"

#include <cstdint>

#include "model/base/text.hpp"
#include "sim/scenario/first_rows.hpp"

namespace curia::scenario {
namespace {

std::string base64(std::string_view text) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t group = 0;
    const auto count = std::min<std::size_t>(3, text.size() - i);
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < count ? static_cast<unsigned char>(text[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += k <= count ? letters[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

// Chunks joined; nullopt when there is more to come.
Result<std::optional<std::pair<std::string, std::size_t>>> read_chunks(std::string_view text) {
  std::string body;
  std::size_t at = 0;
  for (;;) {
    const auto end = text.find("\r\n", at);
    if (end == std::string_view::npos) return std::nullopt;
    std::size_t size = 0;
    for (char c : ascii_lower(text.substr(at, end - at))) {
      const auto digit = std::string_view("0123456789abcdef").find(c);
      if (digit == std::string_view::npos) return fail(Errc::protocol_error, "bad chunk size");
      size = size * 16 + digit;
    }
    at = end + 2;
    if (text.size() < at + size + 2) return std::nullopt;
    if (text.substr(at + size, 2) != "\r\n") return fail(Errc::protocol_error, "bad chunk end");
    body += text.substr(at, size);
    at += size + 2;
    if (size == 0) return std::optional(std::pair(std::move(body), at));
  }
}

}  // namespace

std::string authorization(const Login& login) {
  if (login.kind == Login::Kind::nobody) return {};
  const bool named = login.kind == Login::Kind::named;
  const std::string name(named ? std::string_view(login.name) : standard_name);
  return "Basic " + base64(name + ":" + (named ? login.password : std::string(standard_password)));
}

std::string request_text(const Request& request, std::string_view host) {
  if (request.method.empty()) return request.raw;
  std::string out = request.method + " " + request.target + " HTTP/1.1\r\n";
  out += "Host: " + std::string(host) + "\r\n";
  if (const auto login = authorization(request.login); !login.empty())
    out += "Authorization: " + login + "\r\n";
  for (const auto& header : request.headers) out += header.name + ": " + header.value + "\r\n";
  if (request.has_body || request.method == "POST" || request.method == "PUT")
    out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return out + "\r\n" + request.body;
}

Result<std::optional<ReadAnswer>> read_answer_text(std::string_view text, bool to_head,
                                                   bool ended) {
  const auto head_end = text.find("\r\n\r\n");
  if (head_end == std::string_view::npos) {
    if (ended) return fail(Errc::protocol_error, "the connection ended without an answer");
    return std::nullopt;
  }
  ReadAnswer read;
  auto& answer = read.answer;
  auto head = text.substr(0, head_end + 2);
  const auto first = head.substr(0, head.find("\r\n"));
  const auto status =
      parse_decimal(first.substr(0, 12).substr(std::min<std::size_t>(9, first.size())));
  if (!first.starts_with("HTTP/1.1 ") || !status)
    return fail(Errc::protocol_error, "bad status line: " + std::string(first.substr(0, 80)));
  answer.status = static_cast<int>(*status);
  for (head.remove_prefix(first.size() + 2); !head.empty();) {
    const auto line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(line.size() + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return fail(Errc::protocol_error, "a header without ':'");
    answer.headers.push_back({std::string(line.substr(0, colon)),
                              std::string(trim_ascii_space(line.substr(colon + 1)))});
  }
  const auto rest = text.substr(head_end + 4);
  if (answer.status >= 100 && answer.status < 200) {  // an interim answer: the final one follows
    auto next = read_answer_text(rest, to_head, ended);
    if (next && *next) (*next)->bytes += head_end + 4;
    return next;
  }
  const auto* connection = answer.header("Connection");
  read.closes = connection != nullptr && equal_ignoring_ascii_case(*connection, "close");
  const auto* length = answer.header("Content-Length");
  if (to_head || answer.status == 204 || answer.status == 304) {
    read.bytes = head_end + 4;
  } else if (answer.header("Transfer-Encoding") != nullptr) {
    auto chunks = read_chunks(rest);
    if (!chunks) return fail(chunks.error());
    if (!*chunks && ended) return fail(Errc::protocol_error, "the connection ended in a chunk");
    if (!*chunks) return std::nullopt;
    answer.body = std::move((*chunks)->first);
    read.bytes = head_end + 4 + (*chunks)->second;
  } else if (length != nullptr) {
    const auto size = parse_decimal(*length);
    if (!size) return fail(Errc::protocol_error, "bad Content-Length");
    if (rest.size() < static_cast<std::size_t>(*size)) {
      if (ended) return fail(Errc::protocol_error, "the connection ended in the body");
      return std::nullopt;
    }
    answer.body = rest.substr(0, static_cast<std::size_t>(*size));
    read.bytes = head_end + 4 + static_cast<std::size_t>(*size);
  } else {
    if (!ended) return std::nullopt;
    answer.body = rest;
    read.bytes = text.size();
    read.closes = true;
  }
  return read;
}

}  // namespace curia::scenario

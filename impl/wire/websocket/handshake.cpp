#include "impl/wire/websocket/handshake.hpp"

#include <openssl/evp.h>

#include "impl/wire/http/text.hpp"
#include "model/base/base64.hpp"
#include "model/base/check.hpp"
#include "model/base/limits.hpp"
#include "model/base/text.hpp"

namespace curia::websocket {
namespace {

constexpr std::string_view version = "13";
// What is hashed behind the key, so that only a server that knows WebSockets can answer
// (section 1.3).
constexpr std::string_view key_suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

// Whether a header that is a list, possibly on several lines, has this member.
template <class Headers>
bool has_member(const Headers& headers, std::string_view name, std::string_view member) {
  for (const auto& [key, value] : headers) {
    if (!equal_ignoring_ascii_case(key, name)) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      if (equal_ignoring_ascii_case(trim_ascii_space(rest.substr(0, comma)), member)) return true;
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return false;
}

template <class Headers>
std::size_t count(const Headers& headers, std::string_view name) {
  std::size_t found = 0;
  for (const auto& header : headers)
    if (equal_ignoring_ascii_case(header.first, name)) ++found;
  return found;
}

http::Response refusal(int status, std::string_view why) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
          .body = std::to_string(status) + " " + std::string(http::reason_phrase(status)) + ": " +
                  std::string(why) + "\n"};
}

}  // namespace

bool is_upgrade(const http::Request& request) {
  return has_member(request.headers, "Upgrade", "websocket");
}

std::string accept_key(std::string_view key) {
  const std::string text = std::string(key) + std::string(key_suffix);
  std::array<std::uint8_t, 20> digest{};
  check(EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha1(), nullptr) == 1,
        "SHA-1 is there");
  return to_base64(digest);
}

http::Response accept_upgrade(const http::Request& request) {
  if (request.method != "GET") {
    http::Response response = refusal(405, "a WebSocket is opened with GET");
    response.headers.emplace_back("Allow", "GET");
    return response;
  }
  if (!has_member(request.headers, "Connection", "Upgrade"))
    return refusal(400, "the header Connection does not say Upgrade");
  if (count(request.headers, "Sec-WebSocket-Version") != 1 ||
      request.header("Sec-WebSocket-Version") != version) {
    http::Response response = refusal(426, "this server speaks version 13 of WebSocket");
    response.headers.emplace_back("Sec-WebSocket-Version", version);
    response.headers.emplace_back("Upgrade", "websocket");
    return response;
  }
  const auto key = parse_base64(request.header("Sec-WebSocket-Key"));
  if (count(request.headers, "Sec-WebSocket-Key") != 1 || !key || key->size() != Nonce{}.size())
    return refusal(400, "the header Sec-WebSocket-Key is not the base64 of 16 bytes");
  return {.status = 101,
          .headers = {{"Upgrade", "websocket"},
                      {"Sec-WebSocket-Accept", accept_key(request.header("Sec-WebSocket-Key"))}},
          .body = {}};
}

ClientHandshake::ClientHandshake(ClientHello hello, const Nonce& nonce) : key_(to_base64(nonce)) {
  request_ = "GET " + hello.target + " HTTP/1.1\r\n";
  http::append_header(request_, "Host", hello.host);
  http::append_header(request_, "Upgrade", "websocket");
  request_ += "Connection: Upgrade\r\n";
  http::append_header(request_, "Sec-WebSocket-Key", key_);
  http::append_header(request_, "Sec-WebSocket-Version", version);
  for (const auto& [name, value] : hello.headers) http::append_header(request_, name, value);
  request_ += "\r\n";
}

Result<bool> ClientHandshake::feed(std::string_view bytes) {
  input_ += bytes;
  switch (scan_.look(input_, limits::http_header_bytes, limits::http_header_bytes)) {
    case http::HeadScan::State::incomplete:
      return false;
    case http::HeadScan::State::refused:
      return fail(Errc::protocol_error, std::string(scan_.refusal().why));
    case http::HeadScan::State::complete:
      break;
  }
  return judge();
}

Result<bool> ClientHandshake::judge() const {
  http::Response response;
  http::ResponseHead head;
  const std::string_view bytes = std::string_view(input_).substr(0, scan_.head_bytes());
  if (const auto refused = http::parse_response_head(bytes, response, head))
    return fail(Errc::protocol_error, std::string(refused->why));
  if (response.status == 401 || response.status == 403)
    return fail(Errc::not_permitted, "it answers " + std::to_string(response.status));
  if (response.status != 101)
    return fail(Errc::unavailable, "it answers " + std::to_string(response.status) +
                                       " instead of opening a WebSocket");
  if (!has_member(response.headers, "Upgrade", "websocket") ||
      !has_member(response.headers, "Connection", "Upgrade"))
    return fail(Errc::protocol_error, "its answer does not say Upgrade: websocket");
  if (count(response.headers, "Sec-WebSocket-Accept") != 1 ||
      response.header("Sec-WebSocket-Accept") != accept_key(key_))
    return fail(Errc::protocol_error, "its Sec-WebSocket-Accept does not fit our key");
  if (count(response.headers, "Sec-WebSocket-Extensions") > 0 ||
      count(response.headers, "Sec-WebSocket-Protocol") > 0)
    return fail(Errc::protocol_error, "it agrees to what was not offered");
  return true;
}

}  // namespace curia::websocket

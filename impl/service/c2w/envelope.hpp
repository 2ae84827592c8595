// Envelopes of C2W, the protocol between Web Bridges and those who connect to them (docs/c2w.md):
// one JSON object in each text message of a WebSocket.
//
// parse(show(e)) == e for every envelope.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia::c2w {

inline constexpr std::int64_t protocol_version = 1;
inline constexpr std::string_view path = "/c2w/v1";
inline constexpr std::uint16_t default_port = 9999;

enum class Type : std::uint8_t { guid, hello, ready, health, request, response };

struct Envelope {
  Type type = Type::ready;
  std::string guid{};        // guid, hello: who speaks
  std::string component{};   // hello: "scheduler", "callbridge"
  std::int64_t version = 0;  // guid, hello
  std::string status{};      // health: "UP" or "DOWN"; response: "success" or a reason
  std::int64_t id = 0;       // request, response
  std::string name{};        // request
  std::string body = "{}";   // request, response: a JSON object as text
  bool operator==(const Envelope&) const = default;
};

std::string show(const Envelope& envelope);
// The same for logs: in the place of a body, which may hold passwords, its size.
std::string describe(const Envelope& envelope);
// Errors: invalid_value with a sentence.
Result<Envelope> parse(std::string_view text);

struct Place {
  std::string host;
  std::uint16_t port = default_port;
  bool operator==(const Place&) const = default;
};

// "c2w://host:port", as the url of /webBridges. Errors: invalid_value.
Result<Place> parse_url(std::string_view url);
// "host:port", with the brackets that an IPv6 address needs.
std::string to_string(const Place& place);

}  // namespace curia::c2w

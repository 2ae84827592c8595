// Messages of the events protocol, as JSON text (platform facts section 5).
//
//   {"type":"message","message":{"messageId":1,"type":"subscribeRequest","subscriptions":[...]}}
//   {"type":"messageAck","messageAck":{"messageId":1,"status":"success"}}
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"

namespace curia::events {

// One entry of a subscribeRequest, as it came.
struct Wanted {
  std::int64_t index = 0;
  std::string type;
  std::string call;
  std::vector<std::string> elements;
  bool operator==(const Wanted&) const = default;
};

struct Incoming {
  bool is_ack = false;
  std::int64_t id = 0;
  std::string type;           // of a message: "subscribeRequest"
  std::string status;         // of an acknowledgement
  bool is_understood = true;  // false: a message with an id, but without what its type needs
  std::vector<Wanted> subscriptions;
};

// Errors: invalid_value with a sentence when it is no message at all (not even to be answered).
Result<Incoming> parse_message(std::string_view text);

std::string ack_text(std::int64_t id, std::string_view status);

// `body` is what follows the type: `,"name":value...`.
std::string message_text(std::int64_t id, std::string_view type, std::string_view body);

}  // namespace curia::events

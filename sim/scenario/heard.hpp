// Heard: what a client of events was told, for scenarios that look at it (`NAME: GET //`,
// docs/scenarios.md), and the texts of what it says.
//
// 1. The answer is one JSON document: how the WebSocket stands, each message as it came, the
//    statuses of what was acknowledged to the client, by index what it knows of each subscription,
//    and what a server must not say.
// 2. Messages are acknowledged as long as it is not told to ignore them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "impl/service/events/replay.hpp"
#include "sim/scenario/events_step.hpp"
#include "sim/scenario/target.hpp"

namespace curia::scenario {

class Heard {
 public:
  void take(std::string_view text);
  void end(std::uint16_t code, std::string reason);
  void ignore(bool on) { is_ignoring_ = on; }
  // What is to be sent back now, in order.
  std::vector<std::string> acknowledgements();
  // The text of a subscribeRequest. Errors: invalid_value (an index that is no number).
  Result<std::string> request(const EventsStep& step);

  bool is_open() const { return is_open_; }
  Answer answer() const;

 private:
  events::Replay replay_;
  std::vector<std::string> texts_;  // messages, not acknowledgements
  std::int64_t last_id_ = 0;        // of what the client says
  bool is_ignoring_ = false;
  bool is_open_ = true;
  std::uint16_t code_ = 0;
  std::string reason_;
};

// Whether a client was opened, or refused, as its step says; `failure` is why it was not opened.
// Errors: not_permitted.
Result<> judge_opening(const EventsStep& step, bool is_open, const std::string& failure);

}  // namespace curia::scenario

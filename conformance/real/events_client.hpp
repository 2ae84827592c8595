// EventsClient: a client of events of a real server over TLS, through Boost.Beast, a WebSocket
// implementation that is not ours. It reads and acknowledges in a thread of its own.
#pragma once

#include <memory>
#include <string>

#include "model/base/url.hpp"
#include "sim/scenario/events_step.hpp"
#include "sim/scenario/target.hpp"

namespace curia::conformance {

class EventsClient {
 public:
  EventsClient();
  ~EventsClient();
  EventsClient(const EventsClient&) = delete;
  EventsClient& operator=(const EventsClient&) = delete;

  // Blocks until the server has agreed, has refused, or 30 s are over. Errors: not_permitted (it
  // came otherwise than the step says), unavailable (events need TLS).
  Result<> open(const scenario::EventsStep& step, const Url& server);
  // Of all other kinds. Errors: not_permitted (it is not connected), invalid_value.
  Result<> say(const scenario::EventsStep& step);
  scenario::Answer answer() const;

 private:
  class Link;
  std::unique_ptr<Link> link_;
};

}  // namespace curia::conformance

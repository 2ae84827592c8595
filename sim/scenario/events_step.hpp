// Clients of events in scenarios as data: who connects, and what he says. What he was told is
// asked for as of a peer, with `NAME: GET //` (heard.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace curia::scenario {

// `1 callRoster of $call name state`, below `events NAME subscribes`
struct EventsSubscription {
  std::string index;
  std::string type;
  std::string call;                   // empty: names none
  std::vector<std::string> elements;  // a single `all`: all that the type has
  bool operator==(const EventsSubscription&) const = default;
};

struct EventsStep {
  enum class Kind : std::uint8_t {
    opens,  // a WebSocket, with the token in `text`
    subscribes,
    says,          // `text`, whatever it is
    acknowledges,  // what it hears from now on and has heard before, as it does at first
    ignores,       // hears, and acknowledges nothing
    closes,
  } kind = Kind::opens;
  std::string client;
  std::string text;
  int refused = 0;  // opens: the status of the refusal that must come; 0: none
  std::vector<EventsSubscription> subscriptions;
  bool operator==(const EventsStep&) const = default;
};

// Where variables may stand.
std::vector<std::string*> texts_of(EventsStep& step);

}  // namespace curia::scenario

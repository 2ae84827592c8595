// SimEvents: clients of events in a simulated world, each over TLS from the host of its name, so
// that `partition NAME` parts it from the server like any other client.
//
// 1. A step is over when its client is connected or refused, or has said what it has to say.
// 2. A client that is opened again forgets what it heard before.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "impl/wire/tls/machine.hpp"
#include "model/base/ip.hpp"
#include "model/env/env.hpp"
#include "sim/scenario/heard.hpp"
#include "sim/scenario/target.hpp"

namespace curia::scenario {

class SimEvents {
 public:
  SimEvents();
  ~SimEvents();
  SimEvents(const SimEvents&) = delete;
  SimEvents& operator=(const SimEvents&) = delete;

  struct Place {
    Env env;          // of the client's host
    Endpoint server;  // the API of the Call Bridge
    std::optional<tls::Context> trust{};
    // Lets the world run until something holds; false when it does not come to that.
    std::function<bool(const std::function<bool()>& reached)> wait{};
  };
  // Errors: not_permitted (it came otherwise than the step says), invalid_value.
  Result<> carry_out(const EventsStep& step, const Place& place);

  // Ends all connections. The world has to go on to the end of its instant after that: a socket
  // keeps itself until it hears that its stream is closed.
  void cut();

  // Null when nobody of that name was ever opened.
  const Heard* heard(const std::string& client) const;

 private:
  class Client;
  Result<> open(const EventsStep& step, const Place& place);

  std::map<std::string, std::shared_ptr<Client>> clients_;
};

}  // namespace curia::scenario

// For the tests and the fuzz target of ServerMachine: one connection from its first byte to its
// end, with every request answered by an echo of itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "impl/wire/http/server.hpp"
#include "model/base/check.hpp"

namespace curia::http {

struct Exchange {
  std::vector<std::string> requests;  // as text, one each
  std::string output;                 // without the interim answers, whose presence may depend on
                                      // how the input was split
  bool closed = false;
};

enum class AnswerOrder { forward, backward };

// The way a request is written down in Exchange::requests.
inline std::string describe(const Request& request) {
  std::string text = std::string(request.method) + " " + std::string(request.target) + "\n";
  for (const auto& [name, value] : request.headers)
    text += std::string(name) + "=" + std::string(value) + "\n";
  return text + "\n" + std::string(request.body);
}

// Feeds one machine and answers it.
class Driver {
 public:
  explicit Driver(AnswerOrder order) : order_(order) {}

  void feed(std::string_view bytes) {
    machine_.feed(bytes, now_);
    work();
  }

  void end() {
    machine_.end_of_input(now_);
    work();
  }

  // Time passes until the machine has had enough.
  void wait_for_close() {
    for (int rounds = 0; !machine_.wants_close(); ++rounds) {
      check(rounds < 4, "a silent connection does not close");
      check(machine_.deadline() != never, "a machine that waits has a deadline");
      now_ = machine_.deadline();
      machine_.on_deadline(now_);
      work();
    }
    exchange.closed = true;
  }

  Exchange exchange;

 private:
  // Requests are answered only when the machine hands out no more, so that the pause is reached.
  void work() {
    do {
      std::vector<RequestNumber> numbers;
      while (const Arrival* arrival = machine_.next(now_)) {
        numbers.push_back(arrival->number);
        exchange.requests.push_back(describe(arrival->request));
      }
      const bool was_paused = machine_.wants_pause();
      if (order_ == AnswerOrder::backward) numbers = {numbers.rbegin(), numbers.rend()};
      // The full stop keeps a body that ends like an interim answer from being taken for one.
      for (RequestNumber number : numbers)
        machine_.respond(number, {200, {}, exchange.requests[number - 1] + "."});
      take();
      if (!was_paused) break;
    } while (true);
    check(machine_.requests_in_flight() == 0, "an answered request stayed behind");
  }

  void take() {
    std::string out;
    machine_.take_output(out, now_, WallTime{});
    constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
    if (out.ends_with(interim)) out.resize(out.size() - interim.size());
    exchange.output += out;
  }

  ServerContext context_;
  AnswerOrder order_;
  Instant now_{};
  ServerMachine machine_{context_, now_};
};

// What the machine makes of `pieces`, fed one after another, followed by silence until it closes
// (or by the end of the input).
inline Exchange run_server(const std::vector<std::string_view>& pieces,
                           AnswerOrder order = AnswerOrder::forward, bool ends = false) {
  Driver driver(order);
  for (std::string_view piece : pieces) driver.feed(piece);
  if (ends) driver.end();
  driver.wait_for_close();
  return std::move(driver.exchange);
}

}  // namespace curia::http

// Arbitrary bytes, split arbitrarily, into the client machine as the answers to a few requests:
// every request gets exactly one outcome, the same for every split. The first two bytes of the
// input say how the rest is split.
#include <algorithm>
#include <array>
#include <cstdint>

#include "impl/wire/http/client.hpp"
#include "model/base/check.hpp"
#include "model/base/prng.hpp"

using namespace curia;
using namespace curia::http;

namespace {

constexpr std::array<std::string_view, 3> methods{"GET", "HEAD", "POST"};

// The next connection answers with the same bytes again, until every request has its outcome.
std::vector<std::string> run_client(const std::vector<std::string_view>& pieces) {
  ClientMachine machine("h");
  Instant now{};
  for (std::string_view method : methods) {
    OutgoingRequest request;
    request.method = method;
    check(machine.send(std::move(request), now).has_value(), "a good request");
  }
  std::vector<std::string> outcomes(methods.size());
  std::string out;
  const auto collect = [&] {
    while (auto outcome = machine.next()) {
      std::string& text = outcomes[outcome->number - 1];
      check(text.empty(), "one outcome for each request");
      text = outcome->response ? std::to_string(outcome->response->status) + outcome->response->body
                               : std::string(name_of(outcome->response.error().code));
    }
  };
  for (unsigned connections = 0; machine.wants_connect(); ++connections) {
    check(connections < 2 * methods.size(), "a connection that brings nothing forward");
    machine.on_connected(now);
    machine.take_output(out, now);
    for (std::string_view piece : pieces) {
      machine.feed(piece, now);
      collect();
      if (machine.wants_close()) break;
    }
    machine.end_of_input(now);
    machine.on_closed(now);
    collect();
  }
  check(std::none_of(outcomes.begin(), outcomes.end(), [](auto& o) { return o.empty(); }),
        "no request without outcome");
  return outcomes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::uint64_t longest = 1 + data[0];
  Prng prng(data[1]);
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at < input.size();) {
    const auto bytes = static_cast<std::size_t>(1 + prng.below(longest));
    pieces.push_back(input.substr(at, bytes));
    at += bytes;
  }
  check(run_client({input}) == run_client(pieces), "the split changed the outcome");
  return 0;
}

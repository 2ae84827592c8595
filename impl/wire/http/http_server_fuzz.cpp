// Arbitrary bytes, split arbitrarily, into the server machine: it must make the same of every
// split, answer every request it hands out, and close in the end. The first two bytes of the input
// say how the rest is split and whether the peer ends or falls silent.
#include <cstdint>
#include <cstdlib>

#include "impl/wire/http/server_testing.hpp"
#include "model/base/prng.hpp"

using namespace curia;
using namespace curia::http;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);
  const bool ends = data[0] % 2 == 1;
  const std::uint64_t longest = 1 + data[0] / 2;
  Prng prng(data[1]);

  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at < input.size();) {
    const auto bytes = static_cast<std::size_t>(1 + prng.below(longest));
    pieces.push_back(input.substr(at, bytes));
    at += bytes;
  }
  const Exchange whole = run_server({input}, AnswerOrder::forward, ends);
  const Exchange split = run_server(pieces, AnswerOrder::backward, ends);
  check(whole.requests == split.requests, "the split changed the requests");
  check(whole.output == split.output, "the split changed the answers");
  check(whole.closed && split.closed, "the connection stayed open");
  return 0;
}

// Any bytes as a .sim file: what parses is written as a file that parses to the same scenario.
#include <cstdint>
#include <string_view>

#include "model/base/check.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/write.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curia;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto first = scenario::parse(text, "a.sim");
  if (!first) {
    check(first.error().message.starts_with("a.sim:"), "an error without its place");
    return 0;
  }
  const auto written = scenario::write(*first);
  const auto second = scenario::parse(written, "b.sim");
  check(second.has_value(), "what was written does not parse");
  check(*second == *first, "what was written is another scenario");
  check(scenario::write(*second) == written, "the second writing differs");
  return 0;
}

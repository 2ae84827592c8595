// Any bytes as a rule: refused with a sentence, or read, written, read again, and walked through.
#include <cstdint>
#include <string_view>

#include "model/base/check.hpp"
#include "model/schedule/rule_cursor.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curia;
  using namespace curia::schedule;
  const auto rule = parse_rule(std::string_view(reinterpret_cast<const char*>(bytes), size));
  if (!rule) {
    check(!rule.error().message.empty(), "an error without a sentence");
    return 0;
  }
  const auto again = parse_rule(to_text(*rule));
  check(again && *again == *rule, "a rule that is not what was written");
  const local_seconds start = local_time({2024, 2, 29}, 9);
  RuleCursor cursor(*rule, start);
  auto last = cursor.next();
  for (int left = 20; left > 0 && last; --left) {
    const auto next = cursor.next();
    check(!next || *next > *last, "occurrences out of order");
    RuleCursor sought(*rule, start);
    sought.seek(*last);
    check(sought.next() == last, "seek is not replay");
    last = next;
  }
  return 0;
}

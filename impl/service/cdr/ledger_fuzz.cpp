// Any bytes as entries of the spool, each behind its length: never a finding, and what was taken
// leads to a snapshot that leads to the same again.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "impl/service/cdr/ledger.hpp"
#include "model/base/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curia;
  std::string_view rest(reinterpret_cast<const char*>(bytes), size);
  cdr::Ledger ledger;
  while (!rest.empty()) {
    const std::size_t length = static_cast<std::uint8_t>(rest.front());
    if (!ledger.take(rest.substr(1, length), 0)) break;
    rest.remove_prefix(std::min(rest.size(), length + 1));
  }
  const auto snapshot = ledger.snapshot();
  cdr::Ledger again;
  for (const auto& entry : snapshot) check(again.take(entry, 0).has_value(), "a snapshot is whole");
  check(again.snapshot() == snapshot, "a snapshot leads to the same ledger");
  (void)ledger.meetings().endings(ledger.alive(), "error");
  return 0;
}

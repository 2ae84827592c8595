// Arbitrary text as an envelope: what is read is written and read again as the same.
#include <cstdint>

#include "impl/service/c2w/envelope.hpp"
#include "model/base/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto envelope = curia::c2w::parse(text);
  if (envelope) {
    const auto again = curia::c2w::parse(curia::c2w::show(*envelope));
    curia::check(again.has_value() && *again == *envelope, "an envelope changed on its way");
  }
  const auto place = curia::c2w::parse_url(text);
  if (place) curia::check(!place->host.empty(), "a place has a host");
  return 0;
}

// Any bytes as a TZif file: refused with a sentence, or a zone that answers at any time.
#include <cstdint>
#include <string_view>

#include "model/base/check.hpp"
#include "model/schedule/zone.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curia;
  using namespace curia::schedule;
  const auto zone =
      Zone::parse("Fuzz", std::string_view(reinterpret_cast<const char*>(bytes), size));
  if (!zone) {
    check(!zone.error().message.empty(), "an error without a sentence");
    return 0;
  }
  ZoneClock clock(*zone);
  for (int year = 1800; year < 2500; year += 13) {
    const local_seconds local = local_time({year, 7, 1}, 12);
    const LocalReading reading = clock.read(local);
    check((clock.to_local(reading.instant) == local) != reading.skipped, "a time read wrongly");
    const ZoneSpan span = zone->span_at(reading.instant);
    check(span.begin <= reading.instant && reading.instant < span.end, "a span beside its time");
    check(clock.earliest_local(reading.instant) <= local, "an earliest time that is late");
  }
  return 0;
}

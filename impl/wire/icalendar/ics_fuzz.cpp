// What the reader of calendars takes survives being written and read again.
#include <cstdint>

#include "impl/wire/icalendar/calendar.hpp"
#include "model/base/check.hpp"

using namespace curia;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto calendar = ical::read_ics({reinterpret_cast<const char*>(data), size});
  if (!calendar) return 0;
  const auto utc = std::make_shared<const schedule::Zone>(schedule::Zone::utc());
  const auto text = ical::to_ics(*calendar, [&](std::string_view) { return utc; });
  check(text.has_value(), "every zone is there");
  const auto again = ical::read_ics(*text);
  check(again.has_value(), "what is written is read");
  check(again->events.size() == calendar->events.size(), "no event is lost");
  return 0;
}

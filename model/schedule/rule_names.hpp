// The words of RRULE, for the parser and the writer.
#pragma once

#include <array>
#include <string_view>

namespace curia::schedule {

inline constexpr std::array<std::string_view, 7> weekday_names = {"MO", "TU", "WE", "TH",
                                                                  "FR", "SA", "SU"};
// In the order of Frequency.
inline constexpr std::array<std::string_view, 7> frequency_names = {
    "SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};

}  // namespace curia::schedule

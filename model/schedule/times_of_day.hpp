// TimesOfDay: the offsets, in seconds and in order, at which a period of a rule has occurrences.
//
// For days and longer periods: BYHOUR x BYMINUTE x BYSECOND of each day. A period of hours, minutes
// or seconds has only what is below it. What a rule does not list comes from the start.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "model/schedule/rule.hpp"

namespace curia::schedule {

class TimesOfDay {
 public:
  TimesOfDay(const Rule& rule, local_seconds start) {
    const int second = static_cast<int>(floor_mod(count_of(start), day_seconds));
    const Frequency f = rule.frequency;
    fill(hours_, f >= Frequency::daily ? or_else(rule.hours, second / 3600) : 1);
    fill(minutes_, f >= Frequency::hourly ? or_else(rule.minutes, second / 60 % 60) : 1);
    fill(seconds_, f >= Frequency::minutely ? or_else(rule.seconds_set, second % 60) : 1);
    size_ = std::uint32_t{hours_.count} * minutes_.count * seconds_.count;
    only_ = hours_.at[0] * 3600 + minutes_.at[0] * 60 + seconds_.at[0];
  }

  std::uint32_t size() const { return size_; }  // 1 to 86,400

  std::int32_t at(std::uint32_t index) const {
    if (size_ == 1) return only_;
    const std::uint32_t minute_index = index / seconds_.count;
    return hours_.at[minute_index / minutes_.count] * 3600 +
           minutes_.at[minute_index % minutes_.count] * 60 + seconds_.at[index % seconds_.count];
  }

  // The index of the first offset that is not below `offset`; size() when there is none.
  std::uint32_t from(std::int64_t offset) const {
    std::uint32_t low = 0, high = size_;
    while (low < high) {
      const std::uint32_t middle = (low + high) / 2;
      if (at(middle) < offset)
        low = middle + 1;
      else
        high = middle;
    }
    return low;
  }

 private:
  template <std::size_t most>
  struct List {
    std::array<std::uint8_t, most> at;
    std::uint8_t count = 0;
  };

  static std::uint64_t or_else(std::uint64_t set, int otherwise) {
    return set != 0 ? set : std::uint64_t{1} << otherwise;
  }
  template <std::size_t most>
  static void fill(List<most>& list, std::uint64_t set) {
    for (; set != 0; set &= set - 1)
      list.at[list.count++] = static_cast<std::uint8_t>(std::countr_zero(set));
  }

  List<24> hours_;
  List<60> minutes_;
  List<60> seconds_;
  std::uint32_t size_ = 1;
  std::int32_t only_ = 0;
};

}  // namespace curia::schedule

// DutyHours: when somebody may log in (`user duty`, platform facts 1.4).
//
//   hours   = period *( "|" period )
//   period  = [ "!" ] 1*( Mo|Tu|We|Th|Fr|Sa|Su|Wk|Wd|Al ) HHMM-HHMM
//
// 1. Wk is Monday to Friday, Wd Saturday and Sunday, Al every day. A day that is named again is
//    taken back: MoWk is Tuesday to Friday, MoMo no day. "!" makes it all the other days.
// 2. The end is not part of the period. An end before the start is on the next day; 2400 is the
//    end of the day; equal ones are the whole day.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"

namespace curia::admin {

class DutyHours {
 public:
  // Errors: invalid_value.
  static Result<DutyHours> parse(std::string_view text);

  // `day` counts from Monday = 0; `minute` from midnight, both of the server's time zone.
  bool covers(unsigned day, unsigned minute) const;

 private:
  struct Period {
    unsigned days;  // bit 0 is Monday
    unsigned start;
    unsigned end;  // above 1440 on the next day
  };
  std::vector<Period> periods_;
};

}  // namespace curia::admin

// The Date header (RFC 9110 section 5.6.7), made once per second.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/time.hpp"

namespace curia::http {

// "Sun, 06 Nov 1994 08:49:37 GMT"; a fraction of a second is cut off.
std::string to_http_date(WallTime time);

class DateText {
 public:
  // Valid until the next call.
  std::string_view at(WallTime time);

 private:
  std::int64_t second_ = INT64_MIN;
  std::string text_;
};

}  // namespace curia::http

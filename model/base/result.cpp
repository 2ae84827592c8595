#include "model/base/result.hpp"

#include <string_view>

#include "model/base/check.hpp"

namespace curia {

std::string_view name_of(Errc code) {
  switch (code) {
    case Errc::invalid_value:
      return "invalid_value";
    case Errc::value_too_long:
      return "value_too_long";
    case Errc::not_found:
      return "not_found";
    case Errc::duplicate:
      return "duplicate";
    case Errc::limit_reached:
      return "limit_reached";
    case Errc::not_permitted:
      return "not_permitted";
    case Errc::unavailable:
      return "unavailable";
    case Errc::corrupt:
      return "corrupt";
    case Errc::wrong_version:
      return "wrong_version";
    case Errc::address_in_use:
      return "address_in_use";
    case Errc::disk_full:
      return "disk_full";
    case Errc::io_error:
      return "io_error";
    case Errc::protocol_error:
      return "protocol_error";
    case Errc::timed_out:
      return "timed_out";
    case Errc::cancelled:
      return "cancelled";
  }
  unreachable("an Errc outside its enumeration");
}

}  // namespace curia

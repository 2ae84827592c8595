#include "model/env/net.hpp"

#include "model/base/check.hpp"

namespace curia {

std::string_view name_of(CloseReason reason) {
  switch (reason) {
    case CloseReason::finished:
      return "finished";
    case CloseReason::reset:
      return "reset";
    case CloseReason::refused:
      return "refused";
    case CloseReason::unreachable:
      return "unreachable";
    case CloseReason::timed_out:
      return "timed_out";
  }
  unreachable("a CloseReason outside its enumeration");
}

}  // namespace curia

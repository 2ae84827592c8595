// Report: what an endpoint says of its leg, and what follows: one table.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/registry/change.hpp"

namespace curia::call {

enum class Report : std::uint8_t {
  rings,
  answered,
  busy,
  rejected,
  unknown_destination,
  held,
  resumed,
  leaves,
  lost,   // nothing comes from there any more; nobody said good-bye
  found,  // and now it does again
};
inline constexpr std::size_t report_count = 10;
inline constexpr std::string_view report_names[] = {
    "rings", "answered", "busy",   "rejected", "unknownDestination",
    "held",  "resumed",  "leaves", "lost",     "found"};

// False, and nothing changed, when the leg is gone or its state does not allow it.
bool take_report(Change& change, const Guid& leg, Report report);

}  // namespace curia::call

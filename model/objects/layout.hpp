// DefaultLayout: how the pictures of a call are arranged unless somebody chooses otherwise.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/base/guid.hpp"

namespace curia {

enum class DefaultLayout : std::uint8_t {
  unset,
  all_equal,
  speaker_only,
  telepresence,
  stacked,
  all_equal_quarters,
  all_equal_ninths,
  all_equal_sixteenths,
  all_equal_twenty_fifths,
  one_plus_five,
  one_plus_seven,
  one_plus_nine,
  automatic,
  one_plus_n
};
inline constexpr std::string_view default_layout_names[] = {
    "allEqual",         "speakerOnly",    "telepresence",       "stacked",
    "allEqualQuarters", "allEqualNinths", "allEqualSixteenths", "allEqualTwentyFifths",
    "onePlusFive",      "onePlusSeven",   "onePlusNine",        "automatic",
    "onePlusN"};

// What is assigned to a call leg; the template only where the layout is automatic.
struct LayoutAssignment {
  DefaultLayout layout = DefaultLayout::automatic;
  Guid layout_template{};

  bool operator==(const LayoutAssignment&) const = default;
};

}  // namespace curia

#include "model/layout/choice.hpp"

#include <algorithm>
#include <iterator>

namespace curia::layout {
namespace {

constexpr DefaultLayout steps[] = {DefaultLayout::automatic,    DefaultLayout::all_equal,
                                   DefaultLayout::stacked,      DefaultLayout::telepresence,
                                   DefaultLayout::speaker_only, DefaultLayout::one_plus_n};
constexpr std::size_t step_count = std::size(steps);

DefaultLayout family_of(DefaultLayout layout) {
  switch (layout) {
    case DefaultLayout::all_equal_quarters:
    case DefaultLayout::all_equal_ninths:
    case DefaultLayout::all_equal_sixteenths:
    case DefaultLayout::all_equal_twenty_fifths:
      return DefaultLayout::all_equal;
    case DefaultLayout::one_plus_five:
    case DefaultLayout::one_plus_seven:
    case DefaultLayout::one_plus_nine:
      return DefaultLayout::one_plus_n;
    case DefaultLayout::unset:
      return DefaultLayout::automatic;
    default:
      return layout;
  }
}

DefaultLayout step(DefaultLayout layout, std::size_t distance) {
  const auto at = static_cast<std::size_t>(std::ranges::find(steps, family_of(layout)) - steps);
  return steps[(at + distance) % step_count];
}

}  // namespace

DefaultLayout next_layout(DefaultLayout layout) { return step(layout, 1); }
DefaultLayout previous_layout(DefaultLayout layout) { return step(layout, step_count - 1); }

std::string_view name_of(DefaultLayout layout) {
  if (layout == DefaultLayout::unset) layout = DefaultLayout::automatic;
  return default_layout_names[static_cast<std::size_t>(layout) - 1];
}

}  // namespace curia::layout

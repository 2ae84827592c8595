#include "model/layout/audience.hpp"

#include "model/base/check.hpp"

namespace curia::layout {
namespace {

constexpr std::size_t kinds_per_policy = max_screens * 2 * 2;

// Seats of one kind whose viewers are in no pane see the same.
std::size_t kind_of(const Seat& seat, bool in_meeting) {
  const auto screens = static_cast<std::size_t>(seat.viewer.screens - 1);
  const bool composed = seat.viewer.presentation == PresentationView::composed;
  return seat.policy * kinds_per_policy + screens * 4 + (composed ? 2 : 0) + (in_meeting ? 1 : 0);
}

}  // namespace

Audience layouts(const Stage& stage, std::span<const Policy> policies,
                 std::span<const Seat> seats) {
  constexpr std::uint32_t none = UINT32_MAX;
  std::vector<std::uint32_t> shared(policies.size() * kinds_per_policy, none);
  Audience audience;
  audience.view_of.reserve(seats.size());
  const auto add = [&](const Seat& seat) {
    audience.views.push_back(layout(stage, policies[seat.policy], seat.viewer));
    return static_cast<std::uint32_t>(audience.views.size() - 1);
  };
  for (const Seat& seat : seats) {
    check(seat.policy < policies.size(), "a seat has one of the policies");
    check(seat.viewer.screens >= 1 && seat.viewer.screens <= max_screens, "one to three screens");
    const auto id = seat.viewer.id;
    if (id && stage.may_differ(*id)) {
      audience.view_of.push_back(add(seat));
      continue;
    }
    auto& view = shared[kind_of(seat, id && stage.contains(*id))];
    if (view == none) view = add(seat);
    audience.view_of.push_back(view);
  }
  return audience;
}

}  // namespace curia::layout

#include "model/layout/placement.hpp"

#include <algorithm>

namespace curia::layout {
namespace {

template <class E>
E first_set(E call, E co_space, E otherwise) {
  if (call != E::unset) return call;
  return co_space != E::unset ? co_space : otherwise;
}

}  // namespace

Placement effective_placement(const PlacementSettings& call, const PlacementSettings& co_space) {
  const auto highest =
      call.highest_importance ? call.highest_importance : co_space.highest_importance;
  return {
      .highest_importance = std::max<std::int64_t>(highest.value_or(0), 0),
      .self_pane = first_set(call.self_pane, co_space.self_pane, PanePlacementSelfPaneMode::skip),
      .active_speaker = first_set(call.active_speaker, co_space.active_speaker,
                                  PanePlacementActiveSpeakerMode::none)};
}

}  // namespace curia::layout

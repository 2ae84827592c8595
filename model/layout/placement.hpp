// Pane placement: fixed panes for important participants (release notes 2.7 and 2.8).
//
// 1. Placement is on when the highest importance is N >= 1. A participant of importance i in 1..N
//    has pane N - i + 1; nobody else may take that pane, not even while it is blank.
// 2. Each of the three parameters is the call's when the call has it, else the coSpace's, else its
//    default: off, skip, none.
#pragma once

#include <cstdint>
#include <optional>

#include "model/objects/co_space.hpp"

namespace curia::layout {

// The three parameters as one object, a call or a coSpace, has them.
struct PlacementSettings {
  std::optional<std::int64_t> highest_importance{};
  PanePlacementSelfPaneMode self_pane = PanePlacementSelfPaneMode::unset;
  PanePlacementActiveSpeakerMode active_speaker = PanePlacementActiveSpeakerMode::unset;
};

// What is in force; never unset.
struct Placement {
  std::int64_t highest_importance = 0;  // 0: there is no pane placement
  PanePlacementSelfPaneMode self_pane = PanePlacementSelfPaneMode::skip;
  PanePlacementActiveSpeakerMode active_speaker = PanePlacementActiveSpeakerMode::none;

  bool operator==(const Placement&) const = default;
  bool on() const { return highest_importance >= 1; }
  // The first pane belongs to the active speaker, and everybody sees the same picture.
  bool with_speaker() const {
    return on() && active_speaker != PanePlacementActiveSpeakerMode::none;
  }
};

Placement effective_placement(const PlacementSettings& call, const PlacementSettings& co_space);

}  // namespace curia::layout

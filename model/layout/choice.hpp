// Which layout is in force for one call leg, from everything that may have set it.
//
// 1. First of: chosen during the call, the leg's defaultLayout, the leg's old parameter `layout`,
//    the call's, the coSpace's, the call leg profile's as its hierarchy gives it, automatic
//    (release notes 2.7: defaultLayout wins over layout, a profile counts where those are blank).
// 2. "Chosen" is the later of the API's chosenLayout and of what the user picked; the caller
//    stores one value, and lets users change it only when changeLayoutAllowed is true.
#pragma once

#include "model/objects/layout.hpp"

namespace curia::layout {

struct LayoutSources {
  DefaultLayout chosen = DefaultLayout::unset;
  DefaultLayout leg_default = DefaultLayout::unset;
  DefaultLayout leg_layout = DefaultLayout::unset;
  DefaultLayout call_default = DefaultLayout::unset;
  DefaultLayout co_space_default = DefaultLayout::unset;
  DefaultLayout profile_default = DefaultLayout::unset;
};

// Never unset.
DefaultLayout layout_in_force(const LayoutSources& sources);

// The steps of nextLayout and previousLayout of a DTMF profile: automatic, allEqual, stacked,
// telepresence, speakerOnly, onePlusN, and round again. A fixed size steps as its family does.
DefaultLayout next_layout(DefaultLayout layout);
DefaultLayout previous_layout(DefaultLayout layout);

// "allEqualNinths"; "automatic" for unset, which is shown as what it means.
std::string_view name_of(DefaultLayout layout);

}  // namespace curia::layout

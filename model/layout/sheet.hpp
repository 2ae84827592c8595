// A sheet: a few lines of text that tell a meeting, and which of its moments to draw.
//
// 1. One statement per line; words are separated by blanks, "in quotes" a word may hold some; #
//    begins a comment. Settings hold from their line on, people until they leave.
// 2. Each `shot` takes one picture; without any, the end of the sheet is the only one.
//
//   person Bob importance 4          someone joins, or changes: importance N, video, novideo
//   leave Bob
//   speaks Bob                       is the active speaker from now on
//   layout allEqualNinths            names and values are those of the API, all lower or as there:
//   panePlacementHighestImportance 4
//   panePlacementSelfPaneMode skip
//   panePlacementActiveSpeakerMode allowself
//   viewer Sally                     or nobody; screens 1..3; presentation none or composed
//   labels off                       names in panes; width N of a screen, columns N of the strip
//   shot Sally speaks                the rest of the line is the title
#pragma once

#include <string_view>

#include "model/base/result.hpp"
#include "model/layout/picture.hpp"

namespace curia::layout {

struct Film {
  std::vector<Shot> shots{};
  PictureOptions options{};
};

// `drawn` is used where the layout is automatic; null when there is no template. Errors:
// invalid_value and limit_reached; the parameter is the number of the line, from 1.
Result<Film> play(std::string_view sheet, const LayoutTemplate* drawn);

}  // namespace curia::layout

// Pictures of what viewers see, as SVG: panes with names, the speaker marked, screens side by side;
// and film strips of several such pictures.
//
// 1. The text depends on its arguments only, so pictures can be compared as text.
// 2. Every name is escaped; what does not fit into its pane is cut with an ellipsis.
//
//   std::string svg = film_strip(shots, {.columns = 2});
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/layout/layout.hpp"

namespace curia::layout {

using Names = std::map<PersonId, std::string>;

// One picture: what is seen, by whom and when.
struct Shot {
  View view{};
  Names names{};
  std::string title{};    // above the screens
  std::string caption{};  // below them, in small letters
};

struct PictureOptions {
  int screen_width = 480;  // pixels of one screen; the height is 9/16 of it
  int columns = 2;         // of a film strip
  bool labels = true;      // names in panes, as participantLabels has it
};

// One shot alone.
std::string picture(const Shot& shot, const PictureOptions& options = {});

// All shots, in rows.
std::string film_strip(const std::vector<Shot>& shots, const PictureOptions& options = {});

}  // namespace curia::layout

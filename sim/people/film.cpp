#include "sim/people/film.hpp"

#include <string>

namespace curia::people {
namespace {

// "12.3 s": nobody reads a film by the microsecond.
std::string seconds(Duration time) {
  const auto tenths = (time + 50ms) / 100ms;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

}  // namespace

void Film::add(Duration time, const call::Picture& picture) {
  layout::Shot shot;
  shot.view = picture.view;
  shot.names = picture.names;
  shot.title = seconds(time);
  if (picture.view.not_shown > 0) shot.caption = std::to_string(picture.view.not_shown) + " more";
  // Of several pictures of one moment only the last was there to be seen.
  if (!shots_.empty() && shots_.back().title == shot.title) shots_.pop_back();
  if (!picture.view.panes.empty()) shots_.push_back(std::move(shot));
}

std::string Film::svg(const std::string& viewer) const {
  auto shots = shots_;
  for (layout::Shot& shot : shots) shot.title = viewer + " sees at " + shot.title;
  return layout::film_strip(shots);
}

}  // namespace curia::people

#include "model/layout/web_app.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/layout/geometry.hpp"

namespace curia::layout {
namespace {

constexpr std::string_view icon_names[] = {"Speaker Only", "All Equal", "Speaker Large", "Custom",
                                           "Audio Only"};

}  // namespace

std::string_view name_of(WebAppLayout icon) { return icon_names[static_cast<std::size_t>(icon)]; }

WebAppLayout icon_of(const WebAppAssignment& assignment) {
  switch (assignment.assigned) {
    case DefaultLayout::speaker_only:
      return WebAppLayout::speaker_only;
    case DefaultLayout::all_equal:
    case DefaultLayout::all_equal_quarters:
    case DefaultLayout::all_equal_ninths:
    case DefaultLayout::all_equal_sixteenths:
    case DefaultLayout::all_equal_twenty_fifths:
      return WebAppLayout::all_equal;
    case DefaultLayout::stacked:
    case DefaultLayout::telepresence:
    case DefaultLayout::one_plus_five:
    case DefaultLayout::one_plus_seven:
    case DefaultLayout::one_plus_nine:
    case DefaultLayout::one_plus_n:
      return WebAppLayout::speaker_large;
    case DefaultLayout::unset:
    case DefaultLayout::automatic:
      return assignment.has_template ? WebAppLayout::custom : WebAppLayout::speaker_large;
  }
  unreachable("every layout has its icon");
}

DefaultLayout layout_behind(WebAppLayout icon) {
  switch (icon) {
    case WebAppLayout::speaker_only:
      return DefaultLayout::speaker_only;
    case WebAppLayout::all_equal:
      return DefaultLayout::all_equal;
    case WebAppLayout::speaker_large:
      return DefaultLayout::one_plus_n;
    case WebAppLayout::custom:
      return DefaultLayout::automatic;
    case WebAppLayout::audio_only:
      return DefaultLayout::unset;
  }
  unreachable("every icon has its layout");
}

WebAppLayouts::WebAppLayouts(const WebAppAssignment& assignment)
    : assignment_(assignment), icon_(icon_of(assignment)) {}

void WebAppLayouts::assign(const WebAppAssignment& assignment, DefaultLayout pick) {
  // A template beside another layout than `automatic` only adds an icon.
  const bool is_same =
      assignment.assigned == assignment_.assigned && icon_of(assignment) == icon_of(assignment_);
  const bool has_pick = pick != DefaultLayout::unset;
  // Audio Only is nothing that the server picks or keeps.
  const bool is_kept =
      (pick == pick_ && (has_pick || is_same)) || (is_same && icon_ == WebAppLayout::audio_only);
  pick_ = pick;
  assignment_ = assignment;
  if (!assignment.change_allowed) left_ = false;
  // What was selected before may not be there any more, or not be allowed any more.
  if (is_kept && std::ranges::count(selectable(), icon_) > 0) return;
  icon_ = icon_of(has_pick ? WebAppAssignment{pick, assignment.has_template} : assignment);
  left_ = has_pick;
}

bool WebAppLayouts::select(WebAppLayout icon) {
  if (std::ranges::count(selectable(), icon) == 0) return false;
  if (assignment_.change_allowed && icon != icon_of(assignment_)) left_ = true;
  icon_ = icon;
  return true;
}

std::vector<WebAppLayout> WebAppLayouts::selectable() const {
  if (!assignment_.change_allowed) return {icon_of(assignment_), WebAppLayout::audio_only};
  std::vector icons{WebAppLayout::speaker_only, WebAppLayout::all_equal,
                    WebAppLayout::speaker_large};
  if (assignment_.has_template) icons.push_back(WebAppLayout::custom);
  icons.push_back(WebAppLayout::audio_only);
  return icons;
}

WebAppShown WebAppLayouts::shown() const {
  if (icon_ == WebAppLayout::custom) return {icon_, true, DefaultLayout::automatic};
  const bool assigned = icon_ == icon_of(assignment_) && !left_;
  const bool fixed = assigned && !is_dynamic(assignment_.assigned);
  return {icon_, fixed, fixed ? assignment_.assigned : DefaultLayout::automatic};
}

}  // namespace curia::layout

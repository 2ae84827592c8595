// What the web app makes of a layout that the Meeting Server assigns (release notes 2.7).
//
// 1. Each layout family has one icon of the web app. Custom is there only with a layout template;
//    it is the assigned one when the layout is automatic.
// 2. An assigned static layout, or Custom, is shown as the 16:9 picture that SIP endpoints get.
//    A dynamic layout is left to the web app: it arranges people itself, adaptively.
// 3. Once the user has changed away from the assigned layout, that icon stands for the adaptive
//    layout too; Custom stays what its template draws. A new assignment starts afresh.
// 4. Without changeLayoutAllowed only the assigned layout and Audio Only can be selected, and the
//    assigned one is shown as it is, also after Audio Only.
// 5. What the user picked is kept by the server: a web app that is started anew shows it again.
//
//   WebAppLayouts state({.assigned = DefaultLayout::all_equal_ninths});
//   state.select(WebAppLayout::speaker_large);
//   state.select(WebAppLayout::all_equal);  // state.shown() is adaptive now
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/objects/layout.hpp"

namespace curia::layout {

enum class WebAppLayout : std::uint8_t {
  speaker_only,
  all_equal,
  speaker_large,
  custom,
  audio_only
};

std::string_view name_of(WebAppLayout icon);  // "Speaker Large"

struct WebAppAssignment {
  DefaultLayout assigned = DefaultLayout::automatic;  // to the leg
  bool has_template = false;
  bool change_allowed = true;

  bool operator==(const WebAppAssignment&) const = default;
};

// The icon that the assignment highlights.
WebAppLayout icon_of(const WebAppAssignment& assignment);

// What the server is told when an icon is selected; unset for Audio Only, which has no panes.
DefaultLayout layout_behind(WebAppLayout icon);

struct WebAppShown {
  WebAppLayout icon = WebAppLayout::speaker_large;
  // True: the panes of `layout`, 16:9 whatever the shape of the window. False: the web app
  // arranges people as it likes, or, with Audio Only, shows nobody.
  bool fixed = false;
  DefaultLayout layout = DefaultLayout::automatic;  // automatic with Custom: the template's

  bool operator==(const WebAppShown&) const = default;
};

// One user's choice of layout during a meeting.
class WebAppLayouts {
 public:
  explicit WebAppLayouts(const WebAppAssignment& assignment);

  // Tells what is assigned now, and what the server keeps as the user's pick, unset for none. What
  // he selected is undone when the server keeps it no more, or when another layout is assigned.
  void assign(const WebAppAssignment& assignment, DefaultLayout pick = DefaultLayout::unset);
  // False: this layout cannot be selected now, and nothing has changed.
  bool select(WebAppLayout icon);
  // The server has taken what was selected as the user's pick; assign() will tell when it ends.
  void note_pick() { pick_ = layout_behind(icon_); }
  std::vector<WebAppLayout> selectable() const;
  WebAppShown shown() const;

 private:
  WebAppAssignment assignment_;
  WebAppLayout icon_;
  bool left_ = false;                          // the assigned layout, once
  DefaultLayout pick_ = DefaultLayout::unset;  // that the server had
};

}  // namespace curia::layout

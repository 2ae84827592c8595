// Where the panes of a layout lie: every layout family as exact rectangles of a 16:9 canvas.
//
// 1. A screen is canvas_width by canvas_height units, and a unit is square: every family divides
//    both without rest, so geometry is integers and equal panes are equal.
// 2. Frames come in the order of their pane numbers: on a screen the large one first, then row by
//    row; with several screens the first of each, then the second of each, and so on, so that the
//    large ones come first and people spread over the screens.
// 3. No frame crosses another or leaves its screen; only an overlay lies upon a larger frame.
//
//   auto frames = frames_of(DefaultLayout::one_plus_five, 6, 1);  // frames[0].rect is 2/3 x 2/3
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/objects/layout.hpp"

namespace curia::layout {

inline constexpr int canvas_width = 57600;   // 1920 pixels of 30 units
inline constexpr int canvas_height = 32400;  // 1080 pixels of 30 units
// The largest number that divides both: what a grid of a layout template may be cut into.
inline constexpr int canvas_divisor = 3600;

inline constexpr int max_screens = 3;
inline constexpr std::size_t max_panes_per_screen = 25;  // the largest equal layout is 5 by 5
inline constexpr std::size_t max_panes = max_panes_per_screen * max_screens;

// Small panes beside a large one in a row: with six of them the large one, five sixths of the
// screen, and the row fill its height exactly. The same row is below a composed presentation
// (release notes 2.8: the active speaker and the first five placed panes).
inline constexpr int row_panes = 6;

struct Rect {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;

  bool operator==(const Rect&) const = default;
  std::int64_t area() const { return std::int64_t{width} * height; }
};

bool overlap(const Rect& a, const Rect& b);
bool inside_canvas(const Rect& rect);

inline constexpr Rect whole_canvas{0, 0, canvas_width, canvas_height};

struct Frame {
  Rect rect;
  std::uint8_t screen = 0;  // 0 is the leftmost
  bool overlay = false;     // lies upon a larger frame

  bool operator==(const Frame&) const = default;
};

// Whether the layout grows with the number of people: allEqual, onePlusN and automatic.
bool is_dynamic(DefaultLayout layout);

// The most panes the layout ever has on so many screens.
std::size_t most_panes(DefaultLayout layout, int screens);

// `people` is the number of panes that could be filled; only dynamic layouts look at it. `screens`
// is 1 to max_screens. With three screens the middle one comes first, then left, then right.
std::vector<Frame> frames_of(DefaultLayout layout, std::size_t people, int screens);

// Where a presentation lies in the same picture as people, and the row of people below it.
inline constexpr Rect presentation_rect{canvas_width / 12, 0, canvas_width / 6 * 5,
                                        canvas_height / 6 * 5};
std::vector<Frame> presentation_row();

// The screens in the order in which they are filled: 0; 0 1; 1 0 2.
int screen_at(int position, int screens);

}  // namespace curia::layout

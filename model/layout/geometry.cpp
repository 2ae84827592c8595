#include "model/layout/geometry.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace curia::layout {
namespace {

using Rects = std::vector<Rect>;

// Rectangle of the cells [column, column + width) and so on of a grid of n by n.
Rect cells(int n, int column, int row, int width, int height) {
  const int w = canvas_width / n;
  const int h = canvas_height / n;
  return {column * w, row * h, width * w, height * h};
}

Rects equal(int n) {
  Rects rects;
  for (int row = 0; row < n; ++row)
    for (int column = 0; column < n; ++column) rects.push_back(cells(n, column, row, 1, 1));
  return rects;
}

// A large pane of n-1 by n-1 cells with the other cells to its right and below it.
Rects one_plus(int n) {
  Rects rects{cells(n, 0, 0, n - 1, n - 1)};
  for (int row = 0; row < n - 1; ++row) rects.push_back(cells(n, n - 1, row, 1, 1));
  for (int column = 0; column < n; ++column) rects.push_back(cells(n, column, n - 1, 1, 1));
  return rects;
}

Rects row() {
  Rects rects;
  for (int i = 0; i < row_panes; ++i) rects.push_back(cells(row_panes, i, row_panes - 1, 1, 1));
  return rects;
}

Rects with_row(Rect large) {
  Rects rects = row();
  rects.insert(rects.begin(), large);
  return rects;
}

// Smallest of 1..5 whose grid has room for everybody on all screens together.
int equal_side(std::size_t people, std::size_t screens) {
  int n = 1;
  while (n < 5 && screens * static_cast<std::size_t>(n * n) < people) ++n;
  return n;
}

// One full pane, then 1+5, 1+7, 1+9.
Rects growing_one_plus(std::size_t people, std::size_t screens) {
  if (people <= screens) return equal(1);
  int n = 3;
  while (n < 5 && screens * static_cast<std::size_t>(2 * n) < people) ++n;
  return one_plus(n);
}

Rects rects_of(DefaultLayout layout, std::size_t people, std::size_t screens) {
  switch (layout) {
    case DefaultLayout::speaker_only:
      return equal(1);
    case DefaultLayout::telepresence:
      return with_row(whole_canvas);
    case DefaultLayout::stacked:
      return with_row(presentation_rect);
    case DefaultLayout::all_equal:
      return equal(equal_side(people, screens));
    case DefaultLayout::all_equal_quarters:
      return equal(2);
    case DefaultLayout::all_equal_ninths:
      return equal(3);
    case DefaultLayout::all_equal_sixteenths:
      return equal(4);
    case DefaultLayout::all_equal_twenty_fifths:
      return equal(5);
    case DefaultLayout::one_plus_five:
      return one_plus(3);
    case DefaultLayout::one_plus_seven:
      return one_plus(4);
    case DefaultLayout::one_plus_nine:
      return one_plus(5);
    case DefaultLayout::unset:
    case DefaultLayout::automatic:
    case DefaultLayout::one_plus_n:
      return growing_one_plus(people, screens);
  }
  unreachable("every layout has its rectangles");
}

}  // namespace

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

bool inside_canvas(const Rect& rect) {
  return rect.x >= 0 && rect.y >= 0 && rect.width > 0 && rect.height > 0 &&
         rect.x <= canvas_width - rect.width && rect.y <= canvas_height - rect.height;
}

bool is_dynamic(DefaultLayout layout) {
  return layout == DefaultLayout::all_equal || layout == DefaultLayout::one_plus_n ||
         layout == DefaultLayout::automatic || layout == DefaultLayout::unset;
}

int screen_at(int position, int screens) {
  constexpr int middle_first[] = {1, 0, 2};
  return screens == 3 ? middle_first[position] : position;
}

std::size_t most_panes(DefaultLayout layout, int screens) {
  const auto count = static_cast<std::size_t>(screens);
  return rects_of(layout, max_panes, count).size() * count;
}

std::vector<Frame> frames_of(DefaultLayout layout, std::size_t people, int screens) {
  check(screens >= 1 && screens <= max_screens, "one to three screens");
  const auto rects = rects_of(layout, people, static_cast<std::size_t>(screens));
  std::vector<Frame> frames;
  frames.reserve(rects.size() * static_cast<std::size_t>(screens));
  const bool overlays = layout == DefaultLayout::telepresence;
  for (std::size_t i = 0; i < rects.size(); ++i)
    for (int position = 0; position < screens; ++position)
      frames.push_back(
          {rects[i], static_cast<std::uint8_t>(screen_at(position, screens)), overlays && i > 0});
  return frames;
}

std::vector<Frame> presentation_row() {
  std::vector<Frame> frames;
  for (const Rect& rect : row()) frames.push_back({rect, 0, false});
  return frames;
}

}  // namespace curia::layout

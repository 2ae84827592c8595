// LayoutTemplate: panes that an administrator drew, for one screen or for two.
//
// 1. A validated template keeps the promises of frames_of(): panes lie inside their screen and
//    cross only where one of them is marked as an overlay.
// 2. Pane numbers are the order in which the panes are listed, screen after screen.
// 3. A viewer with more screens than the template has sees its last screen repeated on the second
//    one; for three screens there are no templates (platform-facts section 7).
//
//   LayoutTemplate t{{{4, 4, {{0, 0, 3, 3}, {3, 0, 1, 1}}}}};  // a large pane, a small one
//   if (auto bad = validate(t); !bad) return fail(bad.error());
#pragma once

#include <cstdint>
#include <vector>

#include "model/base/result.hpp"
#include "model/layout/geometry.hpp"

namespace curia::layout {

struct TemplatePane {
  int x = 0;  // in cells of the grid
  int y = 0;
  int width = 1;
  int height = 1;
  bool overlay = false;

  bool operator==(const TemplatePane&) const = default;
};

struct TemplateScreen {
  int columns = 1;  // divisors of canvas_divisor
  int rows = 1;
  std::vector<TemplatePane> panes{};

  bool operator==(const TemplateScreen&) const = default;
};

inline constexpr std::size_t max_template_screens = 2;

struct LayoutTemplate {
  std::vector<TemplateScreen> screens{};

  bool operator==(const LayoutTemplate&) const = default;
};

// Errors: invalid_value with a sentence that names the screen and pane at fault, both from 1.
Result<> validate(const LayoutTemplate& layout_template);

// Whether the template has an arrangement for so many screens.
bool serves(const LayoutTemplate& layout_template, int screens);

// The panes of a validated template that serves `screens`.
std::vector<Frame> frames_of(const LayoutTemplate& layout_template, int screens);

}  // namespace curia::layout

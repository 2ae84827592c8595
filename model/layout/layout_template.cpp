#include "model/layout/layout_template.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace curia::layout {
namespace {

bool divides_canvas(int parts) {
  return parts >= 1 && parts <= canvas_divisor && canvas_divisor % parts == 0;
}

bool fits(const TemplatePane& pane, const TemplateScreen& screen) {
  return pane.x >= 0 && pane.y >= 0 && pane.width >= 1 && pane.height >= 1 &&
         pane.width <= screen.columns && pane.x <= screen.columns - pane.width &&
         pane.height <= screen.rows && pane.y <= screen.rows - pane.height;
}

bool cross(const TemplatePane& a, const TemplatePane& b) {
  return overlap({a.x, a.y, a.width, a.height}, {b.x, b.y, b.width, b.height});
}

Rect rect_of(const TemplatePane& pane, const TemplateScreen& screen) {
  const int w = canvas_width / screen.columns;
  const int h = canvas_height / screen.rows;
  return {pane.x * w, pane.y * h, pane.width * w, pane.height * h};
}

Result<> validate(const TemplateScreen& screen, const std::string& name) {
  const auto refuse = [&](const std::string& why) {
    return fail(Errc::invalid_value, name + ": " + why);
  };
  if (!divides_canvas(screen.columns) || !divides_canvas(screen.rows))
    return refuse("columns and rows must divide " + std::to_string(canvas_divisor));
  if (screen.panes.empty()) return refuse("it has no panes");
  if (screen.panes.size() > max_panes_per_screen)
    return refuse("more than " + std::to_string(max_panes_per_screen) + " panes");
  for (std::size_t i = 0; i < screen.panes.size(); ++i) {
    const auto pane = "pane " + std::to_string(i + 1);
    if (!fits(screen.panes[i], screen)) return refuse(pane + " does not lie inside the grid");
    for (std::size_t j = 0; j < i; ++j) {
      const auto& a = screen.panes[i];
      const auto& b = screen.panes[j];
      // Of two that cross, exactly one lies on top, or the picture would depend on luck.
      if (cross(a, b) && a.overlay == b.overlay)
        return refuse(pane + " crosses pane " + std::to_string(j + 1) +
                      (a.overlay ? ", and both are overlays" : ", and neither is an overlay"));
    }
  }
  return {};
}

}  // namespace

Result<> validate(const LayoutTemplate& layout_template) {
  const auto& screens = layout_template.screens;
  if (screens.empty() || screens.size() > max_template_screens)
    return fail(Errc::invalid_value, "a layout template has one screen or two");
  for (std::size_t i = 0; i < screens.size(); ++i)
    if (auto done = validate(screens[i], "screen " + std::to_string(i + 1)); !done) return done;
  return {};
}

bool serves(const LayoutTemplate& layout_template, int screens) {
  return !layout_template.screens.empty() && screens <= static_cast<int>(max_template_screens);
}

std::vector<Frame> frames_of(const LayoutTemplate& layout_template, int screens) {
  check(serves(layout_template, screens), "a template for so many screens");
  std::vector<Frame> frames;
  for (int position = 0; position < screens; ++position) {
    const auto last = layout_template.screens.size() - 1;
    const auto& screen = layout_template.screens[std::min<std::size_t>(position, last)];
    for (const auto& pane : screen.panes)
      frames.push_back({rect_of(pane, screen), static_cast<std::uint8_t>(position), pane.overlay});
  }
  return frames;
}

}  // namespace curia::layout

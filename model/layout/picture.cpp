#include "model/layout/picture.hpp"

#include <algorithm>
#include <array>

#include "model/layout/svg.hpp"

namespace curia::layout {
namespace {

constexpr int margin = 14;
constexpr int screen_gap = 10;
constexpr int title_height = 26;
constexpr int caption_height = 20;
constexpr int hole_band = 16;  // of a film strip, above and below each row

// Of people, by number: dark enough for white letters, apart from each other in grey too.
constexpr std::array<std::string_view, 8> colours = {"#33658a", "#7a4f6d", "#4f6d3a", "#8a5a2b",
                                                     "#2f6f6b", "#5c5c96", "#8c4646", "#56707c"};

// Draws one screen at a place of the picture.
class ScreenDrawing {
 public:
  ScreenDrawing(Svg& svg, const Shot& shot, const PictureOptions& options, int x, int y)
      : svg_(svg), shot_(shot), options_(options), x_(x), y_(y) {}

  void draw(int screen) {
    const double width = options_.screen_width;
    svg_.rect({x_ - 3.0, y_ - 3.0, width + 6, width * 9 / 16 + 6}, "#2b2f33", 5);
    svg_.rect({double(x_), double(y_), width, width * 9 / 16}, "#0b0d0f", 0);
    // Overlays lie on top of what they cover, whatever their number.
    for (const bool overlay : {false, true})
      for (std::size_t i = 0; i < shot_.view.panes.size(); ++i) {
        const Pane& pane = shot_.view.panes[i];
        if (pane.frame.screen == screen && pane.frame.overlay == overlay) draw(pane, i + 1);
      }
  }

 private:
  void draw(const Pane& pane, std::size_t number) {
    const bool blank = !pane.person && pane.use != PaneUse::presentation;
    if (blank && pane.frame.overlay && pane.use == PaneUse::ordinary) return;
    const Box box = place(pane.frame.rect);
    if (pane.use == PaneUse::presentation) return draw_presentation(box);
    if (blank) return draw_blank(box, pane, number);
    const auto id = static_cast<std::size_t>(*pane.person);
    const std::string_view colour = pane.video ? colours[id % colours.size()] : "#2a2e33";
    svg_.rect(box, colour, 2);
    if (pane.video) svg_.figure(box);
    if (pane.speaking) svg_.frame(box, "#ffc83d", std::max(2.0, box.height / 40), false);
    draw_number(box, pane, number);
    const auto found = shot_.names.find(*pane.person);
    if (found != shot_.names.end() && (options_.labels || !pane.video))
      draw_label(box, found->second, pane);
  }

  void draw_blank(const Box& box, const Pane& pane, std::size_t number) {
    svg_.rect(box, "#15181b", 2);
    if (pane.use == PaneUse::ordinary) return;
    svg_.frame(box, "#5a6168", 1, true);  // kept for somebody
    draw_number(box, pane, number);
  }

  void draw_number(const Box& box, const Pane& pane, std::size_t number) {
    if (pane.use == PaneUse::ordinary) return;
    const double size = std::clamp(box.height / 9, 7.0, 13.0);
    svg_.text({box.x + size * 0.5, box.y + size * 1.2}, size, "#d5dade", "start",
              std::to_string(number) + (pane.use == PaneUse::speaker ? " speaker" : ""));
  }

  void draw_label(const Box& box, const std::string& name, const Pane& pane) {
    const double size = std::clamp(box.height / 9, 7.5, 16.0);
    const std::string text = fitting(name, box.width - size * 1.6, size);
    const double width = text_width(text, size) + size * 0.8;
    const double y = bottom_of_label(box, pane) - size * 1.9;
    svg_.rect({box.x + size * 0.35, y, width, size * 1.5}, pane.speaking ? "#ffc83d" : "#101418",
              size * 0.3);
    svg_.text({box.x + size * 0.75, y + size * 1.1}, size, pane.speaking ? "#1d1600" : "#ffffff",
              "start", text);
  }

  // Labels stand in the lower left corner, above what lies upon it.
  double bottom_of_label(const Box& box, const Pane& pane) const {
    double bottom = box.y + box.height;
    for (const Pane& other : shot_.view.panes) {
      if (!other.frame.overlay || pane.frame.overlay || !other.person) continue;
      const Box over = place(other.frame.rect);
      if (other.frame.screen == pane.frame.screen && over.x < box.x + box.width / 4)
        bottom = std::min(bottom, std::max(over.y, box.y + box.height / 3));
    }
    return bottom;
  }

  void draw_presentation(const Box& box) {
    svg_.rect(box, "#f4f1ea", 2);
    constexpr double bars[] = {0.30, 0.48, 0.40, 0.66};
    const double base = box.y + box.height * 0.82;
    for (std::size_t i = 0; i < std::size(bars); ++i)
      svg_.rect({box.x + box.width * (0.24 + 0.14 * static_cast<double>(i)),
                 base - box.height * bars[i], box.width * 0.09, box.height * bars[i]},
                "#b9c7cc", 0);
    svg_.text({box.x + box.width / 2, box.y + box.height * 0.93},
              std::clamp(box.height / 16, 8.0, 16.0), "#55606a", "middle", "presentation");
  }

  // A pane in pixels, a little smaller so that neighbours do not touch.
  Box place(const Rect& rect) const {
    const double scale = double(options_.screen_width) / canvas_width;
    return {x_ + rect.x * scale + 1, y_ + rect.y * scale + 1, rect.width * scale - 2,
            rect.height * scale - 2};
  }

  Svg& svg_;
  const Shot& shot_;
  const PictureOptions& options_;
  int x_;
  int y_;
};

int shot_width(const Shot& shot, const PictureOptions& options) {
  return shot.view.screens * options.screen_width + (shot.view.screens - 1) * screen_gap;
}

int screen_height(const PictureOptions& options) { return options.screen_width * 9 / 16; }

int shot_height(const PictureOptions& options) {
  return title_height + screen_height(options) + caption_height;
}

// `width` is what its texts may take.
void draw_shot(Svg& svg, const Shot& shot, const PictureOptions& options, int x, int y, int width,
               bool on_film) {
  svg.text({double(x), y + 17.0}, 13.5, on_film ? "#f2f4f5" : "#22292f", "start",
           fitting(shot.title, width, 13.5));
  for (int screen = 0; screen < shot.view.screens; ++screen)
    ScreenDrawing(svg, shot, options, x + screen * (options.screen_width + screen_gap),
                  y + title_height)
        .draw(screen);
  svg.text({double(x), y + title_height + screen_height(options) + 17.0}, 11.5,
           on_film ? "#aeb6bc" : "#66707a", "start", fitting(shot.caption, width, 11.5));
}

}  // namespace

std::string picture(const Shot& shot, const PictureOptions& options) {
  Svg svg(shot_width(shot, options) + 2 * margin, shot_height(options) + 2 * margin, shot.title);
  svg.background("#fbfaf7");
  draw_shot(svg, shot, options, margin, margin, shot_width(shot, options), false);
  return svg.done();
}

std::string film_strip(const std::vector<Shot>& shots, const PictureOptions& options) {
  int width = 0;
  for (const Shot& shot : shots) width = std::max(width, shot_width(shot, options));
  const int count = static_cast<int>(shots.size());
  const int columns = std::clamp(options.columns, 1, std::max(count, 1));
  const int rows = (count + columns - 1) / columns;
  const int row_height = shot_height(options) + 2 * hole_band + margin;
  const int full_width = columns * (width + 2 * margin);
  Svg svg(full_width, rows * row_height, shots.empty() ? "" : shots.front().title);
  svg.background("#1d2226");
  for (int row = 0; row < rows; ++row)
    for (int x = 8; x + 10 <= full_width; x += 22)
      for (const int y : {row * row_height + 4, (row + 1) * row_height - 12})
        svg.rect({double(x), double(y), 10, 8}, "#fbfaf7", 2);
  for (int i = 0; i < count; ++i)
    draw_shot(svg, shots[static_cast<std::size_t>(i)], options,
              i % columns * (width + 2 * margin) + margin,
              i / columns * row_height + hole_band + margin / 2, width, true);
  return svg.done();
}

}  // namespace curia::layout

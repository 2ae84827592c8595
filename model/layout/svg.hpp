// Svg: the few shapes that pictures of layouts are made of, as text.
//
// 1. Numbers are rounded to tenths, so that the text of a picture does not depend on luck.
// 2. Text and attribute values are escaped here and nowhere else.
#pragma once

#include <string>
#include <string_view>

namespace curia::layout {

struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

struct Point {
  double x = 0;
  double y = 0;
};

// As wide as DejaVu Sans, the font of our pictures, may draw it; an estimate on the safe side.
double text_width(std::string_view text, double size);

// `text`, or as much of its beginning as fits with an ellipsis. Never cuts a character apart.
std::string fitting(std::string_view text, double width, double size);

class Svg {
 public:
  // `title` is what screen readers say.
  Svg(int width, int height, std::string_view title);

  void background(std::string_view colour);
  void rect(const Box& box, std::string_view colour, double radius);
  void frame(const Box& box, std::string_view colour, double stroke, bool dashed);
  // `anchor` is start, middle or end.
  void text(Point at, double size, std::string_view colour, std::string_view anchor,
            std::string_view words);
  // Head and shoulders of somebody, in the middle of the box.
  void figure(const Box& box);

  // Ends the picture.
  std::string done();

 private:
  int width_;
  int height_;
  std::string out_;
};

}  // namespace curia::layout

#include "model/layout/svg.hpp"

namespace curia::layout {
namespace {

std::string number(double value) {
  const auto tenths = static_cast<long>(value * 10 + (value < 0 ? -0.5 : 0.5));
  const long whole = tenths / 10;
  std::string text = (tenths < 0 && whole == 0 ? "-" : "") + std::to_string(whole);
  if (tenths % 10 != 0) text += "." + std::to_string(std::labs(tenths % 10));
  return text;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + std::string(value) + "\"";
}

std::string attribute(std::string_view name, double value) {
  return attribute(name, number(value));
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string place(const Box& box) {
  return attribute("x", box.x) + attribute("y", box.y) + attribute("width", box.width) +
         attribute("height", box.height);
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

double text_width(std::string_view text, double size) {
  double units = 0;
  for (const char c : text) {
    if (continues(c)) continue;
    const bool narrow = std::string_view("iljtfr.,:;'|!()[] I").find(c) != std::string_view::npos;
    const bool wide = std::string_view("mwMW@").find(c) != std::string_view::npos ||
                      static_cast<unsigned char>(c) >= 0xE0;
    units += narrow ? 0.36 : wide ? 1.0 : 0.61;
  }
  return units * size;
}

std::string fitting(std::string_view text, double width, double size) {
  if (text_width(text, size) <= width) return std::string(text);
  constexpr std::string_view ellipsis = "…";
  while (!text.empty() && text_width(text, size) + size > width) {
    while (text.size() > 1 && continues(text.back())) text.remove_suffix(1);
    text.remove_suffix(1);
  }
  return text.empty() ? "" : std::string(text) + std::string(ellipsis);
}

Svg::Svg(int width, int height, std::string_view title) : width_(width), height_(height) {
  out_ = "<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("width", width) +
         attribute("height", height) +
         attribute("viewBox", "0 0 " + std::to_string(width) + " " + std::to_string(height)) +
         " font-family=\"DejaVu Sans, Helvetica, Arial, sans-serif\">\n";
  if (!title.empty()) out_ += "<title>" + escaped(title) + "</title>\n";
  out_ +=
      "<symbol id=\"person\" viewBox=\"0 0 10 10\"><g fill=\"#ffffff\" opacity=\"0.22\">"
      "<circle cx=\"5\" cy=\"3.6\" r=\"1.5\"/>"
      "<path d=\"M2.2 8.2 C2.2 4.6 7.8 4.6 7.8 8.2 Z\"/></g></symbol>\n";
}

void Svg::background(std::string_view colour) {
  rect({0, 0, double(width_), double(height_)}, colour, 6);
}

void Svg::rect(const Box& box, std::string_view colour, double radius) {
  out_ += "<rect" + place(box) + (radius > 0 ? attribute("rx", radius) : "") +
          attribute("fill", colour) + "/>\n";
}

void Svg::frame(const Box& box, std::string_view colour, double stroke, bool dashed) {
  const Box inner{box.x + stroke / 2, box.y + stroke / 2, box.width - stroke, box.height - stroke};
  out_ += "<rect" + place(inner) + attribute("rx", 2) + attribute("fill", "none") +
          attribute("stroke", colour) + attribute("stroke-width", stroke) +
          (dashed ? attribute("stroke-dasharray", "4 3") : "") + "/>\n";
}

void Svg::text(Point at, double size, std::string_view colour, std::string_view anchor,
               std::string_view words) {
  if (words.empty()) return;
  out_ += "<text" + attribute("x", at.x) + attribute("y", at.y) + attribute("font-size", size) +
          attribute("fill", colour) + (anchor == "start" ? "" : attribute("text-anchor", anchor)) +
          ">" + escaped(words) + "</text>\n";
}

void Svg::figure(const Box& box) { out_ += "<use href=\"#person\"" + place(box) + "/>\n"; }

std::string Svg::done() { return std::move(out_) + "</svg>\n"; }

}  // namespace curia::layout

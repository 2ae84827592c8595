// Content lines of iCalendar (RFC 5545 section 3.1): names, parameters, values; folding and
// escaping, both ways.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/result.hpp"

namespace curia::ical {

struct Line {
  std::string name;                                             // in upper case
  std::vector<std::pair<std::string, std::string>> parameters;  // names in upper case
  std::string value;  // as it stands there, escapes included

  // The value of a parameter; empty when there is none.
  std::string_view parameter(std::string_view wanted) const;
};

struct Component {
  std::string name;  // "VEVENT"
  std::vector<Line> lines;
  std::vector<Component> children;

  const Line* find(std::string_view wanted) const;  // the first of that name; null: none
};

// Appends one line, folded so that no line is longer than 75 bytes and no UTF-8 character parted.
void append_line(std::string& out, std::string_view line);

// "a\, b\; c\\ d\n" of TEXT (section 3.3.11). Control characters but line ends are dropped.
std::string escape_text(std::string_view text);
std::string unescape_text(std::string_view value);

// A parameter's value, in quotes; what may not stand in it (section 3.2) becomes an apostrophe or
// a blank.
std::string quoted(std::string_view text);

// One object: the component that the text begins with and ends with, VCALENDAR.
// Errors: invalid_value, limit_reached (ics_bytes, ics_depth).
Result<Component> parse_component(std::string_view text);

}  // namespace curia::ical

#include "impl/wire/icalendar/lines.hpp"

#include <algorithm>

#include "model/base/limits_mail.hpp"
#include "model/base/text.hpp"

namespace curia::ical {
namespace {

constexpr std::size_t line_bytes = 75;  // section 3.1, without the line end

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

std::string ascii_upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

// Joins folded lines and parts the whole into lines.
std::vector<std::string> unfold(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool folded = line.starts_with(' ') || line.starts_with('\t');
    if (folded && !lines.empty())
      lines.back() += line.substr(1);
    else if (!line.empty())
      lines.emplace_back(line);
  }
  return lines;
}

std::unexpected<Error> bad_line(std::string_view line) {
  return fail(Errc::invalid_value,
              "not a line of a calendar: '" + std::string(line.substr(0, 60)) + "'");
}

// Takes the value of a parameter off the front of `rest`; several values stay joined.
std::string take_parameter_value(std::string_view& rest) {
  std::string value;
  bool in_quotes = false;
  while (!rest.empty() && (in_quotes || (rest.front() != ';' && rest.front() != ':'))) {
    if (rest.front() == '"')
      in_quotes = !in_quotes;
    else
      value += rest.front();
    rest.remove_prefix(1);
  }
  return value;
}

// Section 3.1: no control characters but the tab.
bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t'; }

Result<Line> parse_line(std::string_view text) {
  if (std::ranges::any_of(text, is_control)) return bad_line(text);
  const std::size_t end = text.find_first_of(";:");
  if (end == 0 || end == std::string_view::npos) return bad_line(text);
  Line line{ascii_upper(text.substr(0, end)), {}, {}};
  std::string_view rest = text.substr(end);
  while (rest.starts_with(';')) {
    rest.remove_prefix(1);
    const std::size_t equals = rest.find('=');
    if (equals == 0 || equals == std::string_view::npos) return bad_line(text);
    std::string name = ascii_upper(rest.substr(0, equals));
    rest.remove_prefix(equals + 1);
    line.parameters.emplace_back(std::move(name), take_parameter_value(rest));
  }
  if (!rest.starts_with(':')) return bad_line(text);
  line.value = rest.substr(1);
  return line;
}

}  // namespace

std::string_view Line::parameter(std::string_view wanted) const {
  for (const auto& [key, text] : parameters)
    if (key == wanted) return text;
  return {};
}

const Line* Component::find(std::string_view wanted) const {
  for (const Line& line : lines)
    if (line.name == wanted) return &line;
  return nullptr;
}

void append_line(std::string& out, std::string_view line) {
  std::size_t room = line_bytes;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 1 && !begins_character(line[cut])) --cut;
    out += line.substr(0, cut);
    out += "\r\n ";
    line.remove_prefix(cut);
    room = line_bytes - 1;  // the blank in front counts
  }
  out += line;
  out += "\r\n";
}

std::string escape_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' || c == ',' || c == ';') {
      out += '\\';
      out += c;
    } else if (c == '\n' || (c == '\r' && text.substr(i + 1, 1) != "\n")) {
      out += "\\n";
    } else if (c == '\t' || static_cast<unsigned char>(c) >= ' ') {
      out += c;
    }
  }
  return out;
}

std::string unescape_text(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 == value.size()) {
      out += value[i];
      continue;
    }
    const char c = value[++i];
    out += c == 'n' || c == 'N' ? '\n' : c;
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? '\'' : static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  return out + '"';
}

Result<Component> parse_component(std::string_view text) {
  if (text.size() > limits::ics_bytes)
    return fail(Errc::limit_reached, "the calendar is too large");
  std::vector<Component> open;
  for (const std::string& text_line : unfold(text)) {
    auto line = parse_line(text_line);
    if (!line) return fail(line.error());
    if (line->name == "BEGIN") {
      if (open.size() == limits::ics_depth)
        return fail(Errc::limit_reached, "the calendar has too many components in each other");
      open.push_back({ascii_upper(line->value), {}, {}});
      continue;
    }
    if (open.empty()) return bad_line(text_line);
    if (line->name != "END") {
      open.back().lines.push_back(*std::move(line));
      continue;
    }
    if (ascii_upper(line->value) != open.back().name) return bad_line(text_line);
    Component closed = std::move(open.back());
    open.pop_back();
    if (open.empty()) {
      if (closed.name != "VCALENDAR")
        return fail(Errc::invalid_value, "what was read is no VCALENDAR");
      return closed;
    }
    open.back().children.push_back(std::move(closed));
  }
  return fail(Errc::invalid_value, "the calendar has no end");
}

}  // namespace curia::ical

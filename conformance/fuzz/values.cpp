#include "conformance/fuzz/values.hpp"

#include <algorithm>
#include <charconv>

namespace curia::fuzz {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string text) {
  std::ranges::transform(text, text.begin(), lower);
  return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_control(const std::string& text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n'; });
}

bool has_blank(const std::string& text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

bool is_guid(const std::string& text) {
  if (text.size() != 36) return false;
  bool all_zero = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = lower(text[i]);
    if (dash ? c != '-' : !(is_digit(c) || (c >= 'a' && c <= 'f'))) return false;
    all_zero = all_zero && (dash || c == '0');
  }
  return !all_zero;
}

Reading wrong() { return {"", "invalidValue"}; }

Reading read_number(const Field& field, const std::string& text) {
  std::int64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (!std::ranges::all_of(text, is_digit) || end.ec != std::errc{}) return wrong();
  if (value < field.least || value > field.most) return wrong();
  return {std::to_string(value), ""};
}

Reading read_flag(const std::string& text) {
  const std::string plain = lowered(text);
  if (plain == "true" || plain == "on") return {"true", ""};
  if (plain == "false" || plain == "off") return {"false", ""};
  return wrong();
}

Reading read_choice(const Field& field, const std::string& text) {
  for (const auto& choice : field.choices)
    if (lowered(choice) == lowered(text)) return {choice, ""};
  return wrong();
}

bool is_url(const std::string& text) {
  const auto colon = text.find("://");
  return colon != std::string::npos && colon > 0 && colon + 3 < text.size() && !has_blank(text);
}

bool is_generator(const std::string& text) {
  const bool plain = text.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_$") ==
                     std::string::npos;
  return plain && std::ranges::count(text, '$') == 1;
}

// At most one $index$; a backslash stands only before itself and a dollar; no @.
bool is_mapping(std::string text) {
  for (const auto* escape : {"\\\\", "\\$"})
    for (auto at = text.find(escape); at != std::string::npos; at = text.find(escape))
      text.replace(at, 2, "e");
  if (const auto at = text.find("$index$"); at != std::string::npos) text.replace(at, 7, "i");
  return text.find_first_of("$@\\") == std::string::npos;
}

bool has_form(const Field& field, const std::string& text) {
  switch (field.shape) {
    case Shape::uri:
      return !has_blank(text) && text.find('@') == std::string::npos;
    case Shape::digits:
      return std::ranges::all_of(text, is_digit);
    case Shape::url:
      return is_url(text);
    case Shape::dtmf:
      return text.find_first_not_of("0123456789*#,") == std::string::npos;
    case Shape::generator:
      return is_generator(text);
    case Shape::mapping:
      return is_mapping(text);
    default:
      return true;
  }
}

Reading read_text(const Field& field, const std::string& text) {
  if (text.size() > static_cast<std::size_t>(field.most)) return {"", "valueTooLong"};
  if (has_control(text) || !has_form(field, text)) return wrong();
  return {field.shape == Shape::uri ? lowered(text) : text, ""};
}

// Seconds stand as they came.
Reading read_seconds(const Field& field, const std::string& text) {
  if (text == "permanent") return {text, ""};
  return read_number(field, text).error.empty() ? Reading{text, ""} : wrong();
}

}  // namespace

Reading read_value(const Field& field, const std::string& text) {
  switch (field.shape) {
    case Shape::flag:
      return read_flag(text);
    case Shape::number:
      return read_number(field, text);
    case Shape::choice:
      return read_choice(field, text);
    case Shape::seconds:
      return read_seconds(field, text);
    case Shape::reference:
      return is_guid(text) ? Reading{lowered(text), ""} : wrong();
    default:
      return read_text(field, text);
  }
}

std::string folded(std::string text) {
  text = lowered(std::move(text));
  // The one letter beyond ASCII that is drawn in both cases.
  for (auto at = text.find("\xC3\x84"); at != std::string::npos; at = text.find("\xC3\x84"))
    text.replace(at, 2, "\xC3\xA4");
  return text;
}

}  // namespace curia::fuzz

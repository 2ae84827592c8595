#include "sim/scenario/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "model/base/text.hpp"

namespace curia::scenario {
namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

bool is_plain_line(std::string_view text) {
  return is_utf8(text) && trim_ascii_space(text) == text &&
         std::ranges::none_of(text, [](char c) { return c >= 0 && (c < ' ' || c == 127); });
}

constexpr std::int64_t longest_repetition = 16 * 1024 * 1024;

constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> units{{
    {"h", 3'600'000'000'000},
    {"m", 60'000'000'000},
    {"s", 1'000'000'000},
    {"ms", 1'000'000},
    {"us", 1'000},
    {"ns", 1},
}};

// Appends what "${x*1000}" at the begin of the text stands for; its length, or 0.
std::size_t take_repetition(std::string_view text, std::string& out) {
  const auto star = text.find('*');
  const auto end = text.find('}');
  if (!text.starts_with("${") || star == std::string_view::npos || end < star ||
      end == std::string_view::npos)
    return 0;
  const auto count = parse_decimal(text.substr(star + 1, end - star - 1));
  const auto what = text.substr(2, star - 2);
  if (!count || what.empty() ||
      *count * static_cast<std::int64_t>(what.size()) > longest_repetition)
    return 0;
  for (std::int64_t i = 0; i < *count; ++i) out += what;
  return end + 1;
}

}  // namespace

Result<std::string> expand(std::string_view text, const Variables& variables) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (const auto repeated = take_repetition(text.substr(i), out); repeated > 0) {
      i += repeated;
      continue;
    }
    if (text[i] != '$' || i + 1 == text.size()) {
      out += text[i++];
      continue;
    }
    std::size_t start = i + 1;
    if (text[start] == '$') {
      out += '$';
      i += 2;
      continue;
    }
    const bool braces = text[start] == '{';
    if (braces) ++start;
    std::size_t end = start;
    if (end < text.size() && is_name_start(text[end]))
      while (end < text.size() && is_name_part(text[end])) ++end;
    if (end == start || (braces && (end == text.size() || text[end] != '}'))) {
      out += text[i++];
      continue;
    }
    const auto name = text.substr(start, end - start);
    const auto found = variables.find(name);
    if (found == variables.end())
      return fail(Errc::not_found, "no variable $" + std::string(name) + " has been saved",
                  std::string(name));
    out += found->second;
    i = braces ? end + 1 : end;
  }
  return out;
}

std::string form_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_name_part(c) || c == '-' || c == '.' || c == '~') {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

std::string without_variables(std::string_view literal) {
  std::string out;
  for (char c : literal) {
    out += c;
    if (c == '$') out += c;
  }
  return out;
}

std::string rest_of_line(std::string_view value) {
  if (!value.empty() && value.front() != '"' && is_plain_line(value)) return std::string(value);
  return value.empty() ? "\"\"" : quoted(value);
}

bool can_stand_bare(std::string_view value) {
  if (value.empty()) return false;
  for (char c : value)
    if (c <= ' ' || c > '~' || c == '"' || c == '\\') return false;
  return true;
}

std::string quoted(std::string_view value) {
  if (can_stand_bare(value)) return std::string(value);
  constexpr std::string_view digits = "0123456789abcdef";
  const bool utf8 = is_utf8(value);
  std::string out = "\"";
  for (char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7f || (byte > 0x7f && !utf8)) {
      out += "\\x";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

Result<Duration> parse_duration(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  const auto number = parse_decimal(text.substr(0, digits));
  for (const auto& [unit, nanoseconds] : units)
    if (number && text.substr(digits) == unit && *number <= longest_time.count() / nanoseconds)
      return Duration(*number * nanoseconds);
  return fail(Errc::invalid_value, "'" + std::string(text) +
                                       "' is not a time such as 250ms, 5s, 2m or 1h, of at most " +
                                       to_text(longest_time));
}

std::string to_text(Duration duration) {
  const auto count = duration.count();
  if (count == 0) return "0s";
  for (const auto& [unit, nanoseconds] : units)
    if (count % nanoseconds == 0) return std::to_string(count / nanoseconds) + std::string(unit);
  return std::to_string(count) + "ns";
}

}  // namespace curia::scenario

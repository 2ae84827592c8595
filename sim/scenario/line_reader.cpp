#include "sim/scenario/line_reader.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "sim/scenario/text.hpp"

namespace curia::scenario {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Nobody sees them in a file, and at the end of a line they would be lost.
bool is_control(char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 127; }

}  // namespace

LineReader::LineReader(std::string_view source, std::string file)
    : file_(std::move(file)), text_(std::make_shared<const std::string>(source)) {
  std::string_view text = *text_;
  int number = 0;
  while (!text.empty()) {
    ++number;
    const auto end = text.find('\n');
    auto line = trim_ascii_space(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    if (std::ranges::any_of(line, is_control) && !error_)
      error_ = at_line(number, "a control character stands here; in quotes write it as \\xHH");
    lines_.push_back({line, number});
  }
}

void LineReader::next_line() {
  ++index_;
  at_ = 0;
}

Line LineReader::line() const {
  if (lines_.empty()) return {1};
  return {at_end() ? lines_.back().number : lines_[index_].number};
}

bool LineReader::more() const { return !at_end() && at_ < lines_[index_].text.size(); }

std::string_view LineReader::peek() const {
  if (!more()) return {};
  const auto left = lines_[index_].text.substr(at_);
  std::size_t end = 0;
  while (end < left.size() && !is_blank(left[end])) ++end;
  return left.substr(0, end);
}

void LineReader::skip_blanks() {
  while (more() && is_blank(lines_[index_].text[at_])) ++at_;
}

bool LineReader::take(std::string_view word) {
  if (peek() != word) return false;
  at_ += word.size();
  skip_blanks();
  return true;
}

std::string LineReader::word(std::string_view what) {
  const std::string found(peek());
  if (found.empty()) complain("expected " + std::string(what));
  at_ += found.size();
  skip_blanks();
  return found;
}

std::string LineReader::quoted_part() {
  const auto text = lines_[index_].text;
  std::string out;
  ++at_;
  while (at_ < text.size() && text[at_] != '"') {
    char c = text[at_++];
    if (c != '\\') {
      out += c;
      continue;
    }
    c = at_ < text.size() ? text[at_++] : '\0';
    if (c == 'n') {
      out += '\n';
    } else if (c == 'r') {
      out += '\r';
    } else if (c == 't') {
      out += '\t';
    } else if (c == '"' || c == '\\') {
      out += c;
    } else if (c == 'x' && at_ + 2 <= text.size() && hex_value(text[at_]) >= 0 &&
               hex_value(text[at_ + 1]) >= 0) {
      out += static_cast<char>(hex_value(text[at_]) * 16 + hex_value(text[at_ + 1]));
      at_ += 2;
    } else {
      complain("in quotes a backslash stands before \" \\ n r t or xHH");
      break;
    }
  }
  if (at_ >= text.size()) {
    complain("a closing \" is missing");
  } else if (++at_ < text.size() && !is_blank(text[at_])) {
    complain("after a closing \" a blank must follow");
  }
  skip_blanks();
  return out;
}

std::string LineReader::quoted_or_word(std::string_view what) {
  return more() && lines_[index_].text[at_] == '"' ? quoted_part() : word(what);
}

Param LineReader::pair(std::string_view what) {
  const auto found = peek();
  const auto equals = found.find('=');
  if (equals == std::string_view::npos) {
    const bool is_end_of_quotes = found.ends_with('\'');
    complain("expected " + std::string(what) + ", not '" + std::string(found) + "'" +
             (is_end_of_quotes ? ": what has blanks stands in \"...\"" : ""));
    at_ += found.size();
    skip_blanks();
    return {};
  }
  Param out{std::string(found.substr(0, equals)), {}};
  at_ += equals + 1;
  if (more() && lines_[index_].text[at_] == '"') {
    out.value = quoted_part();
  } else if (more() && !is_blank(lines_[index_].text[at_])) {
    out.value = word(what);
  } else {
    skip_blanks();
  }
  return out;
}

std::string LineReader::rest() {
  if (!more()) return {};
  const auto left = lines_[index_].text.substr(at_);
  if (left.front() == '"') return quoted_part();
  at_ += left.size();
  return std::string(left);
}

bool LineReader::block_follows() const {
  return index_ + 1 < lines_.size() && lines_[index_ + 1].text.front() == '|';
}

std::string LineReader::block(std::string_view line_end) {
  std::string out;
  bool first = true;
  while (block_follows()) {
    next_line();
    auto text = lines_[index_].text.substr(1);
    if (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    if (!first) out += line_end;
    first = false;
    out += text;
  }
  if (!at_end()) at_ = lines_[index_].text.size();
  return out;
}

std::string LineReader::rest_or_block(std::string_view line_end) {
  return more() || !block_follows() ? rest() : block(line_end);
}

Duration LineReader::duration(std::string_view what) {
  const auto parsed = parse_duration(word(what));
  if (!parsed) {
    complain(parsed.error().message);
    return {};
  }
  return *parsed;
}

std::int64_t LineReader::number(std::string_view what, std::int64_t most) {
  const auto text = word(what);
  const auto parsed = parse_decimal(text);
  if (!parsed || *parsed > most) {
    complain("expected " + std::string(what) + ", not '" + text + "'");
    return 0;
  }
  return *parsed;
}

void LineReader::end_of_line() {
  if (more()) complain("did not expect '" + std::string(lines_[index_].text.substr(at_)) + "'");
  next_line();
}

void LineReader::complain(const std::string& message) {
  if (!error_) error_ = at_line(line().number, message);
}

Error LineReader::at_line(int number, const std::string& message) const {
  return {Errc::invalid_value, {}, file_ + ":" + std::to_string(number) + ": " + message};
}

}  // namespace curia::scenario

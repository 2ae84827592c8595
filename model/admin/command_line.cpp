#include "model/admin/command_line.hpp"

#include <optional>

#include "model/admin/limits.hpp"

namespace curia::admin {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool has_blank(std::string_view word) { return word.find_first_of(" \t") != word.npos; }

// Words one after the other, with what is open at the end.
class Scanner {
 public:
  explicit Scanner(std::string_view line) : line_(line) {}

  Result<> scan() {
    if (line_.size() > limits::command_line_bytes)
      return fail(Errc::value_too_long, "the line is longer than " +
                                            std::to_string(limits::command_line_bytes) + " bytes");
    for (at_ = 0; at_ < line_.size(); ++at_)
      if (auto taken = take(line_[at_]); !taken) return taken;
    return {};
  }

  Result<> finish_word() {
    if (!word_) return {};
    if (words_.size() == limits::command_line_words)
      return fail(Errc::limit_reached, "the line has more than " +
                                           std::to_string(limits::command_line_words) + " words");
    words_.push_back(std::move(*word_));
    word_.reset();
    return {};
  }

  bool is_quote_open() const { return in_quotes_; }
  LineStart start() && {
    return {std::move(words_), word_.value_or(""), word_ ? word_at_ : line_.size()};
  }
  std::vector<std::string> words() && { return std::move(words_); }

 private:
  Result<> take(char c) {
    if (is_control(c) && c != '\t')
      return fail(Errc::invalid_value, "the line contains a control character");
    if ((c == ' ' || c == '\t') && !in_quotes_) return finish_word();
    if (!word_) {
      word_.emplace();
      word_at_ = at_;
    }
    if (c == '"') {
      in_quotes_ = !in_quotes_;
      return {};
    }
    if (c == '\\') {
      const char next = at_ + 1 < line_.size() ? line_[at_ + 1] : '\0';
      if (next != '\\' && next != '"' && next != ' ')
        return fail(Errc::invalid_value,
                    "a backslash stands before a character that it does not escape: write \\\\ for "
                    "a backslash");
      ++at_;
      c = next;
    }
    *word_ += c;
    return {};
  }

  std::string_view line_;
  std::size_t at_ = 0;
  std::vector<std::string> words_;
  std::optional<std::string> word_;
  std::size_t word_at_ = 0;
  bool in_quotes_ = false;
};

}  // namespace

Result<std::vector<std::string>> parse_command_line(std::string_view line) {
  Scanner scanner(line);
  if (auto scanned = scanner.scan(); !scanned) return fail(scanned.error());
  if (scanner.is_quote_open()) return fail(Errc::invalid_value, "a double quote is not closed");
  if (auto finished = scanner.finish_word(); !finished) return fail(finished.error());
  return std::move(scanner).words();
}

Result<LineStart> parse_line_start(std::string_view line) {
  Scanner scanner(line);
  if (auto scanned = scanner.scan(); !scanned) return fail(scanned.error());
  return std::move(scanner).start();
}

std::string quoted_start(std::string_view begun) {
  std::string out = has_blank(begun) ? "\"" : "";
  for (const char c : begun) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

std::string quoted(std::string_view word) {
  if (word.empty()) return "\"\"";
  return quoted_start(word) + (has_blank(word) ? "\"" : "");
}

}  // namespace curia::admin

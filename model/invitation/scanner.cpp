#include "model/invitation/scanner.hpp"

#include <algorithm>
#include <array>

namespace curia::invitation {
namespace {

constexpr std::string_view blanks = " \t";
constexpr std::string_view white = " \t\n";

class Scanner {
 public:
  explicit Scanner(std::string_view in) : in_(in) {}

  Result<std::vector<Piece>> run() {
    while (pos_ < in_.size()) {
      if (auto step = next(); !step) return fail(step.error());
    }
    flush();
    return std::move(pieces_);
  }

 private:
  bool starts(std::string_view what) const { return in_.substr(pos_).starts_with(what); }

  Result<> next() {
    if (pos_ == 0 || in_[pos_ - 1] == '\n') {
      auto statement = line_statement();
      if (!statement) return fail(statement.error());
      if (*statement) return {};
    }
    if (starts("{#")) return comment();
    if (starts("{%")) return marked(Piece::Kind::statement, "{%", "%}");
    if (starts("%%")) {
      take_text(1);
      pos_ += 1;
      return {};
    }
    if (starts("%")) return marked(Piece::Kind::expression, "%", "%");
    take_text(1);
    return {};
  }

  void take_text(std::size_t count) {
    if (text_.empty()) text_line_ = line_;
    for (; count > 0; --count, ++pos_) {
      const char c = in_[pos_];
      if (c == '\n') ++line_;
      if (strip_ && white.find(c) != std::string_view::npos) continue;
      strip_ = false;
      text_ += c;
    }
  }

  void flush() {
    strip_ = false;
    if (text_.empty()) return;
    pieces_.push_back({Piece::Kind::text, text_line_, std::move(text_)});
    text_.clear();
  }

  void strip_before() { text_.erase(text_.find_last_not_of(white) + 1); }

  // A statement on a line of its own; blanks may stand before it. A '#' in the first column that
  // a letter follows is meant as a statement, so that a misspelt one does not end up in the text.
  Result<bool> line_statement() {
    const std::size_t mark = in_.find_first_not_of(blanks, pos_);
    if (mark == std::string_view::npos || in_[mark] != '#') return false;
    const std::size_t begin = in_.find_first_not_of(blanks, mark + 1);
    if (begin == std::string_view::npos || !is_letter(in_[begin])) return false;
    std::size_t end = begin;
    while (end < in_.size() && is_letter(in_[end])) ++end;
    const std::string_view word = in_.substr(begin, end - begin);
    if (!is_statement_word(word)) {
      if (mark != pos_ || begin != mark + 1) return false;
      return fail_at(line_, "'#" + std::string(word) + "' is not a statement");
    }
    flush();
    const std::size_t line_end = std::min(in_.find('\n', begin), in_.size());
    pieces_.push_back(
        {Piece::Kind::statement, line_, std::string(in_.substr(begin, line_end - begin))});
    pos_ = line_end;
    if (pos_ < in_.size()) ++pos_, ++line_;
    return true;
  }

  Result<> comment() {
    const std::size_t close = in_.find("#}", pos_ + 2);
    if (close == std::string_view::npos)
      return fail_at(line_, "the comment '{#' is not closed by '#}'");
    if (in_[pos_ + 2] == '-') strip_before();
    flush();
    const bool strip = close > pos_ + 2 && in_[close - 1] == '-';
    move_to(close + 2);
    strip_ = strip;
    return {};
  }

  Result<> marked(Piece::Kind kind, std::string_view open, std::string_view close) {
    const bool in_line = kind == Piece::Kind::expression;
    std::size_t begin = pos_ + open.size();
    const bool strip_left = in_.substr(begin).starts_with("-");
    if (strip_left) ++begin;
    auto end = find_close(begin, close, in_line);
    if (!end) return fail(end.error());
    std::string_view body = in_.substr(begin, *end - begin);
    const bool strip_right = body.ends_with("-");
    if (strip_right) body.remove_suffix(1);
    if (strip_left) strip_before();
    flush();
    pieces_.push_back({kind, line_, std::string(body)});
    move_to(*end + close.size());
    strip_ = strip_right;
    return {};
  }

  // Where `close` begins outside of text in quotes.
  Result<std::size_t> find_close(std::size_t from, std::string_view close, bool in_line) const {
    bool quoted = false;
    for (std::size_t at = from; at < in_.size(); ++at) {
      const char c = in_[at];
      if (c == '\n' && (in_line || quoted)) break;
      if (quoted && c == '\\') {
        ++at;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && in_.substr(at).starts_with(close)) {
        return at;
      }
    }
    if (quoted) return fail_at(line_, "a text in quotes is not closed");
    if (in_line)
      return fail_at(line_,
                     "'%' begins an expression that no '%' on this line ends; "
                     "write %% for a percent sign");
    return fail_at(line_, "'{%' is not closed by '%}'");
  }

  void move_to(std::size_t pos) {
    line_ += static_cast<int>(std::count(in_.begin() + static_cast<std::ptrdiff_t>(pos_),
                                         in_.begin() + static_cast<std::ptrdiff_t>(pos), '\n'));
    pos_ = pos;
  }

  std::string_view in_;
  std::size_t pos_ = 0;
  int line_ = 1;
  std::string text_;
  int text_line_ = 1;
  bool strip_ = false;  // blanks that follow are dropped
  std::vector<Piece> pieces_;
};

}  // namespace

Result<std::vector<Piece>> scan(std::string_view text) { return Scanner(text).run(); }

bool is_statement_word(std::string_view word) {
  static constexpr std::array<std::string_view, 7> words = {"if",  "else",   "elif", "endif",
                                                            "for", "endfor", "set"};
  return std::ranges::find(words, word) != words.end();
}

std::unexpected<Error> fail_at(int line, std::string_view what) {
  return fail(Errc::invalid_value, "line " + std::to_string(line) + ": " + std::string(what));
}

}  // namespace curia::invitation

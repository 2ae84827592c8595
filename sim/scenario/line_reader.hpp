// The lines of a .sim file, word by word: what the parser stands on.
//
// 1. Blank lines and lines that begin with # are skipped.
// 2. A word ends at a blank; "..." may stand for a whole word or for what follows an '='.
// 3. A control character other than a tab is a mistake: a file shows all that it says.
// 4. A complaint names file and line; the first one is kept.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"
#include "sim/scenario/ast.hpp"

namespace curia::scenario {

class LineReader {
 public:
  LineReader(std::string_view text, std::string file);

  bool at_end() const { return index_ >= lines_.size(); }
  void next_line();
  Line line() const;

  // Words of the current line.
  bool more() const;              // something is left on it
  std::string_view peek() const;  // the next word, without unquoting; empty at the end
  bool take(std::string_view word);
  std::string word(std::string_view what);  // a word; `what` says in a complaint what is missing
  std::string quoted_or_word(std::string_view what);
  Param pair(std::string_view what);  // name=value
  std::string rest();                 // "..." or everything that is left, without blanks
  // rest(), or when nothing is left the lines after this one that begin with '|'.
  std::string rest_or_block(std::string_view line_end);
  bool block_follows() const;
  std::string block(std::string_view line_end);
  Duration duration(std::string_view what);
  std::int64_t number(std::string_view what, std::int64_t most);
  void end_of_line();  // complains when something is left, then goes to the next line

  void complain(const std::string& message);
  bool failed() const { return error_.has_value(); }
  const Error& error() const { return *error_; }

 private:
  struct SourceLine {
    std::string_view text;
    int number;
  };
  void skip_blanks();
  std::string quoted_part();
  Error at_line(int number, const std::string& message) const;

  std::string file_;
  std::shared_ptr<const std::string> text_;  // shared, so that a reader can be copied
  std::vector<SourceLine> lines_;
  std::size_t index_ = 0;
  std::size_t at_ = 0;
  std::optional<Error> error_;
};

}  // namespace curia::scenario

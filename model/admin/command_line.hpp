// One line that somebody typed, as words (release notes 2.3.1, platform facts 1.1).
//
// 1. Words are separated by blanks and tabs. "..." keeps blanks inside a word, also in the middle
//    of one; "" is an empty word.
// 2. A backslash takes the next character as it is, inside quotes and outside; it may stand before
//    a backslash, a double quote or a blank only, so that nobody loses one by forgetting to double
//    it (domain\\username).
// 3. Control characters are refused: what is shown is what is meant.
// 4. parse(quoted(w)) is the one word w, for every w without control characters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"

namespace curia::admin {

// Errors: invalid_value (quotes, backslashes, control characters), value_too_long (more than
// limits::command_line_bytes), limit_reached (more than limits::command_line_words).
Result<std::vector<std::string>> parse_command_line(std::string_view line);

// What stands before the cursor, for completion: complete words, and the beginning of the next.
struct LineStart {
  std::vector<std::string> words;
  std::string begun;         // without quotes and backslashes
  std::size_t begun_at = 0;  // where it begins in the line
};
// Errors: as above, but quotes may be open.
Result<LineStart> parse_line_start(std::string_view line);

// The word as it has to be typed.
std::string quoted(std::string_view word);
// The beginning of a word: what is typed behind it goes on with it, blanks as well if it has some.
std::string quoted_start(std::string_view begun);

}  // namespace curia::admin

// The scanner cuts a template into text, expressions and statements; comments and the blanks that
// whitespace control removes are gone after it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"

namespace curia::invitation {

struct Piece {
  enum class Kind { text, expression, statement };
  Kind kind = Kind::text;
  int line = 1;      // where it begins, from 1
  std::string text;  // what stands between the marks
};

// Expects LF line ends. Errors: invalid_value, "line N: ...".
Result<std::vector<Piece>> scan(std::string_view text);

// if, else, elif, endif, for, endfor, set: what may begin a statement.
bool is_statement_word(std::string_view word);

// What a name is made of, beside digits.
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::unexpected<Error> fail_at(int line, std::string_view what);

}  // namespace curia::invitation

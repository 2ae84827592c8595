// Reads expressions: or, and, not, comparisons, sums, products, powers, calls, lists, names.
//
// The order of binding, loosest first: or; and; not; == != < <= > >= in; + -; * / %; unary -; ^.
#pragma once

#include <string>
#include <string_view>

#include "model/base/result.hpp"
#include "model/invitation/ast.hpp"

namespace curia::invitation {

struct Token {
  enum class Kind { end, name, number, text, symbol };
  Kind kind = Kind::end;
  std::string text;  // of a text: without quotes and escapes
};

// Cuts what stands between the marks into tokens, one ahead.
class Tokens {
 public:
  // Errors: invalid_value with the line.
  static Result<Tokens> of(std::string_view body, int line);

  const Token& peek() const { return current_; }
  bool at_end() const { return current_.kind == Token::Kind::end; }
  bool is(Token::Kind kind, std::string_view text) const {
    return current_.kind == kind && current_.text == text;
  }
  // Errors: invalid_value, when what follows cannot be read.
  Result<Token> take();
  int line() const { return line_; }

 private:
  Tokens(std::string_view body, int line) : rest_(body), line_(line) {}
  Result<> advance();
  Result<> read_text();
  Result<> read_symbol();

  std::string_view rest_;
  int line_;
  Token current_;
};

// Reads one expression and leaves what follows it. Errors: invalid_value, limit_reached.
Result<Expression> parse_expression(Tokens& tokens);

}  // namespace curia::invitation

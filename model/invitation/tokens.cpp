#include <algorithm>
#include <array>

#include "model/invitation/expression_parser.hpp"
#include "model/invitation/scanner.hpp"

namespace curia::invitation {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Result<Tokens> Tokens::of(std::string_view body, int line) {
  Tokens tokens(body, line);
  if (auto first = tokens.advance(); !first) return fail(first.error());
  return tokens;
}

Result<Token> Tokens::take() {
  Token token = std::move(current_);
  if (auto next = advance(); !next) return fail(next.error());
  return token;
}

Result<> Tokens::advance() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\n"), rest_.size()));
  if (rest_.empty()) {
    current_ = Token{};
    return {};
  }
  const char first = rest_.front();
  if (first == '"') return read_text();
  std::size_t size = 1;
  if (is_letter(first)) {
    // A name takes the dots and indexes of its path with it: "addresses.0.label".
    while (size < rest_.size() &&
           (is_letter(rest_[size]) || is_digit(rest_[size]) || rest_[size] == '.'))
      ++size;
    current_ = {Token::Kind::name, std::string(rest_.substr(0, size))};
  } else if (is_digit(first)) {
    while (size < rest_.size() && is_digit(rest_[size])) ++size;
    if (size < rest_.size() && (rest_[size] == '.' || is_letter(rest_[size])))
      return fail_at(line_, "numbers are whole numbers");
    current_ = {Token::Kind::number, std::string(rest_.substr(0, size))};
  } else {
    return read_symbol();
  }
  rest_.remove_prefix(size);
  return {};
}

Result<> Tokens::read_text() {
  std::string text;
  for (std::size_t at = 1; at < rest_.size(); ++at) {
    char c = rest_[at];
    if (c == '"') {
      rest_.remove_prefix(at + 1);
      current_ = {Token::Kind::text, std::move(text)};
      return {};
    }
    if (c == '\\') {
      if (++at == rest_.size()) break;
      c = rest_[at];
      if (c == 'n') {
        c = '\n';
      } else if (c == 't') {
        c = '\t';
      } else if (c != '"' && c != '\\' && c != '/') {
        return fail_at(line_, R"(in quotes only \" \\ \n and \t may follow a backslash)");
      }
    }
    text += c;
  }
  return fail_at(line_, "a text in quotes is not closed");
}

Result<> Tokens::read_symbol() {
  static constexpr std::array<std::string_view, 18> symbols = {
      "==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", ",", "+", "-", "*", "/", "%", "^", "="};
  for (const std::string_view symbol : symbols) {
    if (!rest_.starts_with(symbol)) continue;
    current_ = {Token::Kind::symbol, std::string(symbol)};
    rest_.remove_prefix(symbol.size());
    return {};
  }
  const char c = rest_.front();
  if (c == '\'') return fail_at(line_, "text stands in double quotes, not single ones");
  // A byte of a longer character is not printable alone.
  if (c < ' ' || c > '~')
    return fail_at(line_, "only ASCII characters may stand outside of quotes");
  return fail_at(line_, "'" + std::string(1, c) + "' is not understood here");
}

}  // namespace curia::invitation

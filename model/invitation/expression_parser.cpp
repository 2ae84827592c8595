#include "model/invitation/expression_parser.hpp"

#include <optional>
#include <span>

#include "model/base/limits.hpp"
#include "model/base/text.hpp"
#include "model/invitation/scanner.hpp"

namespace curia::invitation {
namespace {

struct Binding {
  std::string_view spelling;
  Operator op;
};

// Binary operators, loosest level first; all of one level bind from left to right.
constexpr Binding or_level[] = {{"or", Operator::logical_or}};
constexpr Binding and_level[] = {{"and", Operator::logical_and}};
constexpr Binding comparison_level[] = {
    {"==", Operator::equal},  {"!=", Operator::not_equal},  {"<", Operator::less},
    {">", Operator::greater}, {"<=", Operator::less_equal}, {">=", Operator::greater_equal},
    {"in", Operator::in},
};
constexpr Binding sum_level[] = {{"+", Operator::add}, {"-", Operator::subtract}};
constexpr Binding product_level[] = {
    {"*", Operator::multiply}, {"/", Operator::divide}, {"%", Operator::modulo}};

constexpr std::span<const Binding> levels[] = {or_level, and_level, comparison_level, sum_level,
                                               product_level};
constexpr std::size_t not_level = 2;  // `not` stands between and and the comparisons

class Parser {
 public:
  explicit Parser(Tokens& tokens) : tokens_(tokens) {}

  Result<Expression> expression() {
    if (++depth_ > limits::invitation_nesting)
      return fail(Errc::limit_reached, "line " + std::to_string(tokens_.line()) +
                                           ": the expression is nested too deeply");
    auto result = binary(0);
    --depth_;
    return result;
  }

 private:
  using Kind = Token::Kind;

  bool is_symbol(std::string_view text) const { return tokens_.is(Kind::symbol, text); }
  bool is_operator(std::string_view text) const {
    return is_symbol(text) || tokens_.is(Kind::name, text);
  }

  Expression make(Expression::Kind kind) const {
    Expression made;
    made.kind = kind;
    made.line = tokens_.line();
    return made;
  }

  Expression operation(Operator op, Expression first) const {
    Expression made = make(Expression::Kind::operation);
    made.op = op;
    made.arguments.push_back(std::move(first));
    return made;
  }

  std::optional<Operator> operator_of(std::size_t level) const {
    for (const Binding& binding : levels[level])
      if (is_operator(binding.spelling)) return binding.op;
    return std::nullopt;
  }

  Result<Expression> binary(std::size_t level) {
    if (level == std::size(levels)) return unary();
    if (level == not_level && tokens_.is(Kind::name, "not")) return prefix(Operator::logical_not);
    auto left = binary(level + 1);
    if (!left) return left;
    // Operators of one level make a tree as deep as they are many, so they count as nesting.
    const std::size_t depth = depth_;
    while (const auto op = operator_of(level)) {
      if (++depth_ > limits::invitation_nesting)
        return fail(Errc::limit_reached, "line " + std::to_string(tokens_.line()) +
                                             ": the expression has too many operators");
      if (auto token = tokens_.take(); !token) return fail(token.error());
      auto right = binary(level + 1);
      if (!right) return right;
      left = operation(*op, std::move(*left));
      left->arguments.push_back(std::move(*right));
    }
    depth_ = depth;
    return left;
  }

  // `not` and `-` before an operand; each is one level of nesting.
  Result<Expression> prefix(Operator op) {
    if (auto token = tokens_.take(); !token) return fail(token.error());
    if (++depth_ > limits::invitation_nesting)
      return fail(Errc::limit_reached, "line " + std::to_string(tokens_.line()) +
                                           ": the expression is nested too deeply");
    auto operand = op == Operator::negate ? unary() : binary(not_level);
    --depth_;
    if (!operand) return operand;
    return operation(op, std::move(*operand));
  }

  Result<Expression> unary() {
    if (is_symbol("-")) return prefix(Operator::negate);
    auto base = primary();
    if (!base || !is_symbol("^")) return base;
    if (auto token = tokens_.take(); !token) return fail(token.error());
    if (++depth_ > limits::invitation_nesting)
      return fail(Errc::limit_reached, "line " + std::to_string(tokens_.line()) +
                                           ": the expression has too many operators");
    auto exponent = unary();
    --depth_;
    if (!exponent) return exponent;
    auto made = operation(Operator::power, std::move(*base));
    made.arguments.push_back(std::move(*exponent));
    return made;
  }

  Result<Expression> primary() {
    if (is_symbol("(")) return group();
    if (is_symbol("[")) {
      Expression list = make(Expression::Kind::list);
      if (auto items = arguments(list, "]"); !items) return fail(items.error());
      return list;
    }
    if (tokens_.at_end()) return fail_at(tokens_.line(), "an expression is missing or incomplete");
    auto token = tokens_.take();
    if (!token) return fail(token.error());
    if (token->kind == Kind::name) return named(*token);
    Expression literal = make(Expression::Kind::literal);
    if (token->kind == Kind::text) {
      literal.literal = Value(std::move(token->text));
    } else if (token->kind == Kind::number) {
      const auto number = parse_decimal(token->text);
      if (!number) return fail_at(tokens_.line(), "the number " + token->text + " is too large");
      literal.literal = Value(*number);
    } else {
      return fail_at(tokens_.line(), "'" + token->text + "' is not expected here");
    }
    return literal;
  }

  Result<Expression> group() {
    if (auto token = tokens_.take(); !token) return fail(token.error());
    auto inner = expression();
    if (!inner) return inner;
    if (!is_symbol(")")) return fail_at(tokens_.line(), "a ')' is missing");
    if (auto token = tokens_.take(); !token) return fail(token.error());
    return inner;
  }

  Result<Expression> named(const Token& token) {
    if (is_symbol("(")) return call(token.text);
    for (const std::string_view word : {"and", "or", "not", "in"})
      if (token.text == word)
        return fail_at(tokens_.line(), "'" + token.text + "' is not expected here");
    Expression made = make(Expression::Kind::literal);
    if (token.text == "true" || token.text == "false") {
      made.literal = Value(token.text == "true");
      return made;
    }
    if (token.text == "null") return made;
    made.kind = Expression::Kind::path;
    std::string_view rest = token.text;
    for (;;) {
      const std::size_t dot = rest.find('.');
      if (rest.substr(0, dot).empty())
        return fail_at(tokens_.line(), "'" + token.text + "' has a dot too many");
      made.path.emplace_back(rest.substr(0, dot));
      if (dot == std::string_view::npos) return made;
      rest.remove_prefix(dot + 1);
    }
  }

  Result<Expression> call(const std::string& name) {
    Expression made = make(Expression::Kind::call);
    made.function = find_function(name);
    if (made.function == nullptr)
      return fail_at(tokens_.line(), "there is no function '" + name + "'");
    if (auto read = arguments(made, ")"); !read) return fail(read.error());
    const std::size_t count = made.arguments.size();
    if (count < made.function->min_arguments || count > made.function->max_arguments)
      return fail_at(tokens_.line(), "the function '" + name + "' does not take " +
                                         std::to_string(count) +
                                         (count == 1 ? " argument" : " arguments"));
    return made;
  }

  // What stands in brackets, separated by commas; the opening bracket is the next token.
  Result<> arguments(Expression& into, std::string_view close) {
    if (auto open = tokens_.take(); !open) return fail(open.error());
    while (!is_symbol(close)) {
      if (!into.arguments.empty()) {
        if (!is_symbol(","))
          return fail_at(tokens_.line(), "a '" + std::string(close) + "' is missing");
        if (auto comma = tokens_.take(); !comma) return fail(comma.error());
      }
      auto argument = expression();
      if (!argument) return fail(argument.error());
      into.arguments.push_back(std::move(*argument));
    }
    if (auto end = tokens_.take(); !end) return fail(end.error());
    return {};
  }

  Tokens& tokens_;
  std::size_t depth_ = 0;
};

}  // namespace

Result<Expression> parse_expression(Tokens& tokens) { return Parser(tokens).expression(); }

}  // namespace curia::invitation

#include "model/invitation/template.hpp"

#include <optional>
#include <utility>

#include "model/base/limits.hpp"
#include "model/base/text.hpp"
#include "model/invitation/ast.hpp"
#include "model/invitation/expression_parser.hpp"
#include "model/invitation/renderer.hpp"
#include "model/invitation/scanner.hpp"

namespace curia::invitation {
namespace {

bool is_plain_name(const Token& token) {
  return token.kind == Token::Kind::name && token.text.find('.') == std::string::npos;
}

// Puts the pieces together to blocks. Statements that end or divide a block are left to whoever
// opened it.
class BlockParser {
 public:
  explicit BlockParser(const std::vector<Piece>& pieces) : pieces_(pieces) {}

  Result<Block> whole() {
    auto block = nodes();
    if (!block) return block;
    if (at_ < pieces_.size())
      return fail_at(pieces_[at_].line, "'" + word() + "' without its beginning");
    return block;
  }

 private:
  // The first word of the statement that stopped nodes(); empty at the end of the template.
  std::string word() const {
    if (at_ == pieces_.size()) return {};
    auto tokens = Tokens::of(pieces_[at_].text, pieces_[at_].line);
    return tokens && tokens->peek().kind == Token::Kind::name ? tokens->peek().text : std::string();
  }

  Result<Block> nodes() {
    Block block;
    for (; at_ < pieces_.size(); ++at_) {
      const Piece& piece = pieces_[at_];
      if (piece.kind == Piece::Kind::text) {
        block.nodes.push_back({piece.line, TextNode{piece.text}});
        continue;
      }
      if (piece.kind == Piece::Kind::statement) {
        const std::string first = word();
        if (first == "else" || first == "elif" || first == "endif" || first == "endfor")
          return block;
      }
      auto node = piece.kind == Piece::Kind::expression ? print(piece) : statement(piece);
      if (!node) return fail(node.error());
      block.nodes.push_back(std::move(*node));
    }
    return block;
  }

  Result<Node> print(const Piece& piece) {
    auto tokens = Tokens::of(piece.text, piece.line);
    if (!tokens) return fail(tokens.error());
    auto expression = whole_expression(*tokens);
    if (!expression) return fail(expression.error());
    return Node{piece.line, PrintNode{std::move(*expression)}};
  }

  // One expression and nothing after it.
  static Result<Expression> whole_expression(Tokens& tokens) {
    auto expression = parse_expression(tokens);
    if (!expression) return expression;
    if (auto end = nothing_more(tokens); !end) return fail(end.error());
    return expression;
  }

  static Result<> nothing_more(const Tokens& tokens) {
    if (tokens.at_end()) return {};
    return fail_at(tokens.line(), "'" + tokens.peek().text + "' is not expected here");
  }

  Result<Node> statement(const Piece& piece) {
    auto tokens = Tokens::of(piece.text, piece.line);
    if (!tokens) return fail(tokens.error());
    if (tokens->at_end()) return fail_at(piece.line, "a statement is missing");
    auto first = tokens->take();
    if (!first) return fail(first.error());
    if (first->kind != Token::Kind::name || !is_statement_word(first->text))
      return fail_at(piece.line, "'" + first->text + "' is not a statement");
    if (first->text == "set") return assignment(*tokens);
    if (++depth_ > limits::invitation_nesting)
      return fail(Errc::limit_reached,
                  "line " + std::to_string(piece.line) + ": statements are nested too deeply");
    ++at_;
    auto node = first->text == "if" ? condition(*tokens) : loop(*tokens);
    --depth_;
    return node;
  }

  Result<Node> assignment(Tokens& tokens) {
    auto name = tokens.take();
    if (!name) return fail(name.error());
    if (!is_plain_name(*name) || !tokens.is(Token::Kind::symbol, "="))
      return fail_at(tokens.line(), "'set' is followed by a name, '=' and an expression");
    if (auto equals = tokens.take(); !equals) return fail(equals.error());
    auto expression = whole_expression(tokens);
    if (!expression) return fail(expression.error());
    return Node{tokens.line(), SetNode{name->text, std::move(*expression)}};
  }

  // On return at_ stands on the endif, like a node of one piece.
  Result<Node> condition(Tokens& tokens) {
    const int line = tokens.line();
    IfNode node;
    auto test = whole_expression(tokens);
    if (!test) return fail(test.error());
    bool last = false;
    for (;;) {
      auto body = nodes();
      if (!body) return fail(body.error());
      node.branches.push_back({std::move(*test), std::move(*body)});
      const std::string stop = word();
      if (stop != "endif" && stop != "else" && stop != "elif")
        return fail_at(line, "'if' has no 'endif'");
      auto next = Tokens::of(pieces_[at_].text, pieces_[at_].line);
      if (!next) return fail(next.error());
      if (auto taken = next->take(); !taken) return fail(taken.error());
      if (stop == "endif") {
        if (auto end = nothing_more(*next); !end) return fail(end.error());
        return Node{line, std::move(node)};
      }
      if (last) return fail_at(next->line(), "'" + stop + "' after the last 'else'");
      if (stop == "elif" || next->is(Token::Kind::name, "if")) {
        if (stop == "else")
          if (auto taken = next->take(); !taken) return fail(taken.error());
        test = whole_expression(*next);
        if (!test) return fail(test.error());
      } else {
        if (auto end = nothing_more(*next); !end) return fail(end.error());
        last = true;
        test = Expression{};
        test->literal = Value(true);
      }
      ++at_;
    }
  }

  Result<Node> loop(Tokens& tokens) {
    const int line = tokens.line();
    ForNode node;
    auto name = tokens.take();
    if (!name) return fail(name.error());
    if (tokens.is(Token::Kind::symbol, ",") && is_plain_name(*name)) {
      node.key = name->text;
      if (auto comma = tokens.take(); !comma) return fail(comma.error());
      name = tokens.take();
      if (!name) return fail(name.error());
    }
    if (!is_plain_name(*name) || !tokens.is(Token::Kind::name, "in"))
      return fail_at(line, "'for' is followed by a name, 'in' and a list");
    node.name = name->text;
    if (auto in = tokens.take(); !in) return fail(in.error());
    auto source = whole_expression(tokens);
    if (!source) return fail(source.error());
    node.source = std::move(*source);
    auto body = nodes();
    if (!body) return fail(body.error());
    node.body = std::move(*body);
    if (word() != "endfor") return fail_at(line, "'for' has no 'endfor'");
    auto end = Tokens::of(pieces_[at_].text, pieces_[at_].line);
    if (!end) return fail(end.error());
    if (auto taken = end->take(); !taken) return fail(taken.error());
    if (auto more = nothing_more(*end); !more) return fail(more.error());
    return Node{line, std::move(node)};
  }

  const std::vector<Piece>& pieces_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

// LF line ends, no byte order mark.
std::string normalised(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r')
      out += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      out += '\n';
  }
  return out;
}

}  // namespace

Result<Template> Template::parse(std::string_view text) {
  if (text.size() > limits::invitation_template_bytes)
    return fail(Errc::limit_reached, "the template is longer than " +
                                         std::to_string(limits::invitation_template_bytes) +
                                         " bytes");
  if (!is_utf8(text)) return fail(Errc::invalid_value, "the template is not UTF-8 text");
  if (!is_xml_text(text))
    return fail(Errc::invalid_value, "the template contains control characters");
  auto pieces = scan(normalised(text));
  if (!pieces) return fail(pieces.error());
  auto root = BlockParser(*pieces).whole();
  if (!root) return fail(root.error());
  return Template(std::make_shared<const Block>(std::move(*root)));
}

Result<Rendered> Template::render(const Object& data) const { return render_block(*root_, data); }

}  // namespace curia::invitation

// The tree that a template is parsed into: blocks of nodes, nodes with expressions.
// Built by the parser, walked by the renderer; nobody else looks at it.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "model/invitation/functions.hpp"
#include "model/invitation/value.hpp"

namespace curia::invitation {

enum class Operator {
  logical_or,
  logical_and,
  logical_not,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  power,
  negate,
};

struct Expression {
  enum class Kind { literal, path, list, call, operation };
  Kind kind = Kind::literal;
  int line = 1;
  Value literal;                       // literal
  std::vector<std::string> path;       // path: "wba.0.address" in parts, at least one
  const Function* function = nullptr;  // call
  Operator op = Operator::equal;       // operation
  std::vector<Expression> arguments;   // list: its elements; call and operation: operands
};

struct Node;

struct Block {
  std::vector<Node> nodes;
};

struct TextNode {
  std::string text;
};
struct PrintNode {
  Expression expression;
};
struct IfNode {
  // Conditions in order, the first true one wins; `else` is a branch with the literal true.
  struct Branch {
    Expression condition;
    Block body;
  };
  std::vector<Branch> branches;
};
struct ForNode {
  std::string key;  // of "for key, name in object"; empty when there is one name only
  std::string name;
  Expression source;
  Block body;
};
struct SetNode {
  std::string name;
  Expression expression;
};

struct Node {
  int line = 1;
  std::variant<TextNode, PrintNode, IfNode, ForNode, SetNode> what;
};

}  // namespace curia::invitation

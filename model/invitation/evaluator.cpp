#include "model/invitation/evaluator.hpp"

#include <algorithm>

#include "model/base/limits.hpp"
#include "model/base/text.hpp"
#include "model/invitation/operators.hpp"
#include "model/invitation/scanner.hpp"

namespace curia::invitation {
namespace {

std::vector<std::string> split_path(std::string_view text) {
  std::vector<std::string> path;
  for (;;) {
    const std::size_t dot = text.find('.');
    path.emplace_back(text.substr(0, dot));
    if (dot == std::string_view::npos) return path;
    text.remove_prefix(dot + 1);
  }
}

// A text that is empty is as good as none: the meeting has no such thing.
bool is_there(const Value* value) {
  if (value == nullptr || value->is_nothing()) return false;
  const auto* text = value->as<std::string>();
  return text == nullptr || !text->empty();
}

}  // namespace

Result<> Evaluator::pay(int line, std::size_t steps) {
  if (steps > limits::invitation_steps - steps_)
    return fail(Errc::limit_reached,
                "line " + std::to_string(line) + ": the template takes too much work");
  steps_ += steps;
  return {};
}

void Evaluator::assign(const std::string& name, Value value) {
  assigned_.insert_or_assign(name, std::move(value));
}

Value Evaluator::current_loop() const {
  return scopes_.empty() ? Value() : scopes_.back().find("loop")->second;
}

void Evaluator::warn(int line, std::string_view what) {
  std::string sentence = "line " + std::to_string(line) + ": " + std::string(what);
  if (warnings_.size() < limits::invitation_warnings &&
      std::ranges::find(warnings_, sentence) == warnings_.end())
    warnings_.push_back(std::move(sentence));
}

const Value* Evaluator::find(int line, const std::vector<std::string>& path, Missing missing) {
  const Value* value = nullptr;
  const auto look_in = [&](const Object& names) {
    if (value != nullptr) return;
    if (const auto found = names.find(path.front()); found != names.end()) value = &found->second;
  };
  for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) look_in(*scope);
  look_in(assigned_);
  look_in(data_);
  if (value == nullptr) {
    if (missing == Missing::warn) warn(line, "nothing is called '" + path.front() + "'");
    return nullptr;
  }
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (const auto* list = value->as<List>()) {
      const auto index = parse_decimal(path[i]);
      // A list that is shorter today is no mistake of the template.
      if (index && static_cast<std::size_t>(*index) >= list->size()) return nullptr;
      if (index) {
        value = &(*list)[static_cast<std::size_t>(*index)];
        continue;
      }
    } else if (const auto* object = value->as<Object>()) {
      if (const auto member = object->find(path[i]); member != object->end()) {
        value = &member->second;
        continue;
      }
    } else if (value->is_nothing()) {
      return nullptr;
    }
    if (missing == Missing::warn) warn(line, "'" + path[i - 1] + "' has no '" + path[i] + "'");
    return nullptr;
  }
  return value;
}

Result<Value> Evaluator::value_of(const Expression& expression) {
  if (auto paid = pay(expression.line, 1); !paid) return fail(paid.error());
  Result<Value> value;
  switch (expression.kind) {
    case Expression::Kind::literal:
      value = expression.literal;
      break;
    case Expression::Kind::path: {
      const Value* found = find(expression.line, expression.path, Missing::warn);
      if (found == nullptr) return Value();
      if (auto paid = pay(expression.line, cost_of(*found)); !paid) return fail(paid.error());
      return *found;
    }
    case Expression::Kind::list: {
      auto items = values_of(expression);
      if (!items) return fail(items.error());
      return Value(std::move(*items));
    }
    case Expression::Kind::call:
      value = call(expression);
      break;
    case Expression::Kind::operation:
      value = operation(expression);
      break;
  }
  if (!value) return value;
  if (auto paid = pay(expression.line, cost_of(*value)); !paid) return fail(paid.error());
  return value;
}

Result<std::vector<Value>> Evaluator::values_of(const Expression& expression) {
  std::vector<Value> values;
  for (const Expression& argument : expression.arguments) {
    auto value = value_of(argument);
    if (!value) return fail(value.error());
    values.push_back(std::move(*value));
  }
  return values;
}

Result<Value> Evaluator::exists(const Expression& expression) {
  const Expression& argument = expression.arguments.front();
  if (argument.kind == Expression::Kind::path)
    return Value(is_there(find(argument.line, argument.path, Missing::accept)));
  auto value = value_of(argument);
  if (!value) return value;
  const auto* name = value->as<std::string>();
  if (name == nullptr) return fail_at(expression.line, "exists() takes a name");
  return Value(is_there(find(argument.line, split_path(*name), Missing::accept)));
}

Result<Value> Evaluator::call(const Expression& expression) {
  const Function& function = *expression.function;
  if (function.name == "exists") return exists(expression);
  if (function.name == "default") {
    const Expression& first = expression.arguments.front();
    if (first.kind == Expression::Kind::path) {
      const Value* found = find(first.line, first.path, Missing::accept);
      if (!is_there(found)) return value_of(expression.arguments.back());
    }
    auto value = value_of(first);
    if (!value || is_there(&*value)) return value;
    return value_of(expression.arguments.back());
  }
  auto arguments = values_of(expression);
  if (!arguments) return fail(arguments.error());
  auto value = function.run(*arguments);
  if (value) return value;
  const std::string what = std::string(function.name) + "(): " + value.error().message;
  return fail_at(expression.line, what);
}

Result<Value> Evaluator::operation(const Expression& expression) {
  auto left = value_of(expression.arguments.front());
  if (!left) return left;
  // What the left side decides alone leaves the right side unvisited.
  if (expression.op == Operator::logical_and && !left->is_true()) return Value(false);
  if (expression.op == Operator::logical_or && left->is_true()) return Value(true);
  if (expression.arguments.size() == 1) {
    auto value = apply(expression.op, *left);
    if (!value) return fail_at(expression.line, value.error().message);
    return value;
  }
  auto right = value_of(expression.arguments.back());
  if (!right) return right;
  auto value = apply(expression.op, *left, *right);
  if (!value) return fail_at(expression.line, value.error().message);
  return value;
}

}  // namespace curia::invitation

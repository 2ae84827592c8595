// Computes expressions against the data, the names that `set` and `for` introduce, and a budget of
// steps: each node visited costs one, each value made or copied costs by its size.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"
#include "model/invitation/ast.hpp"

namespace curia::invitation {

class Evaluator {
 public:
  explicit Evaluator(const Object& data) : data_(data) {}

  // Errors: invalid_value, limit_reached; both begin with the line.
  Result<Value> value_of(const Expression& expression);
  Result<> pay(int line, std::size_t steps);

  // A name that `set` gives a value keeps it to the end of the text, also out of loops.
  void assign(const std::string& name, Value value);
  // The names of a loop hide all others of the same name until its end.
  void open_scope() { scopes_.emplace_back(); }
  void fill_scope(Object names) { scopes_.back() = std::move(names); }
  void close_scope() { scopes_.pop_back(); }
  // The `loop` of the innermost loop, or nothing.
  Value current_loop() const;

  std::vector<std::string> take_warnings() { return std::move(warnings_); }

 private:
  enum class Missing { warn, accept };
  const Value* find(int line, const std::vector<std::string>& path, Missing missing);
  void warn(int line, std::string_view what);
  Result<Value> call(const Expression& expression);
  Result<Value> exists(const Expression& expression);
  Result<Value> operation(const Expression& expression);
  Result<std::vector<Value>> values_of(const Expression& expression);

  const Object& data_;
  Object assigned_;
  std::vector<Object> scopes_;
  std::vector<std::string> warnings_;
  std::size_t steps_ = 0;
};

}  // namespace curia::invitation

// What the operators of expressions do with values. Errors are without the line number.
#pragma once

#include "model/base/result.hpp"
#include "model/invitation/ast.hpp"

namespace curia::invitation {

// `not` and unary minus. Errors: invalid_value.
Result<Value> apply(Operator op, const Value& operand);

// All operators of two operands. Numbers are whole and never overflow silently; + also joins texts
// and lists; nothing equals the empty text. Errors: invalid_value.
Result<Value> apply(Operator op, const Value& left, const Value& right);

}  // namespace curia::invitation

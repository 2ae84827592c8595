#include "model/invitation/operators.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "model/base/check.hpp"

namespace curia::invitation {
namespace {

constexpr std::string_view too_large = "the number becomes too large";

bool are_equal(const Value& left, const Value& right) {
  const auto is_empty_text = [](const Value& value) {
    const auto* text = value.as<std::string>();
    return text != nullptr && text->empty();
  };
  if (left.is_nothing() && is_empty_text(right)) return true;
  if (right.is_nothing() && is_empty_text(left)) return true;
  return left == right;
}

std::unexpected<Error> mismatch(std::string_view what, const Value& left, const Value& right) {
  return fail(Errc::invalid_value, std::string(kind_of(left)) + " and " +
                                       std::string(kind_of(right)) + " cannot be " +
                                       std::string(what));
}

// Negative, zero or positive as left is before, equal to or after right.
Result<int> compare(const Value& left, const Value& right) {
  const auto *a = left.as<std::int64_t>(), *b = right.as<std::int64_t>();
  if (a != nullptr && b != nullptr) return *a < *b ? -1 : *a > *b ? 1 : 0;
  const auto *x = left.as<std::string>(), *y = right.as<std::string>();
  if (x != nullptr && y != nullptr) return x->compare(*y);
  return mismatch("compared", left, right);
}

Result<Value> contains(const Value& item, const Value& where) {
  if (const auto* list = where.as<List>())
    return Value(std::ranges::any_of(*list, [&](const Value& v) { return are_equal(v, item); }));
  const auto* text = item.as<std::string>();
  if (const auto* object = where.as<Object>(); object != nullptr && text != nullptr)
    return Value(object->contains(*text));
  if (const auto* whole = where.as<std::string>(); whole != nullptr && text != nullptr)
    return Value(whole->find(*text) != std::string::npos);
  if (where.is_nothing()) return Value(false);
  return mismatch("combined by 'in'", item, where);
}

Result<Value> power(std::int64_t base, std::int64_t exponent) {
  if (exponent < 0) return fail(Errc::invalid_value, "a power must not be negative");
  std::int64_t product = 1;
  // Only 0, 1 and -1 could go on for long; their powers repeat every two.
  if (base >= -1 && base <= 1) exponent = exponent > 2 ? 2 + exponent % 2 : exponent;
  for (; exponent > 0; --exponent)
    if (__builtin_mul_overflow(product, base, &product))
      return fail(Errc::invalid_value, std::string(too_large));
  return Value(product);
}

Result<Value> calculate(Operator op, std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  bool overflow = false;
  switch (op) {
    case Operator::add:
      overflow = __builtin_add_overflow(a, b, &out);
      break;
    case Operator::subtract:
      overflow = __builtin_sub_overflow(a, b, &out);
      break;
    case Operator::multiply:
      overflow = __builtin_mul_overflow(a, b, &out);
      break;
    case Operator::power:
      return power(a, b);
    default:
      if (b == 0) return fail(Errc::invalid_value, "a division by zero");
      if (b == -1) {
        overflow = op == Operator::divide && a == std::numeric_limits<std::int64_t>::min();
        out = op == Operator::divide && !overflow ? -a : 0;
      } else {
        out = op == Operator::divide ? a / b : a % b;
      }
  }
  if (overflow) return fail(Errc::invalid_value, std::string(too_large));
  return Value(out);
}

Result<Value> arithmetic(Operator op, const Value& left, const Value& right) {
  const auto *a = left.as<std::int64_t>(), *b = right.as<std::int64_t>();
  if (a != nullptr && b != nullptr) return calculate(op, *a, *b);
  if (op == Operator::add) {
    const auto *x = left.as<std::string>(), *y = right.as<std::string>();
    if (x != nullptr && y != nullptr) return Value(*x + *y);
    const auto *front = left.as<List>(), *back = right.as<List>();
    if (front != nullptr && back != nullptr) {
      List joined = *front;
      joined.insert(joined.end(), back->begin(), back->end());
      return Value(std::move(joined));
    }
    return mismatch("added", left, right);
  }
  return mismatch("calculated with", left, right);
}

}  // namespace

Result<Value> apply(Operator op, const Value& operand) {
  if (op == Operator::logical_not) return Value(!operand.is_true());
  const auto* number = operand.as<std::int64_t>();
  if (number == nullptr)
    return fail(Errc::invalid_value, std::string(kind_of(operand)) + " has no negative");
  return calculate(Operator::subtract, 0, *number);
}

Result<Value> apply(Operator op, const Value& left, const Value& right) {
  switch (op) {
    case Operator::logical_and:
    case Operator::logical_or:
      // The left side did not decide, so the right one does.
      return Value(right.is_true());
    case Operator::equal:
      return Value(are_equal(left, right));
    case Operator::not_equal:
      return Value(!are_equal(left, right));
    case Operator::in:
      return contains(left, right);
    case Operator::less:
    case Operator::less_equal:
    case Operator::greater:
    case Operator::greater_equal: {
      auto order = compare(left, right);
      if (!order) return fail(order.error());
      if (op == Operator::less) return Value(*order < 0);
      if (op == Operator::less_equal) return Value(*order <= 0);
      return Value(op == Operator::greater ? *order > 0 : *order >= 0);
    }
    case Operator::add:
    case Operator::subtract:
    case Operator::multiply:
    case Operator::divide:
    case Operator::modulo:
    case Operator::power:
      return arithmetic(op, left, right);
    case Operator::logical_not:
    case Operator::negate:
      break;
  }
  unreachable("an operator of one operand with two");
}

}  // namespace curia::invitation

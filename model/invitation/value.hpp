// Value: what a template can see: nothing, true/false, a whole number, text, a list, an object.
//
// 1. An object keeps its members in the order of their names, so that loops over it are repeatable.
// 2. Nothing, false, 0, "", [] and {} are false in a condition; everything else is true.
//
//   Value data = Object{{"name", "Weekly"}, {"numbers", List{1, 2}}};
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace curia::invitation {

class Value;
using List = std::vector<Value>;
using Object = std::map<std::string, Value, std::less<>>;

class Value {
 public:
  using Kinds = std::variant<std::monostate, bool, std::int64_t, std::string, List, Object>;

  Value() = default;
  Value(bool value) : value_(value) {}
  Value(int value) : value_(std::int64_t{value}) {}
  Value(std::int64_t value) : value_(value) {}
  Value(const char* value) : value_(std::string(value)) {}
  Value(std::string_view value) : value_(std::string(value)) {}
  Value(std::string value) : value_(std::move(value)) {}
  Value(List value) : value_(std::move(value)) {}
  Value(Object value) : value_(std::move(value)) {}

  bool is_nothing() const { return std::holds_alternative<std::monostate>(value_); }
  // The value when it is of that kind, else null.
  template <class T>
  const T* as() const {
    return std::get_if<T>(&value_);
  }
  bool is_true() const;
  // As it is printed: numbers in decimal, true, false; lists as "[a, b]", objects as "{k: v}".
  std::string to_text() const;

  // Equal kinds and equal contents; values of different kinds are never equal.
  bool operator==(const Value& other) const;

 private:
  Kinds value_;
};

}  // namespace curia::invitation

#include "model/invitation/value.hpp"

namespace curia::invitation {

bool Value::is_true() const {
  if (const auto* flag = as<bool>()) return *flag;
  if (const auto* number = as<std::int64_t>()) return *number != 0;
  if (const auto* text = as<std::string>()) return !text->empty();
  if (const auto* list = as<List>()) return !list->empty();
  if (const auto* object = as<Object>()) return !object->empty();
  return false;
}

std::string Value::to_text() const {
  if (const auto* flag = as<bool>()) return *flag ? "true" : "false";
  if (const auto* number = as<std::int64_t>()) return std::to_string(*number);
  if (const auto* text = as<std::string>()) return *text;
  std::string out;
  if (const auto* list = as<List>()) {
    for (const Value& item : *list) out += (out.empty() ? "[" : ", ") + item.to_text();
    return out.empty() ? "[]" : out + "]";
  }
  if (const auto* object = as<Object>()) {
    for (const auto& [name, value] : *object)
      out += (out.empty() ? "{" : ", ") + name + ": " + value.to_text();
    return out.empty() ? "{}" : out + "}";
  }
  return out;
}

bool Value::operator==(const Value& other) const { return value_ == other.value_; }

}  // namespace curia::invitation

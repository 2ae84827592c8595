#include "model/invitation/functions.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "model/base/limits.hpp"

namespace curia::invitation {
namespace {

using Arguments = std::span<const Value>;

std::unexpected<Error> wrong(std::string_view what) {
  return fail(Errc::invalid_value, std::string(what));
}

// Nothing is taken for an empty text, as everywhere.
Result<std::string> text_of(const Value& value) {
  if (value.is_nothing()) return std::string();
  if (const auto* text = value.as<std::string>()) return *text;
  return wrong("a text is wanted, not " + std::string(kind_of(value)));
}

Result<std::int64_t> number_of(const Value& value) {
  if (const auto* number = value.as<std::int64_t>()) return *number;
  return wrong("a number is wanted, not " + std::string(kind_of(value)));
}

Result<List> list_of(const Value& value) {
  if (value.is_nothing()) return List{};
  if (const auto* list = value.as<List>()) return *list;
  return wrong("a list is wanted, not " + std::string(kind_of(value)));
}

char upper_case(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Numbers before texts, each in their order; other kinds have none.
Result<bool> is_before(const Value& left, const Value& right) {
  const auto *a = left.as<std::int64_t>(), *b = right.as<std::int64_t>();
  const auto *x = left.as<std::string>(), *y = right.as<std::string>();
  if (a != nullptr && b != nullptr) return *a < *b;
  if (x != nullptr && y != nullptr) return *x < *y;
  return wrong("the list must hold only numbers or only texts");
}

Result<Value> at(Arguments in) {
  if (const auto* object = in[0].as<Object>()) {
    auto name = text_of(in[1]);
    if (!name) return fail(name.error());
    const auto member = object->find(*name);
    return member == object->end() ? Value() : member->second;
  }
  auto list = list_of(in[0]);
  if (!list) return fail(list.error());
  auto index = number_of(in[1]);
  if (!index) return fail(index.error());
  if (*index < 0 || static_cast<std::size_t>(*index) >= list->size()) return Value();
  return (*list)[static_cast<std::size_t>(*index)];
}

Result<Value> upper(Arguments in) {
  auto text = text_of(in[0]);
  if (!text) return fail(text.error());
  std::ranges::transform(*text, text->begin(), upper_case);
  return Value(std::move(*text));
}

Result<Value> lower(Arguments in) {
  auto text = text_of(in[0]);
  if (!text) return fail(text.error());
  std::ranges::transform(*text, text->begin(), lower_case);
  return Value(std::move(*text));
}

Result<Value> capitalize(Arguments in) {
  auto text = lower(in);
  if (!text) return text;
  std::string out = *text->as<std::string>();
  if (!out.empty()) out.front() = upper_case(out.front());
  return Value(std::move(out));
}

Result<Value> divisible_by(Arguments in) {
  auto number = number_of(in[0]);
  if (!number) return fail(number.error());
  auto by = number_of(in[1]);
  if (!by) return fail(by.error());
  // Dividing the smallest number by -1 overflows; everything is divisible by 1 and -1.
  return Value(*by != 0 && (*by == -1 || *number % *by == 0));
}

Result<Value> even(Arguments in) {
  auto number = number_of(in[0]);
  if (!number) return fail(number.error());
  return Value(*number % 2 == 0);
}

Result<Value> odd(Arguments in) {
  auto number = number_of(in[0]);
  if (!number) return fail(number.error());
  return Value(*number % 2 != 0);
}

Result<Value> exists_in(Arguments in) {
  auto name = text_of(in[1]);
  if (!name) return fail(name.error());
  const auto* object = in[0].as<Object>();
  return Value(object != nullptr && object->contains(*name));
}

Result<Value> first(Arguments in) {
  auto list = list_of(in[0]);
  if (!list) return fail(list.error());
  return list->empty() ? Value() : list->front();
}

Result<Value> last(Arguments in) {
  auto list = list_of(in[0]);
  if (!list) return fail(list.error());
  return list->empty() ? Value() : list->back();
}

Result<Value> to_int(Arguments in) {
  if (in[0].as<std::int64_t>() != nullptr) return in[0];
  auto text = text_of(in[0]);
  if (!text) return fail(text.error());
  std::int64_t number = 0;
  const bool negative = text->starts_with('-');
  const std::string_view digits = std::string_view(*text).substr(negative ? 1 : 0);
  if (digits.empty()) return wrong("'" + *text + "' is not a whole number");
  for (const char c : digits)
    if (c < '0' || c > '9' || __builtin_mul_overflow(number, 10, &number) ||
        __builtin_add_overflow(number, c - '0', &number))
      return wrong("'" + *text + "' is not a whole number");
  return Value(negative ? -number : number);
}

Result<Value> join(Arguments in) {
  auto list = list_of(in[0]);
  if (!list) return fail(list.error());
  auto separator = text_of(in[1]);
  if (!separator) return fail(separator.error());
  std::string out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (i > 0) out += *separator;
    out += (*list)[i].to_text();
    if (out.size() > limits::invitation_output_bytes) return wrong("the text becomes too long");
  }
  return Value(std::move(out));
}

Result<Value> length(Arguments in) {
  if (const auto* list = in[0].as<List>()) return Value(static_cast<std::int64_t>(list->size()));
  if (const auto* object = in[0].as<Object>())
    return Value(static_cast<std::int64_t>(object->size()));
  auto text = text_of(in[0]);
  if (!text) return wrong("a text, a list or an object is wanted");
  // Characters, not bytes: continuation bytes of UTF-8 are not counted.
  return Value(static_cast<std::int64_t>(std::ranges::count_if(
      *text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; })));
}

Result<Value> sort(Arguments in) {
  auto list = list_of(in[0]);
  if (!list) return fail(list.error());
  for (std::size_t i = 1; i < list->size(); ++i)
    if (auto order = is_before((*list)[i - 1], (*list)[i]); !order) return fail(order.error());
  std::ranges::sort(*list, [](const Value& a, const Value& b) { return *is_before(a, b); });
  return Value(std::move(*list));
}

Result<Value> min(Arguments in) {
  auto sorted = sort(in);
  if (!sorted) return sorted;
  return first(Arguments(&*sorted, 1));
}

Result<Value> max(Arguments in) {
  auto sorted = sort(in);
  if (!sorted) return sorted;
  return last(Arguments(&*sorted, 1));
}

Result<Value> range(Arguments in) {
  auto count = number_of(in[0]);
  if (!count) return fail(count.error());
  if (*count < 0 || static_cast<std::size_t>(*count) > limits::invitation_steps)
    return wrong("the number is out of range");
  List numbers;
  for (std::int64_t i = 0; i < *count; ++i) numbers.emplace_back(i);
  return Value(std::move(numbers));
}

Result<Value> replace(Arguments in) {
  auto text = text_of(in[0]);
  if (!text) return fail(text.error());
  auto what = text_of(in[1]);
  if (!what) return fail(what.error());
  auto with = text_of(in[2]);
  if (!with) return fail(with.error());
  if (what->empty()) return wrong("the text to look for is empty");
  std::string out;
  std::string_view rest = *text;
  for (;;) {
    const std::size_t found = rest.find(*what);
    out += rest.substr(0, found);
    if (found == std::string_view::npos) return Value(std::move(out));
    out += *with;
    rest.remove_prefix(found + what->size());
    if (out.size() > limits::invitation_output_bytes) return wrong("the text becomes too long");
  }
}

template <class T>
Result<Value> is_a(Arguments in) {
  return Value(in[0].as<T>() != nullptr);
}

// In the order of their names; docs/invitations.md has the same table.
constexpr std::array functions = {
    Function{"at", 2, 2, at},
    Function{"capitalize", 1, 1, capitalize},
    Function{"default", 2, 2},
    Function{"divisibleBy", 2, 2, divisible_by},
    Function{"even", 1, 1, even},
    Function{"exists", 1, 1},
    Function{"existsIn", 2, 2, exists_in},
    Function{"first", 1, 1, first},
    Function{"int", 1, 1, to_int},
    Function{"isArray", 1, 1, is_a<List>},
    Function{"isBoolean", 1, 1, is_a<bool>},
    Function{"isInteger", 1, 1, is_a<std::int64_t>},
    Function{"isNumber", 1, 1, is_a<std::int64_t>},
    Function{"isObject", 1, 1, is_a<Object>},
    Function{"isString", 1, 1, is_a<std::string>},
    Function{"join", 2, 2, join},
    Function{"last", 1, 1, last},
    Function{"length", 1, 1, length},
    Function{"lower", 1, 1, lower},
    Function{"max", 1, 1, max},
    Function{"min", 1, 1, min},
    Function{"odd", 1, 1, odd},
    Function{"range", 1, 1, range},
    Function{"replace", 3, 3, replace},
    Function{"sort", 1, 1, sort},
    Function{"upper", 1, 1, upper},
};

}  // namespace

const Function* find_function(std::string_view name) {
  const auto found = std::ranges::find(functions, name, &Function::name);
  return found == functions.end() ? nullptr : &*found;
}

std::size_t cost_of(const Value& value) {
  // A step is worth about as much as copying 64 bytes.
  constexpr std::size_t bytes_per_step = 64;
  if (const auto* text = value.as<std::string>()) return 1 + text->size() / bytes_per_step;
  std::size_t cost = 1;
  if (const auto* list = value.as<List>())
    for (const Value& item : *list) cost += cost_of(item);
  if (const auto* object = value.as<Object>())
    for (const auto& [name, item] : *object) cost += 1 + cost_of(item);
  return cost;
}

std::string_view kind_of(const Value& value) {
  if (value.as<bool>() != nullptr) return "true or false";
  if (value.as<std::int64_t>() != nullptr) return "a number";
  if (value.as<std::string>() != nullptr) return "a text";
  if (value.as<List>() != nullptr) return "a list";
  if (value.as<Object>() != nullptr) return "an object";
  return "nothing";
}

}  // namespace curia::invitation

#include "conformance/coverage/values.hpp"

#include <algorithm>
#include <cstdio>
#include <regex>

#include "model/base/guid.hpp"
#include "model/base/text.hpp"

namespace curia::coverage {
namespace {

constexpr std::int64_t usual_number = 7;

std::string number_text(const Value& value, std::size_t number) {
  const std::int64_t least = value.min.value_or(1);
  const std::int64_t most = value.max.value_or(1000000);
  return std::to_string(
      std::clamp(least + usual_number + static_cast<std::int64_t>(number % 3), least, most));
}

std::string text(const Value& value, std::size_t number) {
  if (value.charset.starts_with("0-9")) return "12*#" + std::to_string(number % 10);
  if (value.charset.find('$') != std::string::npos) return "room$." + std::to_string(number);
  if (value.name == "language") return "en_US";
  return "Text & <" + std::to_string(number) + ">";
}

bool matches(const std::string& text, const char* pattern) {
  return std::regex_match(text, std::regex(pattern));
}

// In an order that a schema's names would have: more than one word for one type.
const char* pattern_of(std::string_view type) {
  if (type == "bool") return "true|false";
  if (type == "number") return "-?[0-9]+";
  if (type == "decimal") return "[0-9]+\\.[0-9]+";
  if (type == "digits") return "[0-9]+";
  if (type == "timestamp") return "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
  if (type == "date") return "\\d{4}-[A-Z][a-z]{2}-\\d\\d";
  if (type == "guid") return "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  if (type == "dtmf") return "[0-9*#,]*";
  if (type == "number_or_keyword") return "[0-9]+|permanent";
  if (type == "url") return "[a-z][a-z0-9]*://.+";
  if (type == "uri_user_part") return "[^@A-Z]+";
  return nullptr;
}

}  // namespace

std::string not_found_reason(const std::string& element) {
  return (element == "accessMethodTemplate" ? "coSpaceAccessMethodTemplate" : element) +
         "DoesNotExist";
}

std::string made_up_id(std::size_t number) {
  char id[40];
  std::snprintf(id, sizeof id, "%08zx-0000-4000-8000-%012zx", number, number);
  return id;
}

std::string valid_value(const Value& value, std::size_t number) {
  if (!value.example.empty()) return value.example;
  if (!value.choices.empty()) return value.choices[number % value.choices.size()];
  const std::string n = std::to_string(number);
  if (value.type == "bool") return number % 2 == 0 ? "true" : "false";
  if (value.type == "number") return number_text(value, number);
  if (value.type == "digits") return std::to_string(700000000 + number);
  if (value.type == "uri_user_part") return "Room." + n;
  if (value.type == "url") return "https://host" + n + ".example/path";
  if (value.type == "dtmf") return "**" + n;
  if (value.type == "guid" || value.type == "guid_list") return made_up_id(number);
  if (value.type == "timestamp") return "2026-01-02T03:04:05Z";
  if (value.type == "number_or_keyword") return "30";
  return text(value, number);
}

std::vector<std::string> valid_values(const Value& value, std::size_t number) {
  if (!value.choices.empty()) return value.choices;
  if (value.type == "bool") return {"true", "false", "True"};
  std::vector<std::string> values{valid_value(value, number)};
  if (value.type == "number" && value.max) values.push_back(std::to_string(*value.max));
  if (value.type == "number_or_keyword") values.emplace_back("permanent");
  if (value.max_bytes) values.emplace_back(*value.max_bytes, 'x');
  return values;
}

std::vector<BadValue> bad_values(const Value& value) {
  const auto invalid = [](std::string text) { return BadValue{std::move(text), "invalidValue"}; };
  std::vector<BadValue> bad;
  if (value.type == "bool") bad = {invalid("maybe"), invalid("2")};
  if (!value.choices.empty()) bad = {invalid("noSuchChoice")};
  if (value.type == "number") {
    bad = {invalid("seven"), invalid("-1"), invalid("1.5")};
    if (value.max) bad.push_back(invalid(std::to_string(*value.max + 1)));
    if (value.min && *value.min > 0) bad.push_back(invalid(std::to_string(*value.min - 1)));
  }
  if (value.type == "digits") bad = {invalid("12x")};
  if (value.type == "uri_user_part") bad = {invalid("who@where.example")};
  if (value.type == "url") bad = {invalid("no url")};
  if (value.type == "dtmf" || value.charset.starts_with("0-9")) bad = {invalid("call me")};
  if (value.charset.find('$') != std::string::npos) bad = {invalid("a$b$c"), invalid("a b$")};
  if (value.charset.starts_with("A-Z")) bad = {invalid("en-US")};
  if (value.type == "guid") bad = {invalid("12345")};
  if (value.type == "guid_list") bad = {invalid("12345")};
  if (value.type == "number_or_keyword") bad = {invalid("soon")};
  if (value.type == "timestamp") bad = {invalid("yesterday")};
  if (value.max_bytes) bad.push_back({std::string(*value.max_bytes + 1, 'x'), "valueTooLong"});
  if (value.max_items) {
    std::string list;
    for (std::size_t i = 0; i <= *value.max_items; ++i)
      list += (i == 0 ? "" : ",") + made_up_id(i + 1);
    bad.push_back(invalid(list));
  }
  return bad;
}

std::string as_shown(const Value& value, const std::string& text) {
  const bool is_folded =
      value.type == "uri_user_part" || value.type == "bool" || value.type == "guid";
  return is_folded ? ascii_lower(text) : text;
}

std::string type_complaint(const Value& value, const std::string& text) {
  if (!value.choices.empty())
    return std::ranges::find(value.choices, text) != value.choices.end()
               ? ""
               : "'" + text + "' is none of the choices";
  const char* pattern = pattern_of(value.type);
  if (pattern == nullptr || matches(text, pattern)) return "";
  return "'" + text + "' is no " + value.type;
}

}  // namespace curia::coverage

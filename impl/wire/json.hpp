// JSON (RFC 8259) as values, read without exceptions and written without copies.
//
// 1. parse_json() takes UTF-8 and nothing after the value; nested at most limits::json_nesting
//    deep. Of members with one name the last counts.
// 2. Numbers keep their text: what they mean is said by who reads them.
// 3. JsonWriter writes commas itself; begin and end calls match.
//
//   const auto json = parse_json("{\"summary\": \"Review\"}");
//   json->find("summary")->text;  // "Review"
//   std::string out;
//   JsonWriter(out).begin_object().member("count", std::int64_t{3}).end_object();
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/limits_scheduler.hpp"
#include "model/base/result.hpp"

namespace curia {

struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  std::string text;                // of a boolean "true" or "false"; of a number as it came
  std::vector<JsonValue> items;    // of an array, or the values of an object
  std::vector<std::string> names;  // of an object, beside `items`

  bool is_null() const { return kind == Kind::null; }
  // The member of that name; null when there is none.
  const JsonValue* find(std::string_view name) const;
  // What an RFC 6901 pointer leads to ("/components/db/status"); null when nothing.
  const JsonValue* at(std::string_view pointer) const;
};

// Errors: invalid_value (the message says where), limit_reached (json_nesting).
Result<JsonValue> parse_json(std::string_view text);

// As text again, without blanks.
std::string to_text(const JsonValue& value);

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return begin('{'); }
  JsonWriter& end_object() { return end('}'); }
  JsonWriter& begin_array() { return begin('['); }
  JsonWriter& end_array() { return end(']'); }
  JsonWriter& name(std::string_view name);
  JsonWriter& string(std::string_view text);
  JsonWriter& number(std::int64_t value);
  JsonWriter& boolean(bool value);
  // As it stands: a number's text, or JSON written elsewhere.
  JsonWriter& raw(std::string_view json);

  JsonWriter& member(std::string_view key, std::string_view text) { return name(key).string(text); }
  JsonWriter& member(std::string_view key, std::int64_t value) { return name(key).number(value); }
  JsonWriter& flag(std::string_view key, bool value) { return name(key).boolean(value); }

 private:
  JsonWriter& begin(char bracket);
  JsonWriter& end(char bracket);
  void before_value();
  void quoted(std::string_view text);

  std::string& out_;
  bool needs_comma_ = false;
};

}  // namespace curia

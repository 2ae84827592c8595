#include "impl/wire/json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/base/limits_scheduler.hpp"
#include "model/base/text.hpp"

namespace curia {
namespace {

using Library = nlohmann::json;

// Builds the values; what it returns false for ends the reading.
class Reader final : public nlohmann::json_sax<Library> {
 public:
  bool null() override { return put({}); }
  bool boolean(bool value) override {
    return put({JsonValue::Kind::boolean, value ? "true" : "false", {}, {}});
  }
  bool number_integer(number_integer_t value) override {
    return put({JsonValue::Kind::number, std::to_string(value), {}, {}});
  }
  bool number_unsigned(number_unsigned_t value) override {
    return put({JsonValue::Kind::number, std::to_string(value), {}, {}});
  }
  bool number_float(number_float_t, const string_t& text) override {
    return put({JsonValue::Kind::number, text, {}, {}});
  }
  bool string(string_t& text) override {
    return put({JsonValue::Kind::string, std::move(text), {}, {}});
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(JsonValue::Kind::object); }
  bool start_array(std::size_t) override { return open(JsonValue::Kind::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    open_.back().names.push_back(std::move(name));
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const Library::exception&) override {
    error = {Errc::invalid_value, {}, "no JSON at byte " + std::to_string(position)};
    return false;
  }

  JsonValue whole;
  Error error{Errc::invalid_value, {}, "no JSON"};

 private:
  bool open(JsonValue::Kind kind) {
    if (open_.size() >= limits::json_nesting) {
      error = {Errc::limit_reached,
               {},
               "JSON is nested more than " + std::to_string(limits::json_nesting) + " deep"};
      return false;
    }
    open_.push_back({kind, {}, {}, {}});
    return true;
  }
  bool close() {
    JsonValue done = std::move(open_.back());
    open_.pop_back();
    return put(std::move(done));
  }
  bool put(JsonValue value) {
    if (open_.empty())
      whole = std::move(value);
    else
      open_.back().items.push_back(std::move(value));
    return true;
  }

  std::vector<JsonValue> open_;
};

// "~1" stands for "/" and "~0" for "~" (RFC 6901 section 4).
std::string unescaped(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1'))
      text += token[++i] == '0' ? '~' : '/';
    else
      text += token[i];
  }
  return text;
}

void write(const JsonValue& value, JsonWriter& writer) {
  switch (value.kind) {
    case JsonValue::Kind::null:
      writer.raw("null");
      return;
    case JsonValue::Kind::boolean:
    case JsonValue::Kind::number:
      writer.raw(value.text);
      return;
    case JsonValue::Kind::string:
      writer.string(value.text);
      return;
    case JsonValue::Kind::array:
      writer.begin_array();
      for (const JsonValue& item : value.items) write(item, writer);
      writer.end_array();
      return;
    case JsonValue::Kind::object:
      writer.begin_object();
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        writer.name(value.names[i]);
        write(value.items[i], writer);
      }
      writer.end_object();
      return;
  }
}

}  // namespace

const JsonValue* JsonValue::find(std::string_view name) const {
  if (kind != Kind::object) return nullptr;
  const auto found = std::ranges::find(names.rbegin(), names.rend(), name);
  return found == names.rend() ? nullptr
                               : &items[static_cast<std::size_t>(names.rend() - found) - 1];
}

const JsonValue* JsonValue::at(std::string_view pointer) const {
  const JsonValue* value = this;
  while (!pointer.empty() && value != nullptr) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const std::string token = unescaped(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(std::min(pointer.size(), pointer.find('/')));
    if (value->kind == Kind::array) {
      const auto number = parse_decimal(token);
      const bool is_there = number && static_cast<std::size_t>(*number) < value->items.size();
      value = is_there ? &value->items[static_cast<std::size_t>(*number)] : nullptr;
    } else {
      value = value->find(token);
    }
  }
  return value;
}

Result<JsonValue> parse_json(std::string_view text) {
  Reader reader;
  if (!Library::sax_parse(text, &reader)) return fail(std::move(reader.error));
  return std::move(reader.whole);
}

std::string to_text(const JsonValue& value) {
  std::string out;
  JsonWriter writer(out);
  write(value, writer);
  return out;
}

void JsonWriter::before_value() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

JsonWriter& JsonWriter::begin(char bracket) {
  before_value();
  out_ += bracket;
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end(char bracket) {
  out_ += bracket;
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::name(std::string_view name) {
  before_value();
  quoted(name);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  before_value();
  quoted(text);
  return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) { return raw(std::to_string(value)); }

JsonWriter& JsonWriter::boolean(bool value) { return raw(value ? "true" : "false"); }

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  out_ += json;
  return *this;
}

void JsonWriter::quoted(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out_ += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"':
        out_ += "\\\"";
        break;
      case '\\':
        out_ += "\\\\";
        break;
      case '\n':
        out_ += "\\n";
        break;
      case '\r':
        out_ += "\\r";
        break;
      case '\t':
        out_ += "\\t";
        break;
      default:
        if (byte < 0x20) {
          out_ += "\\u00";
          out_ += digits[byte >> 4];
          out_ += digits[byte & 15];
        } else {
          out_ += c;
        }
    }
  }
  out_ += '"';
}

}  // namespace curia

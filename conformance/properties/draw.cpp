#include "conformance/properties/draw.hpp"

#include <algorithm>
#include <cctype>

namespace curia::properties {
namespace {

using Texts = std::vector<std::string>;

const std::string unknown_id = "11111111-2222-4333-8444-AAAAAAAAAAAA";

std::string swapped_case(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += static_cast<char>(std::islower(byte) ? std::toupper(byte) : std::tolower(byte));
  }
  return out;
}

const std::string& one_of(const Texts& texts, Number value) { return texts[value % texts.size()]; }

// An id of that kind: mostly of something there, sometimes gone, of another kind, or no id at all.
std::string some_id(const std::string& element, const Model& model, Number value) {
  Dice dice(value);
  const Number luck = dice.take(20);
  if (luck == 0) return unknown_id;
  if (luck == 1) return "not-an-id";
  if (luck == 2) return "00000000-0000-0000-0000-000000000000";
  Texts there, other;
  for (const auto& thing : model.things()) {
    if (!thing.id.starts_with("$")) continue;
    const bool fits = thing.exists && thing.element == element;
    (fits ? there : other).push_back(thing.id);
  }
  if ((luck == 3 && !other.empty()) || there.empty()) return other.empty() ? "" : other.back();
  return one_of(there, dice.take(draw_range));
}

// Numeric ids that the server has made, or few that clients choose.
std::string some_call_id(const Model& model, Number value) {
  static const Texts texts{
      "1",  "12", "123", "1", "12", "00", "123456789", std::string(32, '7'), std::string(33, '7'),
      "12a"};
  Texts made;
  for (const auto& thing : model.things())
    if (const auto id = thing.value("callId"); id.starts_with("$")) made.push_back(id);
  if (value % 11 == 0 && !made.empty()) return one_of(made, value / 11);
  return one_of(texts, value);
}

std::string some_text(const Field& field, Number value) {
  const auto most = static_cast<std::size_t>(field.most);
  static const Texts short_ones{
      "Team", "team room", "TEAM",       "a<b>&\"c\"", "\xC3\x84pfel \xE2\x82\xAC",
      "x",    "100%+1",    "Sales, west"};
  if (value % 16 == 0) return std::string(most, 'm');
  if (value % 16 == 1) return std::string(most + 1, 'n');
  if (value % 16 == 2) return "bell\x07";
  return one_of(short_ones, value / 16);
}

std::string some_value(const Field& field, const Model& model, Number value) {
  static const Texts uris{"sales",
                          "Sales",
                          "support",
                          "support",
                          "alice",
                          "BOB",
                          "team-1",
                          "a@b",
                          "sales",
                          "west",
                          "two words",
                          std::string(200, 'u'),
                          std::string(201, 'u')};
  static const Texts urls{"https://example.com/a?b=c&d", "http://x", "example.com", "://x",
                          "https://a b"};
  static const Texts flags{"true", "false", "True", "FALSE", "on", "Off", "yes"};
  static const Texts passcodes{
      "1", "12", "123", "1234", "123", "12", std::string(64, '5'), std::string(65, '5')};
  static const Texts jids{"alice@example.com", "ALICE@example.com",  "bob@example.com",
                          "carol@example.org", "nobody@example.com", "bob"};
  if (field.name == "passcode") return one_of(passcodes, value);
  if (field.name == "minPasscodeLength") return std::to_string(value % 5);
  if (field.name == "secret") return one_of({"abc", "geheim", std::string(65, 's')}, value);
  switch (field.shape) {
    case Shape::uri:
      return one_of(uris, value);
    case Shape::digits:
      return some_call_id(model, value);
    case Shape::url:
      return one_of(urls, value);
    case Shape::flag:
      return one_of(flags, value);
    case Shape::number:
      return one_of({"1", "3", "03", std::to_string(field.least), std::to_string(field.most),
                     std::to_string(field.most + 1), "-1", "1x", "99999999999999999999"},
                    value);
    case Shape::choice:
      if (value % 12 == 0) return "wrong";
      return value % 5 == 0 ? swapped_case(one_of(field.choices, value / 12))
                            : one_of(field.choices, value / 12);
    case Shape::reference:
      return some_id(field.refers, model, value);
    case Shape::person:
      return one_of(jids, value);
    case Shape::text:
      break;
  }
  return some_text(field, value);
}

}  // namespace

const Kind& draw_kind(Number where) {
  Number total = 0;
  for (const auto& kind : kinds()) total += static_cast<Number>(kind.weight);
  Number left = where % total;
  for (const auto& kind : kinds()) {
    const auto weight = static_cast<Number>(kind.weight);
    if (left < weight) return kind;
    left -= weight;
  }
  return kinds().front();
}

std::vector<Param> draw_params(const Draw& draw, const Kind& kind, const Model& model) {
  std::vector<const Field*> fields;
  for (const auto& field : kind.fields)
    if (field.on_post || field.on_put)
      for (int times = field.hot ? 4 : 1; times > 0; --times) fields.push_back(&field);
  std::vector<Param> out;
  for (const auto& [which, number] : draw.params) {
    Dice dice(number);
    const Number spelling = dice.take(10);
    if (fields.empty()) return out;
    const Field& field = *fields[which % fields.size()];
    std::string name = field.name;
    if (spelling == 0) name = swapped_case(name);
    if (spelling == 1 && which % 3 == 0) name = "unheardOf";
    out.push_back({name, spelling == 2 ? "" : some_value(field, model, dice.take(1000))});
  }
  // What must be there mostly is.
  for (const auto& field : kind.fields)
    if (field.required && draw.how % 10 != 0)
      out.push_back({field.name, some_value(field, model, draw.which)});
  return out;
}

std::vector<Param> draw_query(const Draw& draw, const Kind& kind, const Model& model) {
  // Nothing here can be a part of a numeric id that only the server knows.
  static const Texts texts{"TEAM", "eam",          "a",   "x", "\xC3\xA4PF",
                           "sale", "@example.com", "&\"", ""};
  static const Texts counts{"0", "1", "2", "7", "20", "21", "400", ""};
  std::vector<Param> out;
  for (const auto& [which, number] : draw.params) {
    Dice dice(number);
    const Number value = dice.take(1000);
    const Field& field = kind.fields.empty() ? kinds().front().fields.front()
                                             : kind.fields[(which / 5) % kind.fields.size()];
    Param param;
    if (which % 5 == 0)
      param = {"offset", one_of(counts, value)};
    else if (which % 5 == 1)
      param = {"limit", one_of({"1", "2", "20", "21", "5", ""}, value)};
    else if (which % 5 == 2 && std::ranges::any_of(kind.fields, &Field::searched))
      param = {number % 3 == 0 ? "FILTER" : "filter", one_of(texts, value)};
    else if (which % 5 == 3)
      param = {"usageFilter", value % 2 == 0 ? "referenced" : "unreferenced"};
    else if (field.shape == Shape::reference)
      param = {field.name + "Filter", some_id(field.refers, model, 4 + 20 * value)};
    else
      continue;
    const bool again = std::ranges::any_of(out, [&](const Param& other) {
      return swapped_case(other.name) == swapped_case(param.name) ||
             swapped_case(other.name) == param.name;
    });
    if (!again) out.push_back(param);
  }
  if (draw.how % 15 == 0) out = {{"limit", one_of({"0", "-1", "x"}, draw.which)}};
  if (draw.how % 15 == 1) out = {{"offset", one_of({"-1", "x", "1.5"}, draw.which)}};
  return out;
}

std::string respelled(const std::string& path) {
  std::string out;
  bool in_variable = false;
  for (const char c : path) {
    in_variable = c == '$' || (in_variable && c != '/');
    const auto byte = static_cast<unsigned char>(c);
    out += in_variable ? c : static_cast<char>(std::toupper(byte));
  }
  return out;
}

}  // namespace curia::properties

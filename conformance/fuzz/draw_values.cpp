#include "conformance/fuzz/draw.hpp"
#include "conformance/fuzz/people.hpp"

#include <cctype>

#include "model/base/check.hpp"

namespace curia::fuzz {
namespace {

using Texts = std::vector<std::string>;

const std::string& one_of(const Texts& texts, Number value) { return texts[value % texts.size()]; }

// Numeric ids that the server has made, or few that clients choose.
std::string some_call_id(const Model& model, Number value) {
  static const Texts texts{
      "1",  "12", "123", "1", "12", "00", "123456789", std::string(32, '7'), std::string(33, '7'),
      "12a"};
  if (value % 11 != 0) return one_of(texts, value);
  Texts made;
  for (const auto& thing : model.things())
    if (const auto& id = thing.value("callId"); id.is_set() && id.text.size() == 9)
      made.push_back(id.text);
  return made.empty() ? "1" : one_of(made, value / 11);
}

std::string some_text(const Field& field, Number value) {
  static const Texts short_ones{
      "Team", "team room", "TEAM",       "a<b>&\"c\"", "\xC3\x84pfel \xE2\x82\xAC",
      "x",    "100%+1",    "Sales, west"};
  // Long ones are seldom: they cost what they are long.
  const auto most = static_cast<std::size_t>(field.most);
  const bool is_long = most > 300;
  if (value % (is_long ? 96 : 16) == 0) return std::string(most, 'm');
  if (value % (is_long ? 96 : 16) == 1) return std::string(most + 1, 'n');
  if (value % 16 == 2) return "bell\x07";
  return one_of(short_ones, value / 16);
}

std::string some_jid(const Model& model, Number value) {
  static const auto users = kind_named("user");
  if (value % 6 == 0) return one_of({"nobody@example.com", "bob"}, value / 6);
  Texts there;
  for (const auto user : model.members(users))
    there.push_back(model.at(user).value("userJid").text);
  if (there.empty()) return "nobody@example.com";
  std::string jid = one_of(there, value / 6);
  if (value % 6 == 1)
    for (char& c : jid) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return jid;
}

std::string some_choice(const Field& field, Number value) {
  if (value % 12 == 0 || field.choices.empty()) return "wrong";
  std::string choice = one_of(field.choices, value / 12);
  if (value % 5 == 0)
    for (char& c : choice) {
      const auto byte = static_cast<unsigned char>(c);
      c = static_cast<char>(std::islower(byte) ? std::toupper(byte) : std::tolower(byte));
    }
  return choice;
}

std::string some_form(const Field& field, Number value) {
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
  switch (field.shape) {
    case Shape::uri:
      return one_of(uris, value);
    case Shape::url:
      return one_of(urls, value);
    case Shape::dtmf:
      return one_of({"*6", "1,2#", "6", "A", "*6 "}, value);
    case Shape::generator:
      return one_of({"team.$", "$", "x-$_1", "team", "$$", "a b$"}, value);
    case Shape::mapping:
      return one_of({"team$index$", "t", "\\$$index$\\\\", "$index$$index$", "a@b", "\\x", "$"},
                    value);
    case Shape::seconds:
      return one_of({"permanent", "0", "10", "007", "x", "-1"}, value);
    default:
      return some_text(field, value);
  }
}

}  // namespace

std::string draw_id(KindId kind, const Model& model, Number value) {
  static const std::string unknown_id = "11111111-2222-4333-8444-AAAAAAAAAAAA";
  Dice dice(value);
  const Number luck = dice.take(20);
  if (luck == 0) return unknown_id;
  if (luck == 1) return "not-an-id";
  if (luck == 2) return "00000000-0000-0000-0000-000000000000";
  std::vector<std::size_t> there;
  std::size_t other = none;
  for (std::size_t i = 0; i < model.things().size(); ++i) {
    const Thing& thing = model.at(i);
    if (thing.id.empty()) continue;
    if (thing.exists && thing.kind == kind)
      there.push_back(i);
    else
      other = i;
  }
  if (luck == 3 || there.empty()) return other == none ? unknown_id : model.at(other).id;
  return model.at(there[dice.take(draw_range) % there.size()]).id;
}

std::string draw_value(const Field& field, const Model& model, Number value) {
  static const Texts flags{"true", "false", "True", "FALSE", "on", "Off", "yes"};
  static const Texts passcodes{
      "1", "12", "123", "1234", "123", "12", std::string(64, '5'), std::string(65, '5')};
  if (const auto text = draw_ldap_value(field, value)) return *text;
  if (field.name == "passcode") return one_of(passcodes, value);
  if (field.name == "minPasscodeLength") return std::to_string(value % 5);
  if (field.name == "secret") return one_of({"abc", "geheim", std::string(65, 's')}, value);
  switch (field.shape) {
    case Shape::digits:
      return some_call_id(model, value);
    case Shape::flag:
      return one_of(flags, value);
    case Shape::number:
      return one_of({"1", "3", "03", std::to_string(field.least), std::to_string(field.most),
                     std::to_string(field.most + 1), "-1", "1x", "99999999999999999999"},
                    value);
    case Shape::choice:
      return some_choice(field, value);
    case Shape::reference:
      return draw_id(field.refers, model, value);
    case Shape::person:
      return some_jid(model, value);
    default:
      return some_form(field, value);
  }
}

}  // namespace curia::fuzz

// Syntax: how one form of a command is written, as help shows it and as lines are matched.
//
//   "ldap server <hostname|address> <port>"       words as they are, and values
//   "user add <username> (admin|crypto) [ldap]"   one of several words; a word that may be absent
//   "scheduler email protocol <=smtp|smtps>"      one of several words, shown in angle brackets
//   "callbridge listen <+interface list>"         one or more words, the last of a form
//   "timezone [<name>]"                           a value that may be absent
//
// 1. What a line gives for values, choices and what may be absent is captured, in their order; an
//    absent one is captured as "". What stands for <+...> are the rest, each a word.
// 2. Values have kinds by their names (value_kind); a wrong value is told before anything is done.
// 3. A Syntax keeps views of the text that it was made of: constants.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"

namespace curia::admin {

struct Element {
  enum class Kind { word, choice, value } kind = Kind::word;
  std::vector<std::string_view> words;  // of a word one, of a choice several
  std::string_view name;                // of a value: "port"
  bool optional = false;
  bool repeated = false;
};

struct Captures {
  std::vector<std::string> values;
  std::vector<std::string> rest;
  std::size_t literals = 0;  // words that had to be as they are: more is a better match
};

class Syntax {
 public:
  // Ends the process on a pattern that cannot be read: patterns are constants.
  explicit Syntax(std::string_view pattern);

  const std::vector<Element>& elements() const { return elements_; }
  // "ldap server <hostname|address> <port>"
  std::string text() const;

  std::optional<Captures> match(std::span<const std::string> words) const;
  // How many of the words fit, from the first on.
  std::size_t fitting(std::span<const std::string> words) const;
  // What may come after these words, which all fit; null at the end of the form.
  const Element* after(std::span<const std::string> words) const;
  // The literal words at the beginning: "ldap server".
  std::vector<std::string_view> head() const;

 private:
  std::vector<Element> elements_;
};

// "<port>", "(ldap|ldaps)", "enable".
std::string text_of(const Element& element);

// Checks a word against the kind that the name of a value stands for; names without a kind take
// any word. Errors: invalid_value with a sentence for the administrator.
Result<> check_value(std::string_view name, std::string_view word);

}  // namespace curia::admin

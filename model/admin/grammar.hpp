// Grammar: every command of the command line as a table, and what follows from the table: which
// form a line is, help, completion, and a hint for a line that is no form.
//
// 1. A Form is one line of syntax with the roles that may use it and the function that does it. A
//    Topic is the forms that `help NAME` lists; its name is the first word of all of them.
// 2. Of the forms that fit a line the one with the most literal words is meant: `timezone list`
//    is not a time zone called list.
// 3. Abbreviations are not commands; the refusal says what they could stand for.
// 4. The tables are constants: Topics and what they point to outlive the Grammar.
//
//   Grammar grammar(topics);
//   Result<Match> match = grammar.match({"ldap", "enable"}, Role::admin);
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/role.hpp"
#include "model/admin/syntax.hpp"
#include "model/base/result.hpp"

namespace curia::admin {

class Call;  // one run of a command: whoever runs commands defines it
using Handler = void (*)(const std::shared_ptr<Call>& call);

struct Form {
  std::string_view syntax;  // syntax.hpp
  Roles roles;
  std::string_view help;  // one sentence for docs/mmp.md
  Handler handler;
  bool is_listed = true;  // by `help`; other spellings of a command are only in docs/mmp.md
};

struct Topic {
  std::string_view name;
  std::string_view description;  // before "Usage:"; a topic without one lists its forms only
  std::vector<Form> forms;
};

struct Match {
  const Form* form;
  Captures captures;
};

class Grammar {
 public:
  explicit Grammar(std::span<const Topic* const> topics);

  // Errors: not_found (no such command), invalid_value (no form of it, or a wrong value),
  // not_permitted (the role). The message may have several lines.
  Result<Match> match(std::span<const std::string> words, Role role) const;

  // All commands that the role may use, by name.
  std::string help(Role role) const;
  // Errors: not_found.
  Result<std::string> help(std::string_view topic, Role role) const;

  // What may stand where the cursor is: whole words, sorted. `values` knows those of a value by
  // its name, such as the files there are.
  using Values = std::function<std::vector<std::string>(std::string_view name)>;
  std::vector<std::string> complete(std::string_view line, Role role, const Values& values) const;

  std::span<const Topic* const> topics() const { return topics_; }

 private:
  struct Entry {
    const Topic* topic;
    const Form* form;
    Syntax syntax;
  };
  Error hint(std::span<const std::string> words, Role role) const;
  Error unknown(const std::string& word, Role role) const;

  std::vector<const Topic*> topics_;  // by name
  std::vector<Entry> entries_;
};

}  // namespace curia::admin

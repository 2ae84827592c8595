// MappingTemplate: a text of an ldapMapping, such as "$sAMAccountName$@example.com"
// (docs/ldap.md).
//
// 1. $name$ is the first value of an attribute; nothing when the entry has none, or none that is
//    text. Names ignore letter case.
// 2. $name|'/regex/replacement/'$ replaces what the regular expression finds in the value; several
//    may follow each other, each with its own bar. \/ is a slash, \1 to \9 are groups.
// 3. $$ is a dollar, and so is a dollar that nothing of this follows.
//
//   const auto jid = MappingTemplate::parse("$uid|'/^x-//'$@example.com");
//   jid->expand({"uid=x-ann,dc=example", {{"uid", {"x-ann"}}}});   // "ann@example.com"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/dialplan/regex.hpp"
#include "model/env/directory.hpp"

namespace curia {

class MappingTemplate {
 public:
  // Errors: invalid_value, limit_reached (a regular expression that cannot be used).
  static Result<MappingTemplate> parse(std::string_view text);

  bool is_empty() const { return pieces_.empty(); }
  // Adds the names of the attributes that expand() looks at, in lower case.
  void add_attributes(std::vector<std::string>& names) const;
  // Errors: limit_reached (a substitution that takes too long).
  Result<std::string> expand(const DirectoryEntry& entry) const;

 private:
  struct Substitution {
    dialplan::Regex regex;
    std::string replacement;
  };
  // Text, or an attribute with its substitutions.
  struct Piece {
    std::string text;
    std::string attribute;  // in lower case; empty: the text
    std::vector<Substitution> substitutions;
  };
  class Reader;

  std::vector<Piece> pieces_;
};

// The first value of an attribute that is text; empty when there is none.
std::string first_text(const DirectoryEntry& entry, const std::string& attribute);

}  // namespace curia

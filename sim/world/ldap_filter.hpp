// LdapFilter: the search filters of RFC 4515 that the simulated directory understands.
//
// 1. and, or, not, equality, presence and substrings, with \xx escapes; >=, <=, ~= and extensible
//    matches are refused.
// 2. Values match without regard to case, as the common attributes of people do.
//
//   Result<LdapFilter> filter = LdapFilter::parse("(&(objectClass=person)(mail=*@example.com))");
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/env/directory.hpp"

namespace curia::sim {

class LdapFilter {
 public:
  static Result<LdapFilter> parse(std::string_view text);  // invalid_value
  bool matches(const DirectoryEntry& entry) const;

 private:
  friend class LdapFilterParser;
  enum class Kind { all_of, any_of, none_of, substrings };
  bool matches_value(std::string_view value) const;

  Kind kind_ = Kind::all_of;
  std::vector<LdapFilter> parts_;  // of all_of, any_of and none_of
  std::string attribute_;
  // What stands between the stars, folded: one piece is equality, two empty ones are presence.
  std::vector<std::string> pieces_;
};

}  // namespace curia::sim

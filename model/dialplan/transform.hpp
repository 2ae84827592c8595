// Dial transforms: what is dialled is broken into components, looked at, and put together anew.
//
// 1. Components: raw gives $1, all of it; strip gives $1 without dots, dashes and blanks; phone
//    gives $1, the country code with at least two digits, and $2, the national number, of an
//    international telephone number, and fits nothing else.
// 2. `match` is a row of ($n/regex/), all of which must be found in their component; empty fits
// all.
// 3. `transform` is text with components: $2, or $2{/regex/replacement/}{/.../.../}, where all
//    places that match are replaced, one pair of braces after the other. In a replacement \1 to \9
//    and $1 to $9 are groups, \0 and $0 the whole match. $$ is a dollar, \/ a slash. Empty leaves
//    what was dialled as it is.
// 4. Applying never takes longer than limits::dial_transform_steps, nor makes more than
//    limits::dialled_bytes.
//
//   const auto rule = Transform::compile(DialTransformType::phone, "($1/^44$/)", "90044$2@gw");
//   rule->apply("+442079460000");  // "900442079460000@gw"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/dialplan/regex.hpp"
#include "model/objects/dial_transform.hpp"

namespace curia::dialplan {

class Transform {
 public:
  // Errors: invalid_value or limit_reached; the parameter is "match" or "transform".
  static Result<Transform> compile(DialTransformType type, std::string_view match,
                                   std::string_view transform);

  // What becomes of it; nullopt when the transform does not fit. Errors: limit_reached.
  Result<std::optional<std::string>> apply(std::string_view dialled) const;

 private:
  struct Condition {
    std::size_t component;
    Regex regex;
  };
  struct Substitution {
    Regex regex;
    std::string replacement;  // as it was written
  };
  // Text, or a component with its substitutions.
  struct Piece {
    std::string text;
    std::size_t component = 0;  // 0: the text
    std::vector<Substitution> substitutions;
  };
  class Reader;

  DialTransformType type_ = DialTransformType::raw;
  std::vector<Condition> conditions_;
  std::vector<Piece> pieces_;
};

// The components $1, $2, ... of what was dialled; none when it is not of that type.
std::vector<std::string> components_of(DialTransformType type, std::string_view dialled);

// All matches replaced. Errors: limit_reached.
Result<std::string> replace_all(const Regex& regex, std::string_view replacement,
                                std::string_view text, std::size_t& steps);

// Whether a replacement names only groups that there are. Errors: invalid_value.
Result<> check_replacement(std::string_view replacement, std::size_t groups);

}  // namespace curia::dialplan

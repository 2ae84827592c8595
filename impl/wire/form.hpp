// application/x-www-form-urlencoded: bodies of POST and PUT, and query strings.
//
// 1. Order and repetitions are kept; keys are verbatim (callers match them without regard to
//    letter case, api-conventions section 1).
// 2. Empty pairs ("&name=x", "a=1&&b=2") are skipped; "key" and "key=" both have an empty value.
// 3. What comes out is well-formed UTF-8, or there is an error that names the parameter.
//
//   Result<FormPairs> pairs = parse_form(request.body);   // "name=Team+room&uri=team"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"

namespace curia {

struct FormPair {
  std::string key;
  std::string value;
  bool operator==(const FormPair&) const = default;
};
using FormPairs = std::vector<FormPair>;

// Errors: invalid_value (an escape that is not % and two hexadecimal digits, bad UTF-8; the
// parameter is the key, empty when the key itself is at fault), limit_reached (form_pairs).
Result<FormPairs> parse_form(std::string_view text);

// What parse_form() reads back: "+" for a blank, everything but letters, digits and "-._*" escaped.
// A pair whose key and value are both empty is written as "=".
std::string write_form(const FormPairs& pairs);

}  // namespace curia

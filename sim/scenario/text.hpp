// Values of the .sim language: quoting, durations and variables.
//
//   Variables variables{{"space", "41d2..."}};
//   expand("/coSpaces/$space", variables);   // "/coSpaces/41d2..."
//   expand("100$$", variables);              // "100$"
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "model/base/result.hpp"
#include "model/base/time.hpp"

namespace curia::scenario {

using Variables = std::map<std::string, std::string, std::less<>>;

// Replaces $name and ${name} by the variable and $$ by a dollar; a dollar before anything else
// stands for itself; ${x*1000} is x a thousand times. Errors: not_found (the variable is in
// `parameter`).
Result<std::string> expand(std::string_view text, const Variables& variables);

// As in application/x-www-form-urlencoded: %XX, and + for a blank.
std::string form_encoded(std::string_view text);

// The text that expand() turns into `literal`.
std::string without_variables(std::string_view literal);

// A value as it may stand in a file: bare where that is possible, else in double quotes with
// \" \\ \n \r \t and \xHH.
std::string quoted(std::string_view value);
bool can_stand_bare(std::string_view value);
// The same as the last thing on a line: what LineReader::rest() reads back.
std::string rest_of_line(std::string_view value);

// Ten years, which a scenario with all its timers takes a minute or two for.
inline constexpr Duration longest_time = std::chrono::hours(87600);

// "250ms": a whole number and ns, us, ms, s, m or h. Errors: invalid_value, also when it is longer
// than `longest_time`.
Result<Duration> parse_duration(std::string_view text);
std::string to_text(Duration duration);

}  // namespace curia::scenario

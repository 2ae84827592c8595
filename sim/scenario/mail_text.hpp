// The steps of mail servers as text: `mail answers`, `mail cuts`, `mail slow`, `mail away`.
#pragma once

#include <string>

#include "sim/scenario/ast.hpp"
#include "sim/scenario/line_reader.hpp"

namespace curia::scenario {

// What stands behind the word `mail`. Complains to `in`.
MailStep parse_mail(LineReader& in);
std::string write(const MailStep& step);

}  // namespace curia::scenario

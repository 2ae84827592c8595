// The steps of mail servers and Web Bridges as text: `mail answers`, `mail slow`, `bridge NAME
// away`.
#pragma once

#include <string>

#include "sim/scenario/ast.hpp"
#include "sim/scenario/line_reader.hpp"

namespace curia::scenario {

// What stands behind the word `mail`. Complains to `in`.
MailStep parse_mail(LineReader& in);
std::string write(const MailStep& step);
// What stands behind the word `bridge`. Complains to `in`.
BridgeStep parse_bridge(LineReader& in);
std::string write(const BridgeStep& step);

}  // namespace curia::scenario

// Which texts a field takes, and how it shows them (api-conventions sections 1, 5 and 9).
#pragma once

#include <string>

#include "conformance/fuzz/kinds.hpp"

namespace curia::fuzz {

struct Reading {
  std::string value;  // as GET shows it
  std::string error;  // "invalidValue" or "valueTooLong"; empty when the text is taken
};

// Of a text that is not empty.
Reading read_value(const Field& field, const std::string& text);

// Letter case away, as far as filters are concerned: ASCII and the few others that are drawn.
std::string folded(std::string text);

}  // namespace curia::fuzz

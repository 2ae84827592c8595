// Words: what the descriptions of objects do not say in a form for people: which levels a profile
// has, and the reasons for which the rules of an object refuse a request.
#pragma once

#include <string_view>
#include <vector>

#include "model/schema/object.hpp"

namespace curia::apidocs {

struct Refusal {
  std::string_view reason;
  std::string_view when;
};

// "system, tenant, coSpace": from the top; empty for what inherits nothing.
std::string_view levels_of(Kind kind);

std::vector<Refusal> refusals_of(Kind kind);

}  // namespace curia::apidocs

// The domain in which a coSpace is called: that of the inbound dial plan rule that reaches it.
#pragma once

#include <string>

#include "model/objects/co_space.hpp"
#include "model/registry/registry.hpp"

namespace curia {

// The rule of the highest priority that resolves to coSpaces and stands for the coSpace's tenant
// or for everybody; of equal priorities the oldest. Empty when there is none.
std::string domain_of(const Registry& registry, const CoSpace& space);

// "sales@example.com"; empty when either part is unknown.
std::string full_uri(const Registry& registry, const CoSpace& space, const std::string& user_part);

}  // namespace curia

// The domain in which something is called: that of the inbound dial plan rule that reaches it.
#pragma once

#include <string>

#include "model/objects/co_space.hpp"
#include "model/registry/registry.hpp"

namespace curia {

// The rule of the highest priority that resolves to `kind` (coSpaces or IVRs) and stands for the
// tenant (nil: none) or for everybody; of equal priorities the oldest. Empty when there is none.
std::string domain_of(const Registry& registry, const Guid& tenant, Kind kind = Kind::co_space);

// "sales@example.com"; empty when either part is unknown.
std::string full_uri(const Registry& registry, const Guid& tenant, const std::string& user_part,
                     Kind kind = Kind::co_space);

}  // namespace curia

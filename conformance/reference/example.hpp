// Examples: requests that are carried out against a simulated server, and what it answers, as the
// pages of the reference show them.
#pragma once

#include <string>

#include "conformance/coverage/facts.hpp"
#include "impl/service/callbridge/surface.hpp"
#include "model/base/result.hpp"

namespace curia::apidocs {

// What to do at a place and what comes of it, as text; empty when nothing can be shown. Ids are
// numbered in the order of the example, so that it is the same each time.
Result<std::string> example_of(const coverage::Facts& facts, const callbridge::Place& place);

}  // namespace curia::apidocs

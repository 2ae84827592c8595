// Pages: the reference of the API, docs/api, made from the server's own descriptions: a page for
// each object and node, and one that lists them.
#pragma once

#include <map>
#include <string>

#include "conformance/coverage/facts.hpp"
#include "model/base/result.hpp"

namespace curia::apidocs {

// File names and what is in them. `facts` only give the examples their values.
Result<std::map<std::string, std::string>> make_pages(const coverage::Facts& facts);

}  // namespace curia::apidocs

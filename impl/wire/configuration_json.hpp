// The configuration of the server as JSON: the file live.json.
//
// 1. read(write(c)) == c.
// 2. A member that is absent has its default, so that older files can be read; one that nobody
//    knows, or of another type, is refused: it would be lost with the next write.
#pragma once

#include <string>
#include <string_view>

#include "model/admin/configuration.hpp"
#include "model/base/result.hpp"

namespace curia {

std::string write_configuration(const admin::Configuration& configuration);
// Errors: corrupt, wrong_version (written by a later version of the server).
Result<admin::Configuration> read_configuration(std::string_view text);

}  // namespace curia

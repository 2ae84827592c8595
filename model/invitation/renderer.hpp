// Walks the tree of a template and writes the text. The bounds on work are kept here.
#pragma once

#include "model/base/result.hpp"
#include "model/invitation/ast.hpp"
#include "model/invitation/template.hpp"

namespace curia::invitation {

// Errors: invalid_value and limit_reached, both with the line.
Result<Rendered> render_block(const Block& root, const Object& data);

}  // namespace curia::invitation

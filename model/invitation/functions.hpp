// The functions that an expression may call (docs/invitations.md lists them).
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "model/base/result.hpp"
#include "model/invitation/value.hpp"

namespace curia::invitation {

// Errors are without the line number, which the caller knows. Arguments are checked for their
// number beforehand. A null `run` marks the functions that look at names instead of values
// (exists, default): the renderer has them.
struct Function {
  std::string_view name;
  std::size_t min_arguments = 0;
  std::size_t max_arguments = 0;
  Result<Value> (*run)(std::span<const Value> arguments) = nullptr;
};

// Null when there is none of that name.
const Function* find_function(std::string_view name);

// What a value costs to make or copy, in evaluation steps: the bound on work counts it.
std::size_t cost_of(const Value& value);

// "text", "a number", ... for messages.
std::string_view kind_of(const Value& value);

}  // namespace curia::invitation

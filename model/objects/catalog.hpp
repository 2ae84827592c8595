// The catalogue: every kind of object there is. A kind that is not listed here does not exist.
#pragma once

#include <span>

#include "model/schema/object.hpp"

namespace curia {

// In the order of Kind.
std::span<const ObjectSpec> catalog();

const ObjectSpec& spec_of(Kind kind);

// By element name, exactly ("coSpace"); null when there is none.
const ObjectSpec* find_spec(std::string_view element);

// Failure reason of an id that names nothing: "coSpaceDoesNotExist".
std::string does_not_exist(Kind kind);

}  // namespace curia

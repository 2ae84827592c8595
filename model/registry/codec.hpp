// How an object is written in the store: its id, its parent's id, then each set field as
// (length of name, name, length of text, text). Names, not numbers: a row can be read with any
// SQLite tool, and fields can be added and reordered freely.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/base/result.hpp"
#include "model/schema/object.hpp"

namespace curia {

std::string encode(const Object& object);

// Errors: corrupt (with the place at fault).
Result<std::unique_ptr<Object>> decode(std::string_view element, std::uint64_t ordinal,
                                       std::string_view value);

}  // namespace curia

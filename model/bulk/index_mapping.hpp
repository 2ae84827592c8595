// Index mappings: "room-$index$" becomes "room-17". A text has at most one $index$; \\ and \$ stand
// for a backslash and a dollar (TextForm::index_mapping, which has checked the text).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace curia {

std::string map_index(std::string_view mapping, std::int64_t index);

}  // namespace curia

// Files of pictures that commands draw: SVG as it stands, or PNG.
#pragma once

#include <string>

#include "model/base/result.hpp"

namespace curia::tools {

// Whether the name says what the picture is to be. Errors: invalid_value, which names --output.
Result<> judge_picture_name(const std::string& file);

// A name that ends in .png needs the program rsvg-convert. Errors: those of the name, io_error,
// unavailable (no rsvg-convert).
Result<> write_picture(const std::string& svg, const std::string& file);

}  // namespace curia::tools

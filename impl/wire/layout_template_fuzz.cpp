// A layout template that the parser takes is valid, can be laid out, and survives being written.
#include <cstdint>

#include "impl/wire/layout_template.hpp"
#include "model/base/check.hpp"
#include "model/base/text.hpp"

using namespace curia;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parsed = parse_layout_template({reinterpret_cast<const char*>(data), size});
  if (!parsed) {
    check(is_utf8(parsed.error().message), "an error is UTF-8");
    return 0;
  }
  check(bool(layout::validate(*parsed)), "what is taken is valid");
  for (int screens = 1; layout::serves(*parsed, screens); ++screens)
    for (const layout::Frame& frame : layout::frames_of(*parsed, screens))
      check(layout::inside_canvas(frame.rect), "panes lie inside the screen");
  const auto again = parse_layout_template(to_json(*parsed));
  check(again && *again == *parsed, "what is written is read back");
  return 0;
}

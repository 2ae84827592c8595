// Any sheet is played or refused with a reason, and what is played can be drawn as UTF-8.
#include <cstdint>

#include "model/base/check.hpp"
#include "model/base/text.hpp"
#include "model/layout/sheet.hpp"

using namespace curia;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto film = layout::play({reinterpret_cast<const char*>(data), size}, nullptr);
  if (!film) {
    check(!film.error().message.empty(), "a refusal says why");
    return 0;
  }
  const auto svg = layout::film_strip(film->shots, film->options);
  check(is_utf8(svg) && is_xml_text(svg), "pictures are XML text");
  return 0;
}

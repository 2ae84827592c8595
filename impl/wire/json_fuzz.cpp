// parse_json: whatever is taken is written back as something that reads the same.
#include <cstdint>
#include <string_view>

#include "impl/wire/json.hpp"
#include "model/base/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = curia::parse_json(text);
  if (!value) return 0;
  const std::string written = curia::to_text(*value);
  const auto again = curia::parse_json(written);
  curia::check(again.has_value(), "what was written can be read");
  curia::check(curia::to_text(*again) == written, "reading and writing change nothing");
  return 0;
}

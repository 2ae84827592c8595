// Three lines - match, transform, what is dialled - as a dial transform: never a finding.
#include <cstdint>
#include <string_view>

#include "model/base/check.hpp"
#include "model/base/text.hpp"
#include "model/dialplan/transform.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curia;
  std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto take_line = [&] {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
  };
  const std::string_view match = take_line(), transform = take_line(), dialled = text;
  for (const auto type : {DialTransformType::strip, DialTransformType::phone}) {
    const auto made = dialplan::Transform::compile(type, match, transform);
    if (!made) {
      check(!made.error().message.empty(), "an error without a sentence");
      continue;
    }
    const auto result = made->apply(dialled);
    check(result || result.error().code == Errc::limit_reached, "an error of another kind");
    if (!result || !*result) continue;
    check((*result)->size() <= limits::dialled_bytes, "a result out of bounds");
    check(!is_utf8(text) || !is_utf8(transform) || is_utf8(**result), "a broken character");
  }
  return 0;
}

// What the form parser takes is UTF-8 and survives being written and read again.
#include <cstdint>

#include "impl/wire/form.hpp"
#include "model/base/check.hpp"
#include "model/base/limits.hpp"
#include "model/base/text.hpp"

using namespace curia;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto pairs = parse_form(input);
  if (!pairs) {
    check(is_utf8(pairs.error().parameter), "an error names its parameter in UTF-8");
    return 0;
  }
  check(pairs->size() <= limits::form_pairs, "the limit holds");
  for (const FormPair& pair : *pairs)
    check(is_utf8(pair.key) && is_utf8(pair.value), "what is taken is UTF-8");
  const auto again = parse_form(write_form(*pairs));
  check(again && *again == *pairs, "what is written is read back");
  return 0;
}

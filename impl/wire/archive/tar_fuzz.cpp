// read_tar_head: whatever is taken is what tar_head() writes, and names lead nowhere else.
#include <cstdint>
#include <string_view>

#include "impl/wire/archive/tar.hpp"
#include "model/base/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto head = curia::read_tar_head(bytes);
  if (!head || !head->entry) return 0;
  curia::check(curia::is_tar_name(head->entry->name), "a name that was read can be written");
  curia::check(bytes.substr(0, head->bytes) == curia::tar_head(*head->entry),
               "a head that was read is one that is written");
  return 0;
}

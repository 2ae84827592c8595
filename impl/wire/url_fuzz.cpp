// What the URL parser takes survives being written and read again, and fits into a request line.
#include <algorithm>
#include <cstdint>

#include "impl/wire/percent.hpp"
#include "model/base/check.hpp"
#include "model/base/url.hpp"

using namespace curia;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  check(percent_decode(percent_encode(input)) == input, "what is encoded is decoded");
  percent_decode(input);
  const auto url = parse_url(input);
  if (!url) return 0;
  check(url->target.starts_with('/') && url->port != 0 && !url->host.empty(), "a whole URL");
  check(std::all_of(url->target.begin(), url->target.end(), [](char c) { return c > ' '; }),
        "a target without blanks");
  const auto again = parse_url(to_string(*url));
  check(again && *again == *url, "what is written is read back");
  return 0;
}

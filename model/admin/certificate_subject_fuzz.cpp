// The attributes of a certificate, one a line: what is accepted says the same when it is written
// again as attributes.
#include <algorithm>
#include <cstdint>

#include "model/admin/certificate_subject.hpp"
#include "model/base/check.hpp"

using namespace curia;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  const auto subject = admin::parse_subject(words, "cms01");
  if (!subject) return 0;
  std::vector<std::string> again;
  for (const auto& [name, value] : subject->names) again.push_back(name + ":" + value);
  std::string list;
  for (const std::string& name : subject->alternatives) list += (list.empty() ? "" : ",") + name;
  if (!list.empty()) again.push_back("subjectAltName:" + list);
  const auto second = admin::parse_subject(again, "another");
  check(second && *second == *subject, "what was accepted is accepted again");
  return 0;
}

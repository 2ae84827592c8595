// What the command line takes can be quoted and is read back the same; the beginning of a line
// that is complete has the same words.
#include <cstdint>

#include "model/admin/command_line.hpp"
#include "model/admin/limits.hpp"
#include "model/base/check.hpp"

using namespace curia;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const auto words = admin::parse_command_line(line);
  if (!words) return 0;
  check(words->size() <= limits::command_line_words, "the limit holds");
  std::string again;
  for (const std::string& word : *words) again += admin::quoted(word) + " ";
  if (again.size() > limits::command_line_bytes) return 0;
  const auto second = admin::parse_command_line(again);
  check(second && *second == *words, "what is quoted is read back");
  const auto start = admin::parse_line_start(again);
  check(start && start->words == *words && start->begun.empty(), "and is complete");
  return 0;
}

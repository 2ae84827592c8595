// DayFile: a working day of an organisation as a text file
// (fixtures/people/*.day), for people:
//
//   day      "a small office"
//   seed     7
//   people   24
//   meetings 6               # or: together, one meeting of all
//   length   1h
//   crashes  2               # the server is killed or loses its power so often
//   changes  10              # an administrator changes something so often
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/result.hpp"
#include "sim/people/crowd/day_plan.hpp"

namespace curia::scenario {

struct DayFile {
  std::string name;
  std::uint64_t seed = 1;
  crowd::DayOptions options{};
  std::uint32_t crashes = 0;
  std::uint32_t changes = 0;

  bool operator==(const DayFile&) const = default;
};

// Errors: invalid_value, with the line.
Result<DayFile> parse_day(std::string_view text, const std::string& file);

}  // namespace curia::scenario

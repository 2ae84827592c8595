// Record: one call detail record (platform-facts 4.3), without the numbers that belong to whoever
// receives it.
//
// 1. Elements stand in the order in which they are sent; what is not known is not there.
// 2. decode(encode(r)) == r for every record.
//
//   Record ended{RecordType::call_leg_end, leg, wall, {{"reason", "remoteTeardown"}}};
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/guid.hpp"
#include "model/base/time.hpp"

namespace curia::cdr {

enum class RecordType : std::uint8_t {
  call_start,
  call_end,
  call_leg_start,
  call_leg_update,
  call_leg_end,
  recording_start,
  recording_end,
  streaming_start,
  streaming_end,
};
inline constexpr std::size_t record_type_count = 9;
std::string_view name_of(RecordType type);  // "callLegStart"
std::optional<RecordType> record_type_of(std::string_view name);
std::string_view subject_of(RecordType type);  // "callLeg"

struct Element {
  std::string name;
  std::string text{};
  std::vector<Element> children{};
  std::vector<std::pair<std::string, std::string>> attributes{};
  bool operator==(const Element&) const = default;
};

struct Record {
  RecordType type = RecordType::call_start;
  Guid id;  // of the call, leg, recording or stream
  WallTime time{};
  std::vector<Element> elements{};

  // The text of the first element of that name; null when there is none.
  const std::string* find(std::string_view name) const;
  bool operator==(const Record&) const = default;
};

std::string encode(const Record& record);
// Errors: corrupt.
Result<Record> decode(std::string_view bytes);

}  // namespace curia::cdr

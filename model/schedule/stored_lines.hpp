// Lines of stored texts: of meetings (stored_meeting.hpp), of notices and of queued mails.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/base/guid.hpp"
#include "model/base/text.hpp"
#include "model/schedule/meeting.hpp"

namespace curia::schedule {

// Cuts what comes before `mark`, and the mark, off the front of `text`.
inline std::string_view take_until(std::string_view& text, char mark) {
  const std::size_t at = text.find(mark);
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return taken;
}

// NAME, a tab, VALUE and the end of the line.
inline void append_line(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += '\t';
  out += value;
  out += '\n';
}

// False, and `guid` as it was, when `text` is none.
inline bool read_guid(std::string_view text, Guid& guid) {
  const auto parsed = parse_guid(text);
  if (parsed) guid = *parsed;
  return parsed.has_value();
}

// Start, end, "day" or "time", and the zone.
inline std::string written(const MeetingTime& time) {
  return std::to_string(count_of(time.start)) + '\t' + std::to_string(count_of(time.end)) +
         (time.all_day ? "\tday\t" : "\ttime\t") + time.zone;
}

// Nothing when the line is damaged.
inline std::optional<MeetingTime> read_time(std::string_view line) {
  const auto start = parse_decimal(take_until(line, '\t'));
  const auto end = parse_decimal(take_until(line, '\t'));
  const std::string_view kind = take_until(line, '\t');
  if (!start || !end || line.empty()) return std::nullopt;
  return MeetingTime{local_at(*start), local_at(*end), kind == "day", std::string(line)};
}

}  // namespace curia::schedule

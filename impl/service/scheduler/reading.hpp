// From JSON to edits: the parameters of 2.10.6 in all the forms that clients send them.
//
// Members that are null count as missing; unknown ones are passed over, so that what GET shows
// can be sent back. Flags and numbers may stand in quotes.
#pragma once

#include "impl/service/scheduler/problem.hpp"
#include "impl/wire/json.hpp"
#include "model/schedule/meeting_edit.hpp"

namespace curia::scheduler {

// An empty body is an empty object.
Answer<JsonValue> read_body(std::string_view body);

Answer<schedule::MeetingEdit> read_meeting(const JsonValue& json);
// Of one recurrence: what can be said of it, and isCancelled.
Answer<schedule::MeetingEdit> read_recurrence(const JsonValue& json);
Answer<schedule::ParticipantsEdit> read_participants(const JsonValue& json);

// The seconds of timedLogging that are given, by name.
struct LoggingEdit {
  std::optional<std::int64_t> web_bridge, api, email;
};
Answer<LoggingEdit> read_logging(const JsonValue& json);

}  // namespace curia::scheduler

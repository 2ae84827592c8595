// StoredMeeting: a meeting of the Scheduler as the store keeps it, and TemporarySpace, what the
// Scheduler must remember of a coSpace that it is to delete. Neither has a path in /api/v1.
#pragma once

#include "model/base/limits_scheduler.hpp"
#include "model/schema/field.hpp"

namespace curia {

// model/schedule/stored_meeting.hpp says what the fields mean.
struct StoredMeeting : Object {
  static constexpr Kind kind_of = Kind::meeting;

  Guid co_space;
  std::string organizer_email;
  std::string organizer_user_name;
  std::string organizer_display_name;
  std::string summary;
  std::string zone;
  std::string rrule;
  std::string language;
  std::string participants;
  std::string exceptions;
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> end;
  std::optional<std::int64_t> change;  // the sequence number
  Flag all_day = Flag::unset;
  Flag owns_space = Flag::unset;
};

inline constexpr std::int64_t last_local_second = 253402300800;  // of the year 9999, and one more

inline constexpr FieldSpec meeting_fields[] = {
    // Refers to nothing that could clear it: a coSpace that the API deletes leaves its meetings.
    reference<&StoredMeeting::co_space>("coSpace", Kind::none).hidden(),
    text<&StoredMeeting::organizer_email>("organizerEmail").hidden(),
    text<&StoredMeeting::organizer_user_name>("organizerUserName").hidden(),
    text<&StoredMeeting::organizer_display_name>("organizerDisplayName").hidden(),
    text<&StoredMeeting::summary>("summary").hidden(),
    text<&StoredMeeting::zone>("timeZone").hidden(),
    text<&StoredMeeting::rrule>("rrule", limits::recurrence_rule_bytes).hidden(),
    text<&StoredMeeting::language>("language").hidden(),
    text<&StoredMeeting::participants>("participants", limits::meeting_text_bytes).hidden(),
    text<&StoredMeeting::exceptions>("exceptions", limits::meeting_text_bytes).hidden(),
    number<&StoredMeeting::start>("start").range(0, last_local_second).hidden(),
    number<&StoredMeeting::end>("end").range(0, last_local_second).hidden(),
    number<&StoredMeeting::change>("change").hidden(),
    flag<&StoredMeeting::all_day>("isFullDayMeeting").hidden(),
    flag<&StoredMeeting::owns_space>("isSchedulerSpaceOwner").hidden(),
};

// A coSpace that at least one meeting with isSchedulerSpaceOwner is or was held in.
struct TemporarySpace : Object {
  static constexpr Kind kind_of = Kind::temporary_space;

  Guid co_space;
  // When a meeting was last taken away from it, in seconds since 1970.
  std::optional<std::int64_t> released;
};

inline constexpr FieldSpec temporary_space_fields[] = {
    reference<&TemporarySpace::co_space>("coSpace", Kind::co_space).owner().hidden(),
    number<&TemporarySpace::released>("released").range(0, last_local_second).hidden(),
};

}  // namespace curia

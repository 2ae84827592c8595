// Whatever is done to a meeting, everybody's calendar ends as the server has it: expanded as mail
// programs do it, it shows the recurrences that the API lists for that person.
#include <gtest/gtest.h>

#include <algorithm>

#include "impl/wire/icalendar/meeting_calendar.hpp"
#include "model/base/prng.hpp"
#include "model/schedule/meeting_edit.hpp"
#include "model/schedule/stored_notice.hpp"
#include "model/schedule/testing/zones.hpp"
#include "sim/mail/calendar_client.hpp"

namespace curia::sim {
namespace {

using namespace schedule;

std::shared_ptr<const Zone> find_zone(std::string_view name) {
  static const auto utc = std::make_shared<const Zone>(Zone::utc());
  static const auto paris = std::make_shared<const Zone>(
      *Zone::parse("Europe/Paris", schedule::testing::tzif({}, "CET-1CEST,M3.5.0,M10.5.0/3")));
  return name == "Europe/Paris" ? paris : name == "UTC" ? utc : nullptr;
}

Result<std::shared_ptr<const Zone>> zones(std::string_view name) {
  if (auto zone = find_zone(name)) return zone;
  return fail(Errc::not_found, "there is no such zone");
}

const sys_seconds horizon = sys_at(count_of(local_time({2027, 6, 1})));

// Ann and Bob by address, Carl by a user name with an address, Dora by one without.
std::string address_of(const Invitee& invitee) {
  if (!invitee.email.empty()) return invitee.email;
  return invitee.user_name == "carl" ? "carl@example.com" : "";
}

Guid guid_of(std::uint64_t number) {
  std::array<std::uint8_t, 16> bytes{};
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(number >> 8 * i);
  bytes[15] = 1;
  return guid_from_random(bytes);
}

class Life {
 public:
  explicit Life(std::uint64_t seed) : prng_(seed, "life") {
    for (const char* who : {"ann@example.com", "Bob@example.com", "carl@example.com"})
      calendars_.try_emplace(who, find_zone);
  }

  void live(int changes) {
    for (int i = 0; i < changes; ++i) {
      const std::optional<Meeting> before = meeting_;
      change();
      const Meeting* old = before ? &*before : nullptr;
      const Meeting* now = meeting_ ? &*meeting_ : nullptr;
      deliver(notices_of(old, now, address_of), calendars_);
      if (now != nullptr && prng_.chance(1, 10))
        deliver(refresh_notices(*now, {}, address_of), calendars_);
      compare();
      if (::testing::Test::HasFailure()) return;
    }
  }

 private:
  using Calendars = std::map<std::string, CalendarClient>;

  void deliver(const std::vector<Notice>& notices, Calendars& calendars) {
    ++stamp_;
    for (const Notice& notice : notices) {
      Notice stored = *notice_of(text_of(notice));
      stored.to = notice.to;
      ASSERT_EQ(stored, notice);
      const std::string text = join_text(notice.co_space, notice.access_method, notice.language);
      const auto calendar = ical::calendar_of(
          stored,
          {.description = text, .stamp = stamp_, .sender = organizer_address(stored.organizer)},
          find_zone);
      ASSERT_TRUE(calendar) << calendar.error().message;
      const auto ics = ical::to_ics(*calendar, find_zone);
      ASSERT_TRUE(ics) << ics.error().message;
      for (const std::string& address : notice.to) {
        CalendarClient& client = calendars.at(address);
        ASSERT_TRUE(client.take(*ics));
        if (prng_.chance(1, 4)) {
          ASSERT_TRUE(client.take(*ics));  // the same mail twice
        }
      }
    }
  }

  static std::string join_text(const Guid& space, const Guid& method, const std::string& language) {
    return to_string(method ? method : space) + " " + language;
  }
  static std::string organizer_address(const Organizer& organizer) {
    const std::string address = address_of({organizer.email, organizer.user_name, {}});
    return address.empty() ? "server@example.com" : address;
  }

  void compare() {
    for (const auto& [who, calendar] : calendars_) {
      const auto shown = calendar.entries(horizon), listed = entries_of(who);
      EXPECT_EQ(shown.size(), listed.size()) << who << '\n' << calendar.shown();
      EXPECT_TRUE(shown == listed) << who << '\n' << calendar.shown();
    }
  }

  // What the API lists for this person.
  std::vector<CalendarEntry> entries_of(const std::string& who) const {
    std::vector<CalendarEntry> entries;
    if (!meeting_) return entries;
    const auto timetable = Timetable::make(*meeting_, zones).value();
    auto walk = timetable.from(sys_seconds::min());
    while (const auto next = walk.next()) {
      if (next->start >= horizon) break;
      const Exception* own = find_exception(*meeting_, next->id);
      const bool has_people = own != nullptr && own->participants;
      const auto& people = has_people ? *own->participants : meeting_->participants;
      const auto invitee = std::ranges::find(people, who, address_of);
      if (invitee == people.end()) continue;
      const MeetingTime& time = own != nullptr && own->time ? *own->time : meeting_->time;
      const bool has_title = own != nullptr && own->summary;
      entries.push_back(
          {.start = next->start,
           .end = next->end,
           .is_whole_day = time.all_day,
           .summary = has_title ? *own->summary : meeting_->summary,
           .organizer = {organizer_address(meeting_->organizer), meeting_->organizer.display_name},
           .text = join_text(meeting_->co_space, invitee->access_method, meeting_->language)});
      if (!time.all_day) continue;
      const auto zone = find_zone(time.zone);
      entries.back().start = sys_at(count_of(zone->to_local(next->start)));
      entries.back().end = sys_at(count_of(zone->to_local(next->end)));
    }
    sort(entries);
    return entries;
  }

  void change() {
    if (!meeting_ || prng_.chance(1, 15)) {
      if (meeting_ && prng_.chance(1, 2)) return meeting_.reset();
      if (!meeting_) return make();
    }
    if (prng_.chance(1, 2)) {
      ++meeting_->sequence;
      return change_recurrence();
    }
    MeetingEdit edit;
    change_whole(edit);
    const std::optional<Meeting> before = meeting_;
    if (apply(edit, zones, *meeting_)) return;
    EXPECT_EQ(meeting_, before);  // its rule would make no recurrence
  }

  void change_whole(MeetingEdit& edit) {
    switch (prng_.below(9)) {
      case 0:
        edit.summary = "S" + std::to_string(prng_.below(5));
        return;
      case 1:
        return set_time(edit);
      case 2:
        edit.participants = people();
        return;
      case 3:
        edit.organizer_email = prng_.chance(1, 2) ? "org@example.com" : "";
        edit.organizer_user_name = prng_.chance(1, 2) ? "carl" : "dora";
        return;
      case 4:
        edit.organizer_display_name = prng_.chance(1, 2) ? "Org" : "";
        return;
      case 5:
        edit.co_space = guid_of(200 + prng_.below(2));
        return;
      case 6:
        edit.language = prng_.chance(1, 2) ? "de_DE" : "";
        return;
      case 7:
        edit.rrule = any_rule();
        return;
      default:
        edit.zone = any_zone();
    }
  }

  void make() {
    MeetingEdit edit;
    edit.organizer_email = "org@example.com";
    edit.summary = "S";
    edit.participants = people();
    edit.rrule = "";
    set_time(edit);
    meeting_.emplace();
    meeting_->id = guid_of(++meetings_);
    meeting_->co_space = guid_of(200);
    ASSERT_TRUE(create(edit, zones, *meeting_));
  }

  std::string any_zone() { return prng_.chance(1, 2) ? "Europe/Paris" : "UTC"; }

  // Most of them make the start; some do only when it is a Tuesday.
  std::string any_rule() {
    constexpr const char* rules[] = {"",
                                     "FREQ=DAILY;COUNT=40",
                                     "FREQ=WEEKLY",
                                     "FREQ=DAILY;UNTIL=20260501T100000",
                                     "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=5",
                                     "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270101"};
    return rules[prng_.below(std::size(rules))];
  }

  // In the night in which the clocks of Paris change, too.
  void set_time(MeetingEdit& edit) {
    const bool is_whole_day = prng_.chance(1, 4);
    edit.all_day = is_whole_day;
    edit.zone = any_zone();
    if (prng_.chance(1, 2)) edit.rrule = any_rule();
    const bool is_short_night = prng_.chance(1, 5);
    const int day = is_short_night ? 29 : static_cast<int>(1 + prng_.below(28));
    const int hour = is_short_night ? 2 : static_cast<int>(prng_.below(24));
    edit.start = local_time({2026, 3, day}, is_whole_day ? 0 : hour);
    if (!is_whole_day) edit.end = *edit.start + seconds((1 + prng_.below(3)) * 1800);
  }

  std::vector<Invitee> people() {
    std::vector<Invitee> people;
    for (const Invitee& one :
         {Invitee{"ann@example.com", "", {}}, Invitee{"Bob@example.com", "", {}},
          Invitee{"", "carl", {}}, Invitee{"", "dora", {}}}) {
      if (prng_.chance(1, 3)) continue;
      people.push_back(one);
      if (prng_.chance(1, 3)) people.back().access_method = guid_of(100 + prng_.below(2));
    }
    return people;
  }

  // One of the first recurrences.
  std::optional<sys_seconds> any_recurrence() {
    const auto series = Timetable::make(meeting_->time, meeting_->rrule, {}, zones).value();
    auto walk = series.from(sys_seconds::min());
    std::optional<sys_seconds> id;
    for (auto left = 1 + prng_.below(4); left > 0; --left)
      if (const auto next = walk.next()) id = next->id;
    return id;
  }

  void change_recurrence() {
    const auto id = any_recurrence();
    if (!id) return;
    std::vector<Exception>& all = meeting_->exceptions;
    auto at = std::ranges::lower_bound(all, *id, {}, &Exception::id);
    if (at == all.end() || at->id != *id) at = all.insert(at, Exception{.id = *id});
    if (meeting_->rrule.empty()) {
      at->cancelled = !at->cancelled;
      return;
    }
    switch (prng_.below(6)) {
      case 0:
        all.erase(at);
        return;
      case 1:
        at->cancelled = !at->cancelled;
        return;
      case 2:
        at->participants = people();
        return;
      case 3:
        at->summary = "R" + std::to_string(prng_.below(3));
        return;
      default:
        at->time = meeting_->time;
        at->time->start = find_zone(meeting_->time.zone)->to_local(*id);
        if (!at->time->all_day) at->time->start += seconds(prng_.below(5) * 1800);
        at->time->end = at->time->start + (meeting_->time.end - meeting_->time.start);
        return;
    }
  }

  Prng prng_;
  std::uint64_t meetings_ = 0;
  std::int64_t stamp_ = 0;
  std::optional<Meeting> meeting_;
  Calendars calendars_;
};

TEST(CalendarProperty, EveryCalendarEndsAsTheServerHasIt) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Life(seed).live(40);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace curia::sim

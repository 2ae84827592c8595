// Whatever is done to a meeting, everybody's calendar ends as the server has it: the mails that
// follow from each change lead to the same state as one who is invited today would get.
#include <gtest/gtest.h>

#include <algorithm>

#include "impl/wire/icalendar/meeting_calendar.hpp"
#include "model/base/prng.hpp"
#include "model/schedule/occurrences.hpp"
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
      const std::string text = notice.access_method ? to_string(notice.access_method) : "space";
      const auto calendar =
          ical::calendar_of(stored, {text, "", stamp_, "x@example.com"}, find_zone);
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

  void compare() {
    Calendars fresh;
    for (const auto& [who, calendar] : calendars_) fresh.try_emplace(who, find_zone);
    const auto stamp = stamp_;
    if (meeting_) deliver(notices_of(nullptr, &*meeting_, address_of), fresh);
    stamp_ = stamp;
    for (const auto& [who, calendar] : calendars_)
      EXPECT_EQ(calendar.shown(), fresh.at(who).shown()) << who;
  }

  void change() {
    if (!meeting_ || prng_.chance(1, 15)) {
      if (meeting_ && prng_.chance(1, 2)) return meeting_.reset();
      if (!meeting_) make();
    }
    ++meeting_->sequence;
    switch (prng_.below(8)) {
      case 0:
        meeting_->summary = "S" + std::to_string(prng_.below(5));
        return;
      case 1:
        set_time();
        return;
      case 2:
        meeting_->participants = people();
        return;
      case 3:
        meeting_->organizer.email = prng_.chance(1, 2) ? "org@example.com" : "boss@example.com";
        return;
      default:
        return change_recurrence();
    }
  }

  void make() {
    meeting_.emplace();
    meeting_->id = guid_of(++meetings_);
    meeting_->organizer.email = "org@example.com";
    meeting_->summary = "S";
    meeting_->participants = people();
    set_time();
  }

  void set_time() {
    MeetingTime& time = meeting_->time;
    time.all_day = prng_.chance(1, 4);
    time.zone = prng_.chance(1, 2) ? "Europe/Paris" : "UTC";
    const int hour = time.all_day ? 0 : static_cast<int>(prng_.below(24));
    time.start = local_time({2026, 3, static_cast<int>(1 + prng_.below(28))}, hour);
    time.end = time.start + seconds(time.all_day ? day_seconds : 3600);
    constexpr const char* rules[] = {"", "FREQ=DAILY;COUNT=40", "FREQ=WEEKLY",
                                     "FREQ=DAILY;UNTIL=20260501T100000",
                                     "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270101"};
    meeting_->rrule = rules[prng_.below(5)];
    meeting_->exceptions.clear();
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
    SeriesSpec spec{.start = meeting_->time.start, .all_day = meeting_->time.all_day};
    if (!meeting_->rrule.empty()) spec.rule = *parse_rule(meeting_->rrule);
    const auto series = *Series::make(std::move(spec), find_zone(meeting_->time.zone));
    Occurrences occurrences(series);
    std::optional<sys_seconds> id;
    for (auto left = 1 + prng_.below(4); left > 0; --left)
      if (const auto next = occurrences.next()) id = next->id;
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

#include "sim/people/crowd/day_plan.hpp"

#include <algorithm>

#include "sim/people/crowd/spread.hpp"

namespace curia::crowd {
namespace {

constexpr std::uint32_t team = 8;    // people who share a coSpace
constexpr Duration slot = 15min;     // meetings begin and end at these
constexpr int tries_per_guest = 40;  // to find somebody who is free

constexpr Spread size{{2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 40}};
constexpr Spread arrival_s{
    {-240, -150, -110, -85, -65, -48, -35, -24, -14, -5, 5, 16, 30, 45, 64, 90, 150}};
constexpr Spread lateness_s{
    {120, 150, 180, 200, 225, 250, 280, 300, 330, 360, 400, 440, 490, 540, 620, 720, 1200}};
constexpr Spread departure_s{{-90, -45, -25, -15, -8, -4, 0, 2, 4, 6, 8, 11, 15, 20, 30, 50, 180}};
constexpr Spread gap_s{{2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 21, 26, 34, 45, 65, 180}};
constexpr Spread shares_s{
    {30, 60, 90, 120, 150, 180, 220, 260, 300, 350, 400, 460, 540, 640, 780, 1000, 1800}};

Duration seconds_of(const Spread& spread, Prng& prng) {
  return std::chrono::seconds(spread.draw(prng));
}

class Planner {
 public:
  Planner(const DayOptions& options, Prng prng)
      : options_(options), prng_(std::move(prng)), busy_until_(options.people) {}

  DayPlan go() {
    DayPlan plan;
    plan.spaces = options_.is_one_meeting ? 1 : std::max(1u, options_.people / team);
    plan.meetings = frames(plan.spaces);
    for (PlannedMeeting& meeting : plan.meetings) fill(meeting);
    return plan;
  }

 private:
  // When and where, without people; in the order of their beginnings.
  std::vector<PlannedMeeting> frames(std::uint32_t spaces) {
    std::vector<PlannedMeeting> meetings;
    const auto slots = std::max<std::int64_t>(1, options_.length / slot);
    std::vector<Duration> free_at(spaces);
    std::vector<std::int64_t> starts;
    for (std::uint32_t i = 0; i < options_.meetings; ++i) starts.push_back(start_slot(slots));
    std::ranges::sort(starts);
    for (const std::int64_t start : starts) {
      PlannedMeeting meeting;
      meeting.begins = start * slot;
      meeting.ends = std::min(meeting.begins + length(), options_.length);
      meeting.space = space_for(meeting, free_at);
      meeting.manner = prng_.chance(1, 4) ? Manner::presentation : Manner::discussion;
      free_at[meeting.space] = meeting.ends;
      meetings.push_back(std::move(meeting));
    }
    return meetings;
  }

  // Mostly on the hour or half hour.
  std::int64_t start_slot(std::int64_t slots) {
    const auto at = static_cast<std::int64_t>(prng_.below(static_cast<std::uint64_t>(slots)));
    if (options_.is_one_meeting) return 0;
    return prng_.chance(1, 8) ? at : at / 2 * 2;
  }

  Duration length() {
    if (options_.is_one_meeting) return options_.length;
    const auto dice = prng_.below(20);
    return dice < 2 ? 15min : dice < 10 ? 30min : dice < 12 ? 45min : dice < 18 ? 60min : 90min;
  }

  // A team that is not meeting already, where there is one.
  std::uint32_t space_for(const PlannedMeeting& meeting, const std::vector<Duration>& free_at) {
    const auto count = static_cast<std::uint32_t>(free_at.size());
    const auto first = static_cast<std::uint32_t>(prng_.below(count));
    for (std::uint32_t i = 0; i < count; ++i)
      if (free_at[(first + i) % count] <= meeting.begins) return (first + i) % count;
    return first;
  }

  void fill(PlannedMeeting& meeting) {
    const auto wanted =
        options_.is_one_meeting ? options_.people : static_cast<std::uint32_t>(size.draw(prng_));
    for (std::uint32_t i = 0; i < std::min(wanted, options_.people); ++i) {
      const auto person = options_.is_one_meeting ? i : somebody_free(meeting, i < 4);
      if (!person) break;
      busy_until_[*person] = meeting.ends;
      const Part part = i == 0 ? Part::host : prng_.chance(1, 8) ? Part::guest : Part::colleague;
      meeting.people.push_back(attendance(meeting, *person, part));
    }
    if (meeting.manner == Manner::presentation && !meeting.people.empty())
      present(meeting, meeting.people.front());
    else if (!meeting.people.empty() && prng_.chance(1, 3))
      show_something(meeting.people[prng_.below(meeting.people.size())]);
  }

  // Of the team whose coSpace it is, or anybody.
  std::optional<PersonNumber> somebody_free(const PlannedMeeting& meeting, bool of_team) {
    for (int i = 0; i < tries_per_guest; ++i) {
      auto person = static_cast<PersonNumber>(prng_.below(options_.people));
      if (of_team && i < tries_per_guest / 2)
        person = std::min(meeting.space * team + person % team, options_.people - 1);
      if (busy_until_[person] <= meeting.begins) return person;
    }
    return std::nullopt;
  }

  Attendance attendance(const PlannedMeeting& meeting, PersonNumber person, Part part) {
    Attendance one{.person = person, .part = part};
    // One in twenty is late, and says so himself.
    const bool is_late = prng_.chance(1, 20);
    const Duration after = seconds_of(is_late ? lateness_s : arrival_s, prng_);
    one.comes = std::max<Duration>(meeting.begins + after, 0s);
    one.goes = meeting.ends + seconds_of(departure_s, prng_);
    if (prng_.chance(1, 16)) one.goes -= (one.goes - one.comes) / 3;  // has to go
    one.comes = std::min(one.comes, meeting.ends - 30s);
    one.goes = std::max(one.goes, one.comes + 10s);
    // Fractions of a second of his own, so that not all do things at once.
    one.comes += Duration(prng_.below(1'000'000'000));
    one.goes += Duration(prng_.below(1'000'000'000));
    if (prng_.chance(1, 25)) one.gap = inside(one, seconds_of(gap_s, prng_));
    return one;
  }

  // Some time while he is there; nothing when he is not there so long.
  std::optional<Gap> inside(const Attendance& one, Duration length) {
    const Duration room = one.goes - one.comes - length - 2s;
    if (room <= Duration{}) return std::nullopt;
    const Duration from =
        one.comes + 1s + Duration(prng_.below(static_cast<std::uint64_t>(room.count())));
    return Gap{from, from + length};
  }

  void show_something(Attendance& one) { one.shares = inside(one, seconds_of(shares_s, prng_)); }

  static void present(const PlannedMeeting& meeting, Attendance& host) {
    const Duration from = std::max(meeting.begins, host.comes) + 20s;
    const Duration to = std::min(meeting.ends, host.goes) - 20s;
    if (from < to) host.shares = Gap{from, to};
  }

  DayOptions options_;
  Prng prng_;
  std::vector<Duration> busy_until_;  // by person
};

}  // namespace

DayPlan plan_day(const DayOptions& options, Prng prng) {
  return Planner(options, std::move(prng)).go();
}

}  // namespace curia::crowd

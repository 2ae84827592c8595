#include "sim/people/crowd/crowd.hpp"

#include <algorithm>
#include <utility>

namespace curia::crowd {
namespace {

constexpr Duration soonest_return = 4s;  // of people whose call was cut off
constexpr Duration latest_return = 40s;

}  // namespace

std::string uri_of(std::uint32_t space, Part part) {
  const std::string name = "team" + std::to_string(space);
  return part == Part::host ? name + ".host" : part == Part::guest ? name + ".guest" : name;
}

// One person in one meeting.
class Crowd::Attendee final : public Guest {
 public:
  Attendee(Crowd& crowd, const Attendance& plan, std::size_t meeting)
      : crowd_(crowd), plan_(plan), meeting_(meeting) {}

  void is_shown(bool inside, bool is_waiting) override {
    if (is_waiting && !std::exchange(has_waited, true)) ++crowd_.tally_.waited;
    if (inside == is_inside) return;
    is_inside = inside;
    if (inside)
      crowd_.let_in(*this);
    else
      crowd_.leave_room(*this);
  }
  void is_gone() override { crowd_.end_of(*this); }

  const Attendance& plan() const { return plan_; }
  std::size_t meeting() const { return meeting_; }

  Guid leg{};
  bool is_inside = false;
  bool has_waited = false;

 private:
  Crowd& crowd_;
  const Attendance& plan_;
  std::size_t meeting_;
};

Crowd::Crowd(sim::World& world, Doors& doors, const DayOptions& options, std::uint64_t seed)
    : world_(world),
      doors_(doors),
      plan_(plan_day(options, Prng(seed, "people.day"))),
      prng_(seed, "people.chance") {
  for (std::size_t i = 0; i < plan_.meetings.size(); ++i) {
    rooms_.push_back(std::make_unique<Room>(
        Conversation(Prng(seed, "people.talk." + std::to_string(i)), plan_.meetings[i].manner)));
    for (const Attendance& one : plan_.meetings[i].people)
      attendees_.push_back(std::make_unique<Attendee>(*this, one, i));
  }
}

Crowd::~Crowd() = default;

void Crowd::at(Duration time, Attendee& who, void (Crowd::*what)(Attendee&)) {
  world_.at(begun_ + time, [this, alive = std::weak_ptr(alive_), &who, what] {
    if (!alive.expired()) (this->*what)(who);
  });
}

void Crowd::begin() {
  begun_ = world_.now();
  for (const auto& who : attendees_) {
    const Attendance& plan = who->plan();
    at(plan.comes, *who, &Crowd::come);
    at(plan.goes, *who, &Crowd::go);
    if (plan.gap) at(plan.gap->from, *who, &Crowd::lose);
    if (plan.gap) at(plan.gap->to, *who, &Crowd::find);
    if (plan.shares) at(plan.shares->from, *who, &Crowd::share);
    if (plan.shares) at(plan.shares->to, *who, &Crowd::stop_sharing);
  }
}

void Crowd::record(std::string_view what, const Attendee& who) {
  world_.trace().record(
      world_.now(), "people", what,
      {{"person", std::uint64_t{who.plan().person}}, {"meeting", std::uint64_t{who.meeting()}}});
}

void Crowd::come(Attendee& who) {
  if (who.leg || world_.now() - begun_ >= who.plan().goes) return;
  if (!doors_.is_open()) return come_again(who);
  const std::string number = std::to_string(who.plan().person);
  const auto& meeting = plan_.meetings[who.meeting()];
  const auto arrived = doors_.arrive({.uri = uri_of(meeting.space, who.plan().part),
                                      .remote_party = "p" + number + "@example.com",
                                      .name = "Person " + number},
                                     who);
  record(arrived ? "joins" : "refused", who);
  if (!arrived) {
    ++tally_.refused;
    return come_again(who);
  }
  who.leg = *arrived;
  ++tally_.joins;
  tally_.most = std::max(tally_.most, ++tally_.here);
}

void Crowd::come_again(Attendee& who) {
  const Duration after = Duration(prng_.between(soonest_return.count(), latest_return.count()));
  const Duration when = world_.now() - begun_ + after;
  if (when < who.plan().goes) at(when, who, &Crowd::come);
}

void Crowd::go(Attendee& who) {
  if (!who.leg) return;
  record("leaves", who);
  doors_.leave(who.leg);
}

// The connection is lost without a word, and he dials again when it is back.
void Crowd::lose(Attendee& who) {
  if (!who.leg) return;
  ++tally_.gaps;
  record("drops", who);
  doors_.leave(who.leg);
}

void Crowd::find(Attendee& who) { come(who); }

void Crowd::share(Attendee& who) {
  if (who.leg && doors_.share(who.leg, true)) ++tally_.shared;
}

void Crowd::stop_sharing(Attendee& who) {
  if (who.leg) doors_.share(who.leg, false);
}

void Crowd::let_in(Attendee& who) {
  Room& room = *rooms_[who.meeting()];
  room.inside[who.plan().person] = &who;
  room.talk.join(world_.now(), who.plan().person);
  talk(who.meeting());
}

void Crowd::leave_room(Attendee& who) {
  Room& room = *rooms_[who.meeting()];
  room.inside.erase(who.plan().person);
  room.talk.leave(who.plan().person);
  talk(who.meeting());
}

void Crowd::end_of(Attendee& who) {
  if (std::exchange(who.is_inside, false)) leave_room(who);
  who.leg = {};
  --tally_.here;
  const Duration now = world_.now() - begun_;
  const auto& gap = who.plan().gap;
  const bool meant_it = now >= who.plan().goes || (gap && now >= gap->from && now < gap->to);
  if (meant_it) return;
  ++tally_.cut_off;
  record("is cut off", who);
  come_again(who);
}

void Crowd::server_gone() {
  for (const auto& who : attendees_)
    if (who->leg) end_of(*who);
}

// Lets the conversation go on, and comes again when it has something to say.
void Crowd::talk(std::size_t meeting) {
  Room& room = *rooms_[meeting];
  room.talk.advance(world_.now());
  const std::uint64_t turns = room.talk.tally().turns;
  tally_.turns += turns - std::exchange(room.turns_told, turns);
  if (room.talk.due() == room.due) return;
  world_.cancel(room.timer);
  room.due = room.talk.due();
  room.timer = world_.at(room.due, [this, alive = std::weak_ptr(alive_), meeting] {
    if (alive.expired()) return;
    rooms_[meeting]->due = never;
    talk(meeting);
  });
}

}  // namespace curia::crowd

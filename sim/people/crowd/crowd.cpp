#include "sim/people/crowd/crowd.hpp"

#include <algorithm>
#include <utility>

#include "model/call/actions.hpp"

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
class Crowd::Attendee final : public call::Endpoint {
 public:
  Attendee(Crowd& crowd, const Attendance& plan, std::size_t meeting)
      : crowd_(crowd), plan_(plan), meeting_(meeting) {}

  void show(const Guid&, const call::LegStatus& status) override {
    if (is_lost) return;
    if (status.is_waiting && !std::exchange(has_waited, true)) ++crowd_.tally_.waited;
    const bool inside = !status.is_waiting && status.stage == CallLegStage::call &&
                        status.state == CallLegState::connected;
    if (inside == is_inside) return;
    is_inside = inside;
    if (inside)
      crowd_.let_in(*this);
    else
      crowd_.leave_room(*this);
  }
  void hang_up(const Guid& gone, std::string_view) override {
    if (gone == leg) crowd_.end_of(*this);
  }
  bool wants_pictures() const override { return true; }
  void show_picture(const Guid&, const call::Picture&) override { crowd_.see(); }

  const Attendance& plan() const { return plan_; }
  std::size_t meeting() const { return meeting_; }

  Guid leg{};
  bool is_inside = false;
  bool has_waited = false;
  bool is_lost = false;  // the connection is

 private:
  Crowd& crowd_;
  const Attendance& plan_;
  std::size_t meeting_;
};

Crowd::Crowd(sim::World& world, const DayOptions& options, std::uint64_t seed)
    : world_(world),
      plan_(plan_day(options, Prng(seed, "people.day"))),
      prng_(seed, "people.chance") {
  for (std::size_t i = 0; i < plan_.meetings.size(); ++i) {
    rooms_.push_back(std::make_unique<Room>(
        Conversation(Prng(seed, "people.talk." + std::to_string(i)), plan_.meetings[i].manner)));
    for (const Attendance& one : plan_.meetings[i].people)
      attendees_.push_back(std::make_unique<Attendee>(*this, one, i));
  }
}

Crowd::~Crowd() { attach(nullptr); }

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
  if (board_ == nullptr) return come_again(who);
  const std::string number = std::to_string(who.plan().person);
  const auto& meeting = plan_.meetings[who.meeting()];
  const auto arrived = board_->arrive({.uri = uri_of(meeting.space, who.plan().part),
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
  board_->report(who.leg, call::Report::leaves);
}

// The connection is lost without a word.
void Crowd::lose(Attendee& who) {
  if (!who.leg) return;
  ++tally_.gaps;
  record("drops", who);
  if (std::exchange(who.is_inside, false)) leave_room(who);
  who.is_lost = true;
  board_->report(who.leg, call::Report::lost);
}

// When it is back his place has been kept for him, or he dials again.
void Crowd::find(Attendee& who) {
  if (!who.leg) return come(who);
  if (!std::exchange(who.is_lost, false)) return;
  record("comes back", who);
  board_->report(who.leg, call::Report::found);
}

void Crowd::share(Attendee& who) {
  const auto share = [](Change& change, const CallLeg& leg) {
    return call::share(change, leg, true);
  };
  if (who.leg && board_->act(who.leg, share)) ++tally_.shared;
}

void Crowd::stop_sharing(Attendee& who) {
  if (!who.leg) return;
  board_->act(who.leg,
              [](Change& change, const CallLeg& leg) { return call::share(change, leg, false); });
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
  if (board_ != nullptr) board_->level(who.leg, silence);
  room.talk.leave(who.plan().person);
  talk(who.meeting());
}

void Crowd::end_of(Attendee& who) {
  if (std::exchange(who.is_inside, false)) leave_room(who);
  who.leg = {};
  who.is_lost = false;
  --tally_.here;
  const Duration now = world_.now() - begun_;
  const auto& gap = who.plan().gap;
  const bool meant_it = now >= who.plan().goes || (gap && now >= gap->from && now < gap->to);
  if (meant_it) return;
  ++tally_.cut_off;
  record("is cut off", who);
  come_again(who);
}

void Crowd::attach(calls::Switchboard* board) {
  for (const auto& who : attendees_) {
    if (!who->leg || board == board_) continue;
    board_->detach(*who);
    end_of(*who);
  }
  board_ = board;
}

// Lets the conversation go on, and comes again when it has something to say.
void Crowd::talk(std::size_t meeting) {
  Room& room = *rooms_[meeting];
  for (const Sound& sound : room.talk.advance(world_.now()))
    if (const auto who = room.inside.find(sound.person);
        who != room.inside.end() && board_ != nullptr)
      board_->level(who->second->leg, sound.level);
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

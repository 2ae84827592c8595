// Crowd: the people of an organisation through one day: they come to their meetings, wait in the
// lobby, talk in turns, show something, lose their connection, come back, and go.
//
// 1. What each does and when is planned before (day_plan.hpp); only what the server makes of it
//    counts: whoever waits in the lobby says nothing.
// 2. Each is an endpoint at the switchboard, who is heard and looks at his picture.
// 3. A server that goes down takes all legs along; people come again when it is up, as people do.
//
//   Crowd crowd(world, {.people = 100, .meetings = 40}, 7);
//   crowd.attach(&switchboard);      // and null before the server goes
//   crowd.begin();                   // the coSpaces of the plan are there
//   world.run_for(8h);
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "impl/service/calls/switchboard.hpp"
#include "sim/people/crowd/day_plan.hpp"
#include "sim/world/world.hpp"

namespace curia::crowd {

struct CrowdTally {
  std::uint64_t joins = 0;
  std::uint64_t refused = 0;   // attempts that the server did not take
  std::uint64_t waited = 0;    // joins that led into the lobby
  std::uint64_t gaps = 0;      // connections lost and found again
  std::uint64_t cut_off = 0;   // legs that ended before their people wanted to go
  std::uint64_t shared = 0;    // presentations begun
  std::uint64_t turns = 0;     // of talk
  std::uint64_t pictures = 0;  // that somebody was shown
  std::uint64_t most = 0;      // legs at one time
  std::uint64_t here = 0;      // legs now
};

class Crowd {
 public:
  Crowd(sim::World& world, const DayOptions& options, std::uint64_t seed);
  ~Crowd();
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  void begin();
  // Null: there is no server any more, and nobody is in a call.
  void attach(calls::Switchboard* board);
  const CrowdTally& tally() const { return tally_; }
  const DayPlan& plan() const { return plan_; }

 private:
  class Attendee;
  struct Room {
    explicit Room(Conversation begun) : talk(std::move(begun)) {}
    Conversation talk;
    std::map<PersonNumber, Attendee*> inside;
    Instant due = never;  // of the timer
    TimerId timer{};
    std::uint64_t turns_told = 0;
  };

  void at(Duration time, Attendee& who, void (Crowd::*what)(Attendee&));
  void come(Attendee& who);
  void come_again(Attendee& who);
  void go(Attendee& who);
  void lose(Attendee& who);
  void find(Attendee& who);
  void share(Attendee& who);
  void stop_sharing(Attendee& who);
  void let_in(Attendee& who);
  void leave_room(Attendee& who);
  void end_of(Attendee& who);
  void talk(std::size_t meeting);
  void see() { ++tally_.pictures; }
  void record(std::string_view what, const Attendee& who);

  sim::World& world_;
  calls::Switchboard* board_ = nullptr;
  DayPlan plan_;
  Prng prng_;
  Instant begun_{};
  std::vector<std::unique_ptr<Attendee>> attendees_;
  std::vector<std::unique_ptr<Room>> rooms_;  // by meeting
  CrowdTally tally_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();  // timers do nothing after it
};

// The names by which the coSpace of a team is reached.
std::string uri_of(std::uint32_t space, Part part);

}  // namespace curia::crowd

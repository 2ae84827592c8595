// Speakers: who is the active speaker of each call, from the levels that its legs report.
//
// 1. Time is counted in ticks of 20 ms, the same for all calls. One timer fires at a tick, and only
//    while somebody may become the active speaker of some call: while all are silent, or the active
//    speaker alone is heard, there is none, and what was passed over is made up for with the next
//    sound.
// 2. A leg that nobody hears - it is muted, waits in the lobby, or is not in the call - is silent.
// 3. Who becomes the active speaker gets the number of his turn (CallLeg::spoke), and the call
//    names him (Call::active_speaker). Whoever leaves the meeting, be it for the lobby, has no turn
//    any more.
#pragma once

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "impl/service/calls/calls.hpp"
#include "model/layout/speaker.hpp"
#include "model/objects/call_leg.hpp"

namespace curia::calls {

class Speakers {
 public:
  // All outlive it.
  Speakers(const Env& env, const Registry& registry, Calls& calls);
  ~Speakers();

  // Until another level is told.
  void level(const CallLeg& leg, std::uint8_t level);
  // Whether others hear the leg now.
  void set_heard(const CallLeg& leg, bool is_heard);
  // The leg has left the call that it was heard in last, or waits in its lobby now.
  void leave(const Guid& leg);
  bool waits_for(const Guid& call) const { return awake_.contains(call); }
  bool has_timer() const { return is_ticking_; }
  void stop();

 private:
  struct Voice {
    layout::PersonId person{};
    std::uint8_t level = 127;
    bool is_heard = false;
  };
  struct Room {
    layout::SpeakerDetector detector{};
    std::map<Guid, Voice> voices{};  // by leg
    std::map<layout::PersonId, int> legs_of{};
    std::vector<layout::Level> sounds{};  // of those who are heard, and what legs they have
    std::vector<Guid> sounding{};
    Instant heard{};  // the last tick
  };

  // When it was moved since it was heard last.
  void leave_another_call(const CallLeg& leg);
  Voice& voice_of(const CallLeg& leg);
  // What the leg is heard saying from the next tick on.
  void set_sound(const Guid& call, const Guid& leg, const Voice& voice);
  void make_sound(Room& room, const Guid& leg, layout::Level sound);
  // Hears the ticks up to now.
  void catch_up(const Guid& call, Room& room);
  // A timer waits as long as a call is awake, and no longer.
  void rest_or_tick();
  void tick();
  void forget_turn(const Guid& leg);
  void announce(const Guid& call, const Room& room);

  Env env_;
  const Registry& registry_;
  Calls& calls_;
  std::unordered_map<Guid, Room> rooms_;    // by call
  std::unordered_map<Guid, Guid> call_of_;  // by leg
  std::set<Guid> awake_;  // calls whose active speaker may change at the next tick
  bool is_ticking_ = false;
  bool is_stopped_ = false;
  TimerId timer_{};
};

}  // namespace curia::calls

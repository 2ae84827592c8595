// Speakers: who is the active speaker of each call, from the levels that its legs report.
//
// 1. One timer for all calls, which fires every 20 ms while somebody makes a sound or has just
//    stopped; none while all are silent.
// 2. A leg that nobody hears - it is muted, waits in the lobby, or is not in the call - is silent.
// 3. Who becomes the active speaker gets the number of his turn (CallLeg::spoke), and the call
//    names him (Call::active_speaker).
#pragma once

#include <map>
#include <set>

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
  // The leg has left this call.
  void leave(const Guid& call, const Guid& leg);
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
    int quiet_ticks = 0;             // since anybody was heard
  };

  Voice& voice_of(const CallLeg& leg);
  void wake(const Guid& call);
  void tick_later();
  void tick();
  bool hear(Room& room);  // true: the active speaker is another
  void announce(const Guid& call, const Room& room);

  Env env_;
  const Registry& registry_;
  Calls& calls_;
  std::map<Guid, Room> rooms_;    // by call
  std::map<Guid, Guid> call_of_;  // by leg
  std::set<Guid> awake_;          // calls in which something is heard
  bool is_ticking_ = false;
  bool is_stopped_ = false;
  TimerId timer_{};
};

}  // namespace curia::calls

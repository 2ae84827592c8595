#include "impl/service/calls/speakers.hpp"

#include <algorithm>
#include <vector>

#include "model/call/views.hpp"
#include "model/objects/call.hpp"
#include "model/objects/participant.hpp"

namespace curia::calls {
namespace {

constexpr std::uint8_t silence = 127;
constexpr layout::SpeakerTuning tuning{};
// A pause ends a speech; after that nothing changes any more until somebody makes a sound.
constexpr int quiet_enough = static_cast<int>(tuning.pause / tuning.tick) + 2;

}  // namespace

Speakers::Speakers(const Env& env, const Registry& registry, Calls& calls)
    : env_(env), registry_(registry), calls_(calls) {}

Speakers::~Speakers() { stop(); }

void Speakers::stop() {
  is_stopped_ = true;
  if (is_ticking_) env_.timers.cancel(timer_);
  is_ticking_ = false;
}

Speakers::Voice& Speakers::voice_of(const CallLeg& leg) {
  if (const auto at = call_of_.find(leg.id); at != call_of_.end() && at->second != leg.call)
    leave(Guid(at->second), leg.id);
  call_of_[leg.id] = leg.call;
  Voice& voice = rooms_[leg.call].voices[leg.id];
  if (const auto* person = registry_.find<Participant>(leg.participant))
    voice.person = call::person_id_of(*person);
  return voice;
}

void Speakers::level(const CallLeg& leg, std::uint8_t level) {
  if (!leg.call) return;
  Voice& voice = voice_of(leg);
  voice.level = std::min(level, silence);
  if (voice.is_heard && voice.level < silence) wake(leg.call);
}

void Speakers::set_heard(const CallLeg& leg, bool is_heard) {
  if (!leg.call) return;
  const auto room = rooms_.find(leg.call);
  const bool is_known = room != rooms_.end() && room->second.voices.contains(leg.id);
  if (!is_known && !is_heard) return;
  Voice& voice = voice_of(leg);
  voice.is_heard = is_heard;
  if (is_heard && voice.level < silence) wake(leg.call);
}

void Speakers::leave(const Guid& call, const Guid& leg) {
  call_of_.erase(leg);
  const auto at = rooms_.find(call);
  if (at == rooms_.end()) return;
  Room& room = at->second;
  const auto voice = room.voices.find(leg);
  if (voice == room.voices.end()) return;
  const layout::PersonId person = voice->second.person;
  room.voices.erase(voice);
  const bool has_other_leg = std::ranges::any_of(
      room.voices, [&](const auto& item) { return item.second.person == person; });
  if (!has_other_leg && room.detector.leave(person)) announce(call, room);
  if (room.voices.empty()) rooms_.erase(at);
}

void Speakers::wake(const Guid& call) {
  rooms_[call].quiet_ticks = 0;
  awake_.insert(call);
  tick_later();
}

void Speakers::tick_later() {
  if (is_ticking_ || is_stopped_) return;
  is_ticking_ = true;
  timer_ = env_.timers.at(env_.clock.now() + tuning.tick, [this] { tick(); });
}

void Speakers::tick() {
  is_ticking_ = false;
  std::vector<Guid> changed;
  std::erase_if(awake_, [&](const Guid& call) {
    const auto room = rooms_.find(call);
    if (room == rooms_.end()) return true;
    if (hear(room->second)) changed.push_back(call);
    return room->second.quiet_ticks >= quiet_enough;
  });
  for (const Guid& call : changed)
    if (const auto room = rooms_.find(call); room != rooms_.end()) announce(call, room->second);
  if (!awake_.empty()) tick_later();
}

bool Speakers::hear(Room& room) {
  std::vector<layout::Level> levels;
  for (const auto& [leg, voice] : room.voices)
    if (voice.is_heard && voice.level < silence) levels.push_back({voice.person, voice.level});
  room.quiet_ticks = levels.empty() ? room.quiet_ticks + 1 : 0;
  return room.detector.hear(env_.clock.now(), levels);
}

void Speakers::announce(const Guid& id, const Room& room) {
  const auto active = room.detector.active();
  calls_.act([&](Change& change) {
    const auto* call = change.find<Call>(id);
    if (call == nullptr) return;
    Guid participant;
    for (const auto& [leg_id, voice] : room.voices) {
      if (voice.person != active) continue;
      const auto* leg = change.find<CallLeg>(leg_id);
      if (leg == nullptr) continue;
      participant = leg->participant;
      if (const auto turn = room.detector.turn_of(*active); leg->spoke != turn)
        change.modify(*leg).spoke = turn;
    }
    if (call->active_speaker != participant) change.modify(*call).active_speaker = participant;
  });
}

}  // namespace curia::calls

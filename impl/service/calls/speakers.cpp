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

}  // namespace

Speakers::Speakers(const Env& env, const Registry& registry, Calls& calls)
    : env_(env), registry_(registry), calls_(calls) {}

Speakers::~Speakers() { stop(); }

void Speakers::stop() {
  is_stopped_ = true;
  if (is_ticking_) env_.timers.cancel(timer_);
  is_ticking_ = false;
}

void Speakers::leave_another_call(const CallLeg& leg) {
  if (const auto at = call_of_.find(leg.id); at != call_of_.end() && at->second != leg.call)
    leave(leg.id);
}

Speakers::Voice& Speakers::voice_of(const CallLeg& leg) {
  leave_another_call(leg);
  call_of_[leg.id] = leg.call;
  Room& room = rooms_[leg.call];
  const auto [at, is_new] = room.voices.try_emplace(leg.id);
  if (is_new) {
    if (const auto* person = registry_.find<Participant>(leg.participant))
      at->second.person = call::person_id_of(*person);
    ++room.legs_of[at->second.person];
  }
  return at->second;
}

void Speakers::level(const CallLeg& leg, std::uint8_t level) {
  if (!leg.call) return;
  Voice& voice = voice_of(leg);
  voice.level = std::min(level, silence);
  set_sound(leg.call, leg.id, voice);
}

void Speakers::set_heard(const CallLeg& leg, bool is_heard) {
  leave_another_call(leg);
  if (!leg.call) return;
  const auto room = rooms_.find(leg.call);
  bool was_heard = false;
  if (room != rooms_.end())
    if (const auto known = room->second.voices.find(leg.id); known != room->second.voices.end())
      was_heard = known->second.is_heard;
  if (was_heard == is_heard) return;
  Voice& voice = voice_of(leg);
  voice.is_heard = is_heard;
  set_sound(leg.call, leg.id, voice);
}

void Speakers::set_sound(const Guid& call, const Guid& leg, const Voice& voice) {
  const layout::Level sound{voice.person, voice.is_heard ? voice.level : silence};
  Room& room = rooms_[call];
  const auto at = std::ranges::find(room.sounding, leg);
  const auto before = at == room.sounding.end()
                          ? silence
                          : room.sounds[static_cast<std::size_t>(at - room.sounding.begin())].level;
  if (before == sound.level) return;
  catch_up(call, room);
  make_sound(room, leg, sound);
  awake_.insert(call);
  rest_or_tick();
}

void Speakers::make_sound(Room& room, const Guid& leg, layout::Level sound) {
  const auto at = std::ranges::find(room.sounding, leg);
  const auto place = static_cast<std::size_t>(at - room.sounding.begin());
  if (sound.level == silence && at != room.sounding.end()) {
    room.sounding.erase(at);
    room.sounds.erase(room.sounds.begin() + static_cast<std::ptrdiff_t>(place));
  } else if (at != room.sounding.end()) {
    room.sounds[place] = sound;
  } else if (sound.level < silence) {
    room.sounding.push_back(leg);
    room.sounds.push_back(sound);
  }
}

void Speakers::leave(const Guid& leg) {
  const auto known = call_of_.extract(leg);
  if (known.empty()) return;
  const Guid call = known.mapped();
  const auto at = rooms_.find(call);
  Room& room = at->second;
  const auto voice = room.voices.find(leg);
  catch_up(call, room);
  const layout::PersonId person = voice->second.person;
  make_sound(room, leg, {person, silence});
  room.voices.erase(voice);
  forget_turn(leg);
  if (--room.legs_of[person] == 0) {
    room.legs_of.erase(person);
    if (room.detector.leave(person)) announce(call, room);
  }
  if (!room.voices.empty()) return;
  awake_.erase(call);
  rooms_.erase(at);
  rest_or_tick();
}

// Who is heard is known since the last change; the ticks since then are heard as that.
void Speakers::catch_up(const Guid& call, Room& room) {
  const Instant now = env_.clock.now();
  const Instant last = now - now.time_since_epoch() % tuning.tick;
  bool has_changed = false;
  if (room.detector.is_silent() && room.sounds.empty()) room.heard = last;
  while (room.heard < last) {
    room.heard += tuning.tick;
    has_changed |= room.detector.hear(room.heard, room.sounds);
  }
  if (has_changed) announce(call, room);
}

void Speakers::rest_or_tick() {
  if (is_stopped_ || is_ticking_ != awake_.empty()) return;
  is_ticking_ = !is_ticking_;
  if (!is_ticking_) return env_.timers.cancel(timer_);
  const Instant now = env_.clock.now();
  timer_ =
      env_.timers.at(now - now.time_since_epoch() % tuning.tick + tuning.tick, [this] { tick(); });
}

void Speakers::tick() {
  is_ticking_ = false;
  const std::vector<Guid> awake(awake_.begin(), awake_.end());
  for (const Guid& call : awake) {
    const auto room = rooms_.find(call);
    if (room != rooms_.end()) catch_up(call, room->second);
    if (room == rooms_.end() || room->second.detector.is_settled()) awake_.erase(call);
  }
  rest_or_tick();
}

void Speakers::forget_turn(const Guid& id) {
  calls_.act([&](Change& change) {
    if (const auto* leg = change.find<CallLeg>(id); leg != nullptr && leg->spoke != 0)
      change.modify(*leg).spoke = 0;
  });
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

#include "model/layout/speaker.hpp"

#include <algorithm>

namespace curia::layout {
namespace {

constexpr int silence = 127;   // RFC 6464
constexpr int unit = 64;       // per dB
constexpr int smoothing = 8;   // ticks
constexpr int gap_weight = 4;  // a gap takes this part of its length from the evidence

constexpr int loudness_of(int level) { return unit * (silence - level); }

}  // namespace

SpeakerDetector::SpeakerDetector(const SpeakerTuning& tuning)
    : tuning_(tuning),
      rise_per_tick_(static_cast<int>(tuning.floor_rise_db * unit * tuning.tick / Duration(1s))),
      gap_per_tick_(tuning.tick / gap_weight) {}

void SpeakerDetector::follow(Voice& voice) const {
  const int loudness = loudness_of(voice.level);
  // Digital silence says nothing about a room: it is a muted microphone or a missing packet.
  if (voice.level < silence) {
    if (voice.floor < 0) voice.floor = loudness_of(tuning_.loudest_first_floor);
    voice.floor = std::min(loudness, voice.floor + rise_per_tick_);
    voice.floor = std::max(
        voice.floor, loudness_of(tuning_.quietest_speech) - tuning_.speech_over_floor_db * unit);
  }
  const bool speech = voice.level <= tuning_.quietest_speech &&
                      loudness >= voice.floor + tuning_.speech_over_floor_db * unit;
  if (speech) {
    if (voice.loudness == 0) voice.loudness = loudness;
    voice.loudness += (loudness - voice.loudness) / smoothing;
    voice.speech += tuning_.tick;
    voice.gap = {};
    return;
  }
  voice.gap += tuning_.tick;
  voice.speech = std::max(Duration{}, voice.speech - gap_per_tick_);
  if (voice.gap <= tuning_.pause) return;
  voice.loudness = 0;
  voice.speech = {};
  voice.louder = {};
}

void SpeakerDetector::compare(Voice& voice, int active_loudness) const {
  const bool louder = voice.loudness >= active_loudness + tuning_.louder_by_db * unit;
  if (louder && voice.gap == Duration{})
    voice.louder += tuning_.tick;
  else if (!louder)
    voice.louder = std::max(Duration{}, voice.louder - tuning_.tick);
}

bool SpeakerDetector::may_start(const Voice& voice, const Voice* active, Instant now) const {
  if (voice.gap > Duration{} || voice.speech < tuning_.start) return false;
  if (!active || active->loudness == 0) return true;
  return now - since_ >= tuning_.hold && voice.louder >= tuning_.take_over;
}

SpeakerDetector::Voice& SpeakerDetector::stir(PersonId id) {
  const auto at =
      std::ranges::lower_bound(stirring_, id, {}, [](auto* each) { return each->first; });
  if (at != stirring_.end() && (*at)->first == id) return (*at)->second;
  return (*stirring_.insert(at, &*voices_.try_emplace(id).first))->second;
}

SpeakerDetector::Voice* SpeakerDetector::stirring(std::optional<PersonId> id) {
  const auto at = std::ranges::find_if(stirring_, [&](auto* item) { return item->first == id; });
  return at == stirring_.end() ? nullptr : &(*at)->second;
}

void SpeakerDetector::calm() {
  std::erase_if(stirring_, [&](auto* item) {
    return item->second.level == silence && item->second.gap > tuning_.pause;
  });
}

bool SpeakerDetector::hear(Instant now, std::span<const Level> levels) {
  for (auto* item : stirring_) item->second.level = silence;
  for (const Level& heard : levels) {
    Voice& voice = stir(heard.id);
    voice.level = std::min(heard.level, voice.level);
  }
  for (auto* item : stirring_) follow(item->second);
  Voice* active = stirring(active_);
  const PersonId* best_id = nullptr;
  Voice* best = nullptr;
  for (auto* item : stirring_) {
    auto& [id, voice] = *item;
    if (&voice == active) continue;
    compare(voice, active ? active->loudness : 0);
    // Of equals the smaller id, which the map gives first.
    if (!may_start(voice, active, now) || (best && voice.loudness <= best->loudness)) continue;
    best_id = &id;
    best = &voice;
  }
  if (best) {
    active_ = *best_id;
    best->turn = ++turns_;
    since_ = now;
    for (auto* item : stirring_) item->second.louder = {};
  }
  calm();
  return best != nullptr;
}

bool SpeakerDetector::is_settled() const {
  return std::ranges::all_of(stirring_, [&](auto* item) { return active_ == item->first; });
}

bool SpeakerDetector::leave(PersonId id) {
  std::erase_if(stirring_, [&](auto* item) { return item->first == id; });
  voices_.erase(id);
  if (active_ != id) return false;
  active_ = latest_turn(std::nullopt);
  return true;
}

std::optional<PersonId> SpeakerDetector::latest_turn(std::optional<PersonId> except) const {
  std::optional<PersonId> latest;
  std::uint64_t turn = 0;
  for (const auto& [id, voice] : voices_) {
    if (id == except || voice.turn <= turn) continue;
    latest = id;
    turn = voice.turn;
  }
  return latest;
}

std::optional<PersonId> SpeakerDetector::previous() const { return latest_turn(active_); }

std::uint64_t SpeakerDetector::turn_of(PersonId id) const {
  const auto found = voices_.find(id);
  return found == voices_.end() ? 0 : found->second.turn;
}

bool SpeakerDetector::speaks(PersonId id) const {
  const auto found = voices_.find(id);
  return found != voices_.end() && found->second.loudness > 0;
}

}  // namespace curia::layout

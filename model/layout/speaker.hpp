// SpeakerDetector: who is speaking, from how loud everybody is.
//
// 1. hear() is called once per tick with the levels of those who are heard in it; somebody who is
//    not mentioned is silent. The outcome depends on ids, levels and times only; of two levels of
//    one person the louder counts.
// 2. Nobody becomes the active speaker by a cough or a knock: it takes speaking for a while,
//    longer while somebody else goes on speaking, and then by being louder (hysteresis).
// 3. The active speaker remains so in silence, until somebody else speaks or he leaves.
// 4. A steady noise is not speech, however loud: each person's own noise floor is followed.
// 5. Turns count up from 1; turn_of() is Person::spoke of model/layout/layout.hpp.
// 6. A tick costs as much as there are people who make a sound or have just stopped.
//
//   detector.hear(now, levels);          // true: the active speaker is another now
//   person.spoke = detector.turn_of(id);
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "model/base/time.hpp"
#include "model/layout/layout.hpp"

namespace curia::layout {

// The audio level of RFC 6464: 0 is the loudest, 127 is silence, in -dBov.
struct Level {
  PersonId id{};
  std::uint8_t level = 127;
};

struct SpeakerTuning {
  Duration tick = 20ms;          // between two calls of hear()
  int speech_over_floor_db = 9;  // louder than this over the own noise floor is speech
  int quietest_speech = 65;      // -dBov; nothing below counts, in the most silent room
  int loudest_first_floor = 55;  // -dBov; what is assumed of a room that begins loud
  int floor_rise_db = 3;         // per second
  Duration start = 200ms;        // of speech, when nobody else speaks
  Duration take_over = 600ms;    // of being louder, while the active speaker goes on
  Duration hold = 1500ms;        // a turn's least length while its owner goes on
  int louder_by_db = 6;          // than the active speaker, to take over from him
  Duration pause = 400ms;        // a longer gap ends a speech
};

class SpeakerDetector {
 public:
  explicit SpeakerDetector(const SpeakerTuning& tuning = {});

  // True when the active speaker has changed.
  bool hear(Instant now, std::span<const Level> levels);
  // Somebody left: if he was the active speaker, the previous one is it again, or nobody. True
  // when that changed.
  bool leave(PersonId id);

  std::optional<PersonId> active() const { return active_; }
  std::optional<PersonId> previous() const;
  // 0: was never the active speaker, or has left since.
  std::uint64_t turn_of(PersonId id) const;
  // Whether this person speaks just now, active speaker or not.
  bool speaks(PersonId id) const;
  // Nobody but the active speaker makes a sound or has just stopped: as long as the same levels are
  // heard nothing changes.
  bool is_settled() const;
  bool is_silent() const { return stirring_.empty(); }

 private:
  // Loudness counts in 1/64 dB over silence: 64 * (127 - level).
  struct Voice {
    int floor = -1;     // of the room; negative: nothing was heard yet
    int loudness = 0;   // of the speech, smoothed; 0: does not speak
    Duration speech{};  // evidence of speech: time with it, less a part of the gaps
    Duration gap{};     // since speech was heard last
    Duration louder{};  // than the active speaker, less the time when not
    std::uint64_t turn = 0;
    std::uint8_t level = 127;  // in this tick
  };
  using Voices = std::map<PersonId, Voice>;

  void follow(Voice& voice) const;
  void compare(Voice& voice, int active_loudness) const;
  bool may_start(const Voice& voice, const Voice* active, Instant now) const;
  Voice& stir(PersonId id);
  void calm();
  Voice* stirring(std::optional<PersonId> id);
  std::optional<PersonId> latest_turn(std::optional<PersonId> except) const;

  SpeakerTuning tuning_;
  int rise_per_tick_;      // of a noise floor
  Duration gap_per_tick_;  // what a tick without speech takes from the evidence
  Voices voices_;
  // Those whom a tick can change, in the order of the map: others are silent, and have been so for
  // longer than a pause.
  std::vector<Voices::value_type*> stirring_;
  std::optional<PersonId> active_;
  Instant since_{};
  std::uint64_t turns_ = 0;
};

}  // namespace curia::layout

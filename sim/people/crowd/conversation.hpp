// Conversation: who speaks when in a meeting, as a machine without I/O: it is told who comes and
// goes, and says who begins and stops to be heard. docs/people.md describes the model and where
// its numbers come from.
//
// 1. One person has the floor at a time. A turn is a row of spurts with pauses between them; while
//    it lasts others give short signs that they listen (backchannels).
// 2. When a turn ends somebody else takes the floor: after a gap, or a little before the end, so
//    that both are heard. Often it is the one who had it before.
// 3. Some talk much more than others; a presenter holds the floor for minutes.
// 4. Somebody alone says nothing. Whoever leaves is silent from then on.
// 5. The same stream of chance, the same calls: the same conversation.
//
//   Conversation talk(Prng(seed, "talk.7"), Manner::discussion);
//   talk.join(now, 1);
//   for (const Sound& sound : talk.advance(now)) switchboard.level(leg_of(sound.person), ...);
//   wake_at(talk.due());
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "model/base/prng.hpp"
#include "model/base/time.hpp"

namespace curia::crowd {

using PersonNumber = std::uint32_t;

enum class Manner : std::uint8_t {
  discussion,    // everybody talks
  presentation,  // one person tells something, the others ask
};

inline constexpr std::uint8_t silence = 127;
inline constexpr std::uint8_t noise_of_a_room = 75;  // heard for a moment after each spurt

// From now on this person is heard at this level (RFC 6464: 0 is the loudest, 127 is silence).
struct Sound {
  PersonNumber person = 0;
  std::uint8_t level = silence;

  bool operator==(const Sound&) const = default;
};

struct ConversationTally {
  std::uint64_t turns = 0;
  std::uint64_t overlaps = 0;  // turns that began before the one before had ended
  std::uint64_t returns = 0;   // turns of the one who had the floor before
  std::uint64_t backchannels = 0;
  Duration spoken{};  // by all together
};

class Conversation {
 public:
  Conversation(Prng prng, Manner manner) : prng_(std::move(prng)), manner_(manner) {}

  // The first to join a presentation is its presenter until another one is named.
  void join(Instant now, PersonNumber person);
  void leave(PersonNumber person);
  void set_presenter(PersonNumber person) { presenter_ = person; }

  // What has become audible or silent up to `now`, in order.
  std::vector<Sound> advance(Instant now);
  // When to come again; `never` while nobody has anything to say.
  Instant due() const { return plans_.empty() ? never : plans_.begin()->first.first; }

  const ConversationTally& tally() const { return tally_; }
  std::optional<PersonNumber> floor() const { return floor_; }

 private:
  struct Member {
    std::uint64_t weight = 0;  // how often he takes the floor
    std::uint8_t level = 30;   // how loud he is
    bool is_heard = false;
  };
  enum class Act : std::uint8_t { take_floor, spurt, sign, fall_silent, hush };
  struct Plan {
    Act act;
    PersonNumber person;
  };

  void plan(Instant at, Act act, PersonNumber person);
  void carry_out(Instant at, const Plan& plan, std::vector<Sound>& sounds);
  void take_floor(Instant at, PersonNumber person, std::vector<Sound>& sounds);
  void speak(Instant at, PersonNumber person, std::vector<Sound>& sounds);
  void give_sign(Instant at, PersonNumber person, std::vector<Sound>& sounds);
  void make_heard(PersonNumber person, std::uint8_t level, Instant from, Duration length,
                  std::vector<Sound>& sounds);
  void pass_floor(Instant begun, Instant end);
  void begin_again(Instant now);
  Duration turn_length(PersonNumber person);
  PersonNumber choose_next();
  PersonNumber choose_by_weight(std::optional<PersonNumber> except);

  Prng prng_;
  Manner manner_;
  std::map<PersonNumber, Member> members_;
  std::map<std::pair<Instant, std::uint64_t>, Plan> plans_;  // equal times in order of planning
  std::uint64_t planned_ = 0;
  std::optional<PersonNumber> presenter_;
  std::optional<PersonNumber> floor_;
  std::optional<PersonNumber> before_;  // had the floor before
  Duration turn_left_{};
  ConversationTally tally_;
};

}  // namespace curia::crowd

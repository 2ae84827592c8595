#include "model/layout/speaker.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "model/base/prng.hpp"

namespace curia::layout {
namespace {

constexpr PersonId ann{1}, ben{2}, cleo{3};
constexpr std::uint8_t talking = 25, softly = 45, quiet = 75;

// A meeting in virtual time. speak() lets somebody talk as people do: syllables with short gaps.
class Room {
 public:
  // Everybody else is in a quiet room meanwhile. Notes each change as "ann@240".
  void run(Duration length, std::map<PersonId, std::uint8_t> speakers,
           std::map<PersonId, std::uint8_t> noises = {}) {
    for (Duration end = time_ + length; time_ < end; time_ += 20ms) {
      std::vector<Level> levels;
      for (const PersonId id : {ann, ben, cleo}) {
        const auto speaker = speakers.find(id);
        const auto noise = noises.find(id);
        const bool syllable = time_ % 200ms < 160ms;
        if (noise != noises.end())
          levels.push_back({id, noise->second});
        else
          levels.push_back({id, speaker != speakers.end() && syllable ? speaker->second : quiet});
      }
      if (!detector_.hear(Instant(time_), levels)) continue;
      if (!log_.empty()) log_ += " ";
      log_ += name(detector_.active()) + "@" + std::to_string(time_ / 1ms);
    }
  }

  static std::string name(std::optional<PersonId> id) {
    return !id ? "-" : *id == ann ? "ann" : *id == ben ? "ben" : "cleo";
  }

  const std::string& log() const { return log_; }
  SpeakerDetector& detector() { return detector_; }

 private:
  SpeakerDetector detector_;
  Duration time_{};
  std::string log_;
};

TEST(Speaker, NobodyInAQuietRoom) {
  Room room;
  room.run(60s, {});
  EXPECT_EQ(room.log(), "");
  EXPECT_EQ(room.detector().active(), std::nullopt);
}

TEST(Speaker, TakesTurnsAtExactTimes) {
  Room room;
  room.run(1s, {});
  room.run(5s, {{ann, talking}});
  room.run(2s, {});  // a pause: Ann stays
  EXPECT_EQ(Room::name(room.detector().active()), "ann");
  EXPECT_FALSE(room.detector().speaks(ann));
  room.run(5s, {{ben, talking}});
  room.run(5s, {{cleo, softly}});  // nobody else speaks: soft speech is enough
  // 240 ms: 200 ms of syllables after the price of a gap. Cleo waits besides until Ben, whose last
  // syllable ended at 12.96 s, has been silent for a pause.
  EXPECT_EQ(room.log(), "ann@1240 ben@8240 cleo@13400");
  EXPECT_EQ(Room::name(room.detector().previous()), "ben");
  EXPECT_EQ(room.detector().turn_of(ann), 1u);
  EXPECT_EQ(room.detector().turn_of(ben), 2u);
  EXPECT_EQ(room.detector().turn_of(cleo), 3u);
  EXPECT_TRUE(room.detector().speaks(cleo));
}

TEST(Speaker, ACoughIsNoTurn) {
  Room room;
  for (int i = 0; i < 20; ++i) {
    room.run(120ms, {}, {{ben, 10}});
    room.run(1500ms, {});
  }
  EXPECT_EQ(room.log(), "");
}

TEST(Speaker, TypingIsNoTurn) {
  Room room;
  for (int i = 0; i < 200; ++i) {
    room.run(20ms, {}, {{ben, 20}});
    room.run(140ms, {});
  }
  EXPECT_EQ(room.log(), "");
}

TEST(Speaker, AgreeingDoesNotTakeTheFloor) {
  Room room;
  room.run(3s, {{ann, talking}});
  room.run(400ms, {{ann, talking}, {ben, 15}});  // "yes, yes", loud but short
  room.run(3s, {{ann, talking}});
  EXPECT_EQ(room.log(), "ann@240");
}

TEST(Speaker, EqualsDoNotAlternate) {
  Room room;
  room.run(2s, {{ann, talking}});
  room.run(30s, {{ann, talking}, {ben, talking - 4}});  // 4 dB louder is not louder
  EXPECT_EQ(room.log(), "ann@240");
}

TEST(Speaker, TheLouderOneTakesOverOnceTheTurnIsOldEnough) {
  Room room;
  room.run(10s, {{ann, softly}, {ben, talking}});
  EXPECT_EQ(room.log(), "ben@240");
  Room late;
  late.run(300ms, {{ann, softly}});
  late.run(10s, {{ann, softly}, {ben, talking}});  // Ann's turn lasts 1.5 s at least
  EXPECT_EQ(late.log(), "ann@240 ben@1740");
}

TEST(Speaker, SteadyNoiseIsNoSpeech) {
  Room room;
  room.run(20s, {}, {{cleo, 50}});  // a fan; it may take a turn before it is known
  room.run(3s, {{ann, talking}}, {{cleo, 50}});
  room.run(20s, {}, {{cleo, 50}});
  EXPECT_EQ(Room::name(room.detector().active()), "ann");
  EXPECT_FALSE(room.detector().speaks(cleo));
  room.run(3s, {{ben, softly}}, {{cleo, 50}});
  EXPECT_EQ(Room::name(room.detector().active()), "ben");
}

TEST(Speaker, WhoLeavesGivesBackToThePreviousSpeaker) {
  Room room;
  room.run(3s, {{ann, talking}});
  room.run(3s, {{ben, talking}});
  EXPECT_FALSE(room.detector().leave(cleo));
  EXPECT_TRUE(room.detector().leave(ben));
  EXPECT_EQ(Room::name(room.detector().active()), "ann");
  EXPECT_EQ(room.detector().previous(), std::nullopt);
  EXPECT_EQ(room.detector().turn_of(ben), 0u);
  EXPECT_TRUE(room.detector().leave(ann));
  EXPECT_EQ(room.detector().active(), std::nullopt);
}

TEST(Speaker, WhoIsNotMentionedIsSilent) {
  SpeakerDetector detector;
  const Level loud[] = {{ann, talking}};
  Instant now{};
  for (int i = 0; i < 20; ++i) detector.hear(now += 20ms, loud);
  EXPECT_TRUE(detector.speaks(ann));
  for (int i = 0; i < 25; ++i) EXPECT_FALSE(detector.hear(now += 20ms, {}));
  EXPECT_FALSE(detector.speaks(ann));
  EXPECT_EQ(detector.active(), ann);
}

// Any noise: the same input gives the same turns, turns are not shorter than they may be, and the
// active speaker is the one with the latest turn.
TEST(Speaker, KeepsItsPromisesUnderRandomLevels) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Prng prng(seed, "levels");
    SpeakerDetector first;
    SpeakerDetector second;
    Instant now{};
    std::uint64_t turns = 0;
    std::map<std::uint32_t, int> level;
    for (int tick = 0; tick < 2000; ++tick) {
      now += 20ms;
      std::vector<Level> levels;
      for (std::uint32_t id = 1; id <= 8; ++id) {
        if (prng.chance(1, 20)) level[id] = static_cast<int>(prng.between(5, 127));
        if (level[id] > 0) levels.push_back({PersonId{id}, static_cast<std::uint8_t>(level[id])});
      }
      const bool changed = first.hear(now, levels);
      prng.shuffle(std::span(levels));
      ASSERT_EQ(second.hear(now, levels), changed);
      ASSERT_EQ(first.active(), second.active());
      ASSERT_EQ(first.previous(), second.previous());
      if (!first.active()) continue;
      turns += changed ? 1 : 0;
      ASSERT_EQ(first.turn_of(*first.active()), turns);
      ASSERT_NE(first.active(), first.previous());
      ASSERT_TRUE(!changed || first.speaks(*first.active()));
    }
    ASSERT_GT(turns, 3u);
    ASSERT_LT(turns, 2000u * 20 / 200);
  }
}

}  // namespace
}  // namespace curia::layout

#include "sim/people/crowd/conversation.hpp"

#include <gtest/gtest.h>

#include <set>

namespace curia::crowd {
namespace {

struct Heard {
  Instant at;
  Sound sound;
  bool operator==(const Heard&) const = default;
};

// Everything that is heard up to `end`.
std::vector<Heard> listen(Conversation& talk, Instant end) {
  std::vector<Heard> heard;
  Instant now{};
  for (const Sound& sound : talk.advance(now)) heard.push_back({now, sound});
  while (talk.due() <= end) {
    now = talk.due();
    for (const Sound& sound : talk.advance(now)) heard.push_back({now, sound});
  }
  return heard;
}

Conversation meeting_of(PersonNumber people, std::uint64_t seed, Manner manner) {
  Conversation talk(Prng(seed, "talk"), manner);
  for (PersonNumber person = 1; person <= people; ++person) talk.join({}, person);
  return talk;
}

TEST(Conversation, IsTheSameForTheSameSeed) {
  auto one = meeting_of(5, 7, Manner::discussion);
  auto other = meeting_of(5, 7, Manner::discussion);
  auto third = meeting_of(5, 8, Manner::discussion);
  const auto heard = listen(one, Instant(10min));
  EXPECT_EQ(heard, listen(other, Instant(10min)));
  EXPECT_NE(heard, listen(third, Instant(10min)));
}

TEST(Conversation, OneAloneSaysNothing) {
  auto alone = meeting_of(1, 1, Manner::discussion);
  EXPECT_TRUE(listen(alone, Instant(1h)).empty());
  EXPECT_EQ(alone.due(), never);
}

TEST(Conversation, EverySoundEndsAndNobodySpeaksOverHimself) {
  auto talk = meeting_of(6, 3, Manner::discussion);
  std::map<PersonNumber, std::uint8_t> heard;
  for (const auto& [at, sound] : listen(talk, Instant(2h))) {
    if (sound.level >= noise_of_a_room)
      EXPECT_NE(heard[sound.person], silence);
    else
      EXPECT_TRUE(sound.level >= 15 && sound.level <= 50);
    heard[sound.person] = sound.level;
  }
}

// The figures that docs/people.md states, over ten hours of talk.
TEST(Conversation, HasTheFiguresOfItsSources) {
  ConversationTally sum;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    auto talk = meeting_of(5, seed, Manner::discussion);
    listen(talk, Instant(1h));
    sum.turns += talk.tally().turns;
    sum.overlaps += talk.tally().overlaps;
    sum.returns += talk.tally().returns;
    sum.backchannels += talk.tally().backchannels;
    sum.spoken += talk.tally().spoken;
  }
  const auto percent = [](auto part, auto whole) { return static_cast<int>(100 * part / whole); };
  EXPECT_NEAR(percent(sum.overlaps, sum.turns), 38, 6);
  EXPECT_NEAR(percent(sum.returns, sum.turns), 55, 12);
  EXPECT_GT(sum.backchannels, sum.turns / 5);
  EXPECT_NEAR(percent(sum.spoken.count(), Duration(10h).count()), 77, 10);
  EXPECT_GT(sum.turns, 10 * 300u);
}

TEST(Conversation, PresenterHoldsTheFloor) {
  auto talk = meeting_of(20, 4, Manner::presentation);
  talk.set_presenter(3);
  std::map<PersonNumber, Duration> spoken;
  std::map<PersonNumber, Instant> since;
  for (const auto& [at, sound] : listen(talk, Instant(1h))) {
    if (since.contains(sound.person)) spoken[sound.person] += at - since[sound.person];
    since.erase(sound.person);
    if (sound.level < noise_of_a_room) since[sound.person] = at;
  }
  Duration others{};
  for (const auto& [person, time] : spoken)
    if (person != 3) others += time;
  EXPECT_GT(spoken[3], 3 * others);
}

TEST(Conversation, WhoLeavesIsSilentAndTheOthersGoOn) {
  auto talk = meeting_of(4, 5, Manner::discussion);
  listen(talk, Instant(5min));
  const auto holder = talk.floor();
  ASSERT_TRUE(holder);
  talk.leave(*holder);
  std::set<PersonNumber> heard;
  for (const auto& [at, sound] : listen(talk, Instant(20min))) heard.insert(sound.person);
  EXPECT_FALSE(heard.contains(*holder));
  EXPECT_EQ(heard.size(), 3u);
}

}  // namespace
}  // namespace curia::crowd

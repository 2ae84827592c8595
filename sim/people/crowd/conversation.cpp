#include "sim/people/crowd/conversation.hpp"

#include <algorithm>

#include "sim/people/crowd/spread.hpp"

namespace curia::crowd {
namespace {

// Milliseconds, all of them. docs/people.md says where they come from.
constexpr Spread spurt{{200, 300, 400, 500, 620, 750, 880, 1020, 1180, 1350, 1550, 1800, 2100, 2500,
                        3100, 4000, 8000}};
constexpr Spread pause_inside{
    {150, 180, 210, 240, 270, 300, 335, 370, 410, 455, 505, 565, 640, 730, 860, 1100, 2000}};
constexpr Spread discussion_turn{{300, 600, 900, 1200, 1500, 1900, 2300, 2800, 3400, 4100, 5000,
                                  6200, 7800, 10000, 13500, 20000, 60000}};
constexpr Spread presenter_turn{{10'000, 15'000, 20'000, 25'000, 30'000, 36'000, 42'000, 50'000,
                                 58'000, 66'000, 76'000, 88'000, 100'000, 120'000, 145'000, 180'000,
                                 300'000}};
// Negative: before the other one has ended. Two in five are.
constexpr Spread transition{
    {-1200, -700, -480, -330, -220, -130, -50, 60, 130, 190, 250, 320, 410, 520, 700, 1000, 3000}};
constexpr Spread sign_length{
    {150, 180, 210, 240, 265, 290, 310, 330, 350, 370, 395, 420, 450, 490, 540, 620, 900}};
constexpr Spread silence_at_first{{500, 900, 1200, 1500, 1800, 2200, 2600, 3000, 3500, 4000, 4600,
                                   5400, 6400, 7800, 10000, 14000, 30000}};

constexpr Duration shortest_speech = 150ms;
constexpr Duration room_heard = 100ms;  // so that the noise of the room is known
constexpr std::uint64_t heaviest = 1 << 20;
constexpr std::uint8_t quieter_sign = 8;  // dB below the own voice

}  // namespace

void Conversation::plan(Instant at, Act act, PersonNumber person) {
  plans_[{at, planned_++}] = {act, person};
}

// Each further rank takes the floor seven tenths as often as the one before; who has which rank is
// drawn when he comes.
void Conversation::join(Instant now, PersonNumber person) {
  Member& member = members_[person];
  std::uint64_t weight = heaviest;
  const auto rank = prng_.below(members_.size());
  for (std::uint64_t i = 0; i < rank && weight > 10; ++i) weight = weight * 7 / 10;
  member.weight = weight;
  member.level = static_cast<std::uint8_t>(prng_.between(22, 38));
  if (manner_ == Manner::presentation && !presenter_) presenter_ = person;
  begin_again(now);
}

void Conversation::leave(PersonNumber person) {
  if (members_.erase(person) == 0) return;
  std::erase_if(plans_, [&](const auto& plan) { return plan.second.person == person; });
  if (floor_ == person) floor_.reset();
  if (before_ == person) before_.reset();
  if (presenter_ == person) presenter_.reset();
}

// Somebody breaks the silence.
void Conversation::begin_again(Instant now) {
  const bool is_silent = std::ranges::none_of(plans_, [](const auto& plan) {
    return plan.second.act == Act::take_floor || plan.second.act == Act::spurt;
  });
  if (members_.size() < 2 || !is_silent) return;
  const PersonNumber next = choose_next();
  plan(now + silence_at_first.draw_ms(prng_), Act::take_floor, next);
}

std::vector<Sound> Conversation::advance(Instant now) {
  std::vector<Sound> sounds;
  begin_again(now);
  while (!plans_.empty() && due() <= now) {
    const auto next = plans_.extract(plans_.begin());
    carry_out(next.key().first, next.mapped(), sounds);
  }
  return sounds;
}

void Conversation::carry_out(Instant at, const Plan& plan, std::vector<Sound>& sounds) {
  switch (plan.act) {
    case Act::take_floor:
      return take_floor(at, plan.person, sounds);
    case Act::spurt:
      return speak(at, plan.person, sounds);
    case Act::sign:
      return give_sign(at, plan.person, sounds);
    case Act::fall_silent:
      members_[plan.person].is_heard = false;
      sounds.push_back({plan.person, noise_of_a_room});
      return this->plan(at + room_heard, Act::hush, plan.person);
    case Act::hush:
      sounds.push_back({plan.person, silence});
      return;
  }
}

void Conversation::take_floor(Instant at, PersonNumber person, std::vector<Sound>& sounds) {
  if (members_.size() < 2) return;  // nobody is there to listen
  ++tally_.turns;
  if (before_ == person) ++tally_.returns;
  if (floor_ != person) before_ = floor_;
  floor_ = person;
  turn_left_ = turn_length(person);
  speak(at, person, sounds);
}

void Conversation::speak(Instant at, PersonNumber person, std::vector<Sound>& sounds) {
  if (floor_ != person) return;
  const Duration length = std::min(turn_left_, spurt.draw_ms(prng_));
  const auto& member = members_[person];
  const auto level = static_cast<std::uint8_t>(member.level + prng_.between(-3, 3));
  make_heard(person, level, at, length, sounds);
  turn_left_ -= length;
  const Instant end = at + length;
  if (turn_left_ < shortest_speech) return pass_floor(at, end);
  const Duration pause = pause_inside.draw_ms(prng_);
  turn_left_ = std::max(shortest_speech, turn_left_ - pause);
  plan(end + pause, Act::spurt, person);
  // Listeners show that they listen where a spurt ends.
  if (prng_.chance(1, 5)) plan(end + 50ms, Act::sign, choose_by_weight(person));
}

void Conversation::give_sign(Instant at, PersonNumber person, std::vector<Sound>& sounds) {
  const auto& member = members_[person];
  if (member.is_heard || floor_ == person) return;
  ++tally_.backchannels;
  make_heard(person, static_cast<std::uint8_t>(member.level + quieter_sign), at,
             sign_length.draw_ms(prng_), sounds);
}

// Who is heard already goes on: an end that was planned earlier is put off.
void Conversation::make_heard(PersonNumber person, std::uint8_t level, Instant from,
                              Duration length, std::vector<Sound>& sounds) {
  std::erase_if(plans_, [&](const auto& plan) {
    const bool is_end = plan.second.act == Act::fall_silent || plan.second.act == Act::hush;
    return is_end && plan.second.person == person;
  });
  members_[person].is_heard = true;
  sounds.push_back({person, level});
  tally_.spoken += length;
  plan(from + length, Act::fall_silent, person);
}

void Conversation::pass_floor(Instant begun, Instant end) {
  const PersonNumber next = choose_next();
  const Duration offset = transition.draw_ms(prng_);
  // One who goes on himself does so because nobody else did.
  const Instant at = next == floor_ ? end + std::max<Duration>(offset, 300ms)
                                    : std::max(end + offset, begun + 100ms);
  if (at < end) ++tally_.overlaps;
  plan(at, Act::take_floor, next);
}

Duration Conversation::turn_length(PersonNumber person) {
  const bool presents = manner_ == Manner::presentation && presenter_ == person;
  return (presents ? presenter_turn : discussion_turn).draw_ms(prng_);
}

// Half of the turns go back to the one who had the floor before; one in ten stays where it is.
PersonNumber Conversation::choose_next() {
  const bool presents = manner_ == Manner::presentation && presenter_;
  if (presents && floor_ != presenter_ && prng_.chance(3, 4)) return *presenter_;
  if (floor_ && prng_.chance(1, 10)) return *floor_;
  if (before_ && before_ != floor_ && prng_.chance(1, 2)) return *before_;
  return choose_by_weight(floor_);
}

PersonNumber Conversation::choose_by_weight(std::optional<PersonNumber> except) {
  std::uint64_t total = 0;
  for (const auto& [person, member] : members_)
    if (person != except) total += member.weight;
  std::uint64_t at = prng_.below(std::max<std::uint64_t>(total, 1));
  for (const auto& [person, member] : members_) {
    if (person == except) continue;
    if (at < member.weight) return person;
    at -= member.weight;
  }
  return members_.begin()->first;
}

}  // namespace curia::crowd

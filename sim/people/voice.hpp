// Voice: the sound of somebody who speaks, as audio levels (RFC 6464: 0 is the loudest, 127 is
// silence): loud for a while, then a short pause in which the room is heard, and again.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "model/env/env.hpp"

namespace curia::people {

inline constexpr std::uint8_t usual_loudness = 30;
inline constexpr std::uint8_t noise_of_a_room = 75;
inline constexpr std::uint8_t silence = 127;
inline constexpr Duration loud_time = 360ms;
inline constexpr Duration pause_time = 120ms;

class Voice {
 public:
  using Sink = std::function<void(std::uint8_t level)>;
  // `sink` is told each change of the level.
  Voice(const Env& env, Sink sink) : env_(env), sink_(std::move(sink)) {}
  ~Voice() { forget(); }
  Voice(const Voice&) = delete;
  Voice& operator=(const Voice&) = delete;

  void start(std::uint8_t loudness);
  void repeat();  // tells its level anew, if it is on
  void stop();    // ends with silence
  void forget();  // ends without a word
  bool is_on() const { return timer_.has_value(); }

 private:
  void change(bool to_loud);

  Env env_;
  Sink sink_;
  std::uint8_t loudness_ = usual_loudness;
  std::optional<TimerId> timer_{};
};

}  // namespace curia::people

// Draws: a history of API calls as plain numbers. What they mean is decided while they are played,
// by what exists then, so that a history stays meaningful when any draw is taken away: that is what
// makes it shrink well.
//
//   std::vector<Draw> draws = random_draws(seed, 200);
//   Played played = play(draws, target, {.seed = seed});
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "conformance/fuzz/model.hpp"

namespace curia::fuzz {

using Number = std::uint32_t;

struct Draw {
  Number what = 0;                                // the kind of call
  Number where = 0;                               // the kind of object
  Number which = 0;                               // the object
  Number how = 0;                                 // spelling, faults
  std::vector<std::pair<Number, Number>> params;  // field and value
};

inline constexpr Number draw_range = 10'000;  // every number is below it

std::vector<Draw> random_draws(std::uint64_t seed, std::size_t steps);

// One number gives several independent small ones: take(n) is below n.
class Dice {
 public:
  explicit Dice(Number number) : left_(number) {}
  Number take(Number sides) {
    const Number side = left_ % sides;
    left_ /= sides;
    return side;
  }

 private:
  Number left_;
};

// Which kinds a history is about: each history has its own choice, because all kinds at once hide
// what a few do to each other.
class Menu {
 public:
  // Of the seed's choice among these kinds (empty: all), with what they need to exist.
  Menu(std::uint64_t seed, const std::vector<KindId>& only);
  KindId kind(Number where) const;
  bool has(KindId kind) const { return weights_[kind] > 0; }

 private:
  void take(KindId kind);
  std::vector<Number> weights_;
  Number total_ = 0;
};

// Parameters of a write: names, sometimes in other letter case, and values valid or not.
std::vector<Param> draw_params(const Draw& draw, const Kind& kind, const Model& model);
// A value for a field: valid, at its limits, or wrong (draw_values.cpp).
std::string draw_value(const Field& field, const Model& model, Number value);
// An id of that kind: mostly of something there, sometimes gone, of another kind, or no id at all.
std::string draw_id(KindId kind, const Model& model, Number value);
// Parameters of a list; at most one of them is wrong.
std::vector<Param> draw_query(const Draw& draw, const Kind& kind, const Model& model);

// In another letter case; ids stay.
std::string respelled(const std::string& path);

}  // namespace curia::fuzz

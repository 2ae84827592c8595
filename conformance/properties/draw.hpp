// Draws: a random sequence of API calls as plain numbers. What they mean is decided while they are
// played, by what exists then, so that a sequence stays meaningful when any draw is taken away:
// that is what makes it shrink well.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "conformance/properties/model.hpp"

namespace curia::properties {

using Number = std::uint32_t;

struct Draw {
  Number what = 0;                                // the kind of call
  Number where = 0;                               // the kind of object
  Number which = 0;                               // the object
  Number how = 0;                                 // spelling, faults
  std::vector<std::pair<Number, Number>> params;  // field and value
};

inline constexpr Number draw_range = 10'000;  // every number is below it

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

// A kind by its weight.
const Kind& draw_kind(Number where);

// Parameters of a write: names, sometimes in other letter case, and values valid or not.
std::vector<Param> draw_params(const Draw& draw, const Kind& kind, const Model& model);
// Of a list; at most one is wrong.
std::vector<Param> draw_query(const Draw& draw, const Kind& kind, const Model& model);

// In another letter case; variables stay.
std::string respelled(const std::string& path);

}  // namespace curia::properties

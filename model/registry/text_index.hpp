// TextIndex: which slots hold a text as a substring, without regard to case (filter=text).
//
// 1. Every run of three bytes of a folded text (with two end marks behind it, so that the last
//    two bytes start a run too) is a key; its posting is the set of slots that have the run.
// 2. A needle of up to three bytes is answered by postings alone. A longer one is answered by the
//    intersection of its postings, which the caller narrows with its own look at the texts.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "model/registry/slot_set.hpp"

namespace curia {

class TextIndex {
 public:
  // A slot may hold several texts; `folded` texts come from fold_case(). The same run may stand
  // in two texts of a slot: remove all texts of a slot, then add those that stay.
  void add(std::uint32_t slot, std::string_view folded);
  void remove(std::uint32_t slot, std::string_view folded);

  // All slots that hold `folded_needle` (not empty) and possibly, when it is longer than
  // `exact_bytes`, some that do not.
  SlotSet candidates(std::string_view folded_needle) const;
  static constexpr std::size_t exact_bytes = 3;

 private:
  SlotSet starting_with(std::string_view prefix) const;

  std::unordered_map<std::uint32_t, SlotSet> postings_;  // key: three bytes, first byte highest
};

}  // namespace curia

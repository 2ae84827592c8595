// Regex: regular expressions from strangers, in time that the length of pattern and text bounds.
//
// 1. Searching never goes back: all ways to match are followed side by side (Thompson 1968, with
//    the captures of Pike's machine). One search costs at most size() steps per character.
// 2. Of several matches the first counts, and at one place the one that a backtracking engine
//    would find first: earlier alternatives before later ones, longer repetitions before shorter.
// 3. There are no back-references and no look-around, which need other machines: a pattern with
//    them is refused, as is everything that is not understood. Nothing is guessed.
// 4. A character is a code point; a byte that is no UTF-8 counts as one of its own.
//
// Understood: . [a-z] [^a-z] [[:digit:]] \d \D \w \W \s \S \t \n \r (a) (?:a) a|b a* a+ a? a{2}
// a{2,} a{2,4}, each repetition also lazy with ?, ^ $ \b \B, and \ before any punctuation.
//
//   const auto regex = Regex::compile("^0(\\d+)$");
//   std::size_t steps = limits::dial_transform_steps;
//   const auto match = regex->find("0441234", 0, steps);  // (*match)->groups[1] is 1..7
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/limits.hpp"
#include "model/base/result.hpp"

namespace curia::dialplan {

// Where a group begins and ends, in bytes; both npos when it took no part.
struct Span {
  std::size_t begin = std::string_view::npos;
  std::size_t end = std::string_view::npos;
  bool operator==(const Span&) const = default;
};

struct RegexMatch {
  std::array<Span, limits::regex_groups + 1> groups;  // 0 is the whole match
};

// A set of code points: sorted, disjoint ranges.
struct CharacterSet {
  std::vector<std::pair<char32_t, char32_t>> ranges;

  void add(char32_t first, char32_t last) { ranges.emplace_back(first, last); }
  void add(const CharacterSet& other);
  void tidy();    // sorts and joins
  void negate();  // of a tidy set
  bool contains(char32_t c) const;
};

// One step of the machine that a pattern becomes.
struct Instruction {
  enum class Op : std::uint8_t { set, split, jump, save, begin, end, word, not_word, match };
  Op op;
  std::uint32_t to = 0;     // split: tried first; jump; set and save: which
  std::uint32_t other = 0;  // split: tried after it
};

class Regex {
 public:
  // Errors: invalid_value (what is wrong, and where), limit_reached (limits::regex_*).
  static Result<Regex> compile(std::string_view pattern);

  // The first match that begins at `from` or later. `steps` goes down by what the search cost.
  // Errors: limit_reached, when `steps` would go below zero.
  Result<std::optional<RegexMatch>> find(std::string_view text, std::size_t from,
                                         std::size_t& steps) const;

  std::size_t size() const { return program_.size(); }
  std::size_t groups() const { return groups_; }  // without the whole match

 private:
  std::vector<Instruction> program_;
  std::vector<CharacterSet> sets_;
  std::size_t groups_ = 0;
};

// The code point at `at`, and its length in bytes.
std::pair<char32_t, std::size_t> code_point_at(std::string_view text, std::size_t at);

}  // namespace curia::dialplan

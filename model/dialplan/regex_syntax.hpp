// The tree of a regular expression, between its text and its program.
#pragma once

#include <string_view>
#include <vector>

#include "model/dialplan/regex.hpp"

namespace curia::dialplan {

struct RegexNode {
  enum class Type : std::uint8_t {
    sequence,   // of its children; none: matches the empty text
    choice,     // between its children
    set,        // one character of sets[index]
    group,      // its child, captured as number index
    repeat,     // its child
    assertion,  // assertion: nothing, where it holds
  };
  static constexpr std::uint32_t no_limit = 0xffffffff;

  Type type;
  std::vector<std::uint32_t> children = {};
  std::uint32_t index = 0;
  std::uint32_t min = 0, max = 0;
  bool is_lazy = false;
  Instruction::Op assertion = Instruction::Op::begin;
};

// Children stand before their parents; the last node is the whole.
struct RegexTree {
  std::vector<RegexNode> nodes;
  std::vector<CharacterSet> sets;
  std::size_t groups = 0;
};

// Errors: invalid_value, limit_reached.
Result<RegexTree> parse_regex(std::string_view pattern);

// What \d, \w, \s and their opposites mean, and [:alpha:] and the like; nullopt when there is no
// such.
std::optional<CharacterSet> escaped_class(char letter);
std::optional<CharacterSet> named_class(std::string_view name);

}  // namespace curia::dialplan

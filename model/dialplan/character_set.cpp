#include <algorithm>

#include "model/dialplan/regex_syntax.hpp"

namespace curia::dialplan {
namespace {

constexpr char32_t last_code_point = 0x110000 + 0xff;  // and the bytes that are no UTF-8

CharacterSet set_of(std::initializer_list<std::pair<char32_t, char32_t>> ranges) {
  CharacterSet set{ranges};
  set.tidy();
  return set;
}

CharacterSet all_but(CharacterSet set) {
  set.negate();
  return set;
}

}  // namespace

void CharacterSet::add(const CharacterSet& other) {
  ranges.insert(ranges.end(), other.ranges.begin(), other.ranges.end());
}

void CharacterSet::tidy() {
  std::ranges::sort(ranges);
  std::vector<std::pair<char32_t, char32_t>> joined;
  for (const auto& [first, last] : ranges) {
    if (!joined.empty() && first <= joined.back().second + 1)
      joined.back().second = std::max(joined.back().second, last);
    else
      joined.emplace_back(first, last);
  }
  ranges = std::move(joined);
}

void CharacterSet::negate() {
  std::vector<std::pair<char32_t, char32_t>> gaps;
  char32_t next = 0;
  for (const auto& [first, last] : ranges) {
    if (first > next) gaps.emplace_back(next, first - 1);
    next = last + 1;
  }
  if (next <= last_code_point) gaps.emplace_back(next, last_code_point);
  ranges = std::move(gaps);
}

bool CharacterSet::contains(char32_t c) const {
  const auto above = std::ranges::upper_bound(ranges, c, {}, &std::pair<char32_t, char32_t>::first);
  return above != ranges.begin() && c <= std::prev(above)->second;
}

std::optional<CharacterSet> escaped_class(char letter) {
  switch (letter) {
    case 'd':
      return named_class("digit");
    case 'D':
      return all_but(*named_class("digit"));
    case 'w':
      return named_class("word");
    case 'W':
      return all_but(*named_class("word"));
    case 's':
      return named_class("space");
    case 'S':
      return all_but(*named_class("space"));
    default:
      return std::nullopt;
  }
}

std::optional<CharacterSet> named_class(std::string_view name) {
  if (name == "alnum") return set_of({{'0', '9'}, {'A', 'Z'}, {'a', 'z'}});
  if (name == "alpha") return set_of({{'A', 'Z'}, {'a', 'z'}});
  if (name == "blank") return set_of({{'\t', '\t'}, {' ', ' '}});
  if (name == "digit") return set_of({{'0', '9'}});
  if (name == "lower") return set_of({{'a', 'z'}});
  if (name == "punct") return set_of({{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}});
  if (name == "space") return set_of({{'\t', '\r'}, {' ', ' '}});
  if (name == "upper") return set_of({{'A', 'Z'}});
  if (name == "word") return set_of({{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}});
  if (name == "xdigit") return set_of({{'0', '9'}, {'A', 'F'}, {'a', 'f'}});
  return std::nullopt;
}

}  // namespace curia::dialplan

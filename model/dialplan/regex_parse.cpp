// The text of a regular expression to its tree, by descent.
#include <algorithm>

#include "model/base/text.hpp"
#include "model/dialplan/regex_syntax.hpp"

namespace curia::dialplan {
namespace {

using Type = RegexNode::Type;

bool is_ascii_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

class Parser {
 public:
  explicit Parser(std::string_view pattern) : text_(pattern) {}

  Result<RegexTree> run() {
    auto whole = choice(0);
    if (!whole) return fail(whole.error());
    if (!done()) return wrong("there is a ) without its (");
    return std::move(tree_);
  }

 private:
  bool done() const { return at_ == text_.size(); }
  char peek() const { return text_[at_]; }
  bool take(std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }
  char32_t take_code_point() {
    const auto [c, length] = code_point_at(text_, at_);
    at_ += length;
    return c;
  }
  std::unexpected<Error> wrong(const std::string& what) const {
    return fail(Errc::invalid_value, what + " (at character " + std::to_string(at_ + 1) + ")");
  }
  std::uint32_t add(RegexNode node) {
    tree_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(tree_.nodes.size() - 1);
  }
  std::uint32_t add_set(CharacterSet set) {
    set.tidy();
    tree_.sets.push_back(std::move(set));
    return add({.type = Type::set, .index = static_cast<std::uint32_t>(tree_.sets.size() - 1)});
  }

  Result<std::uint32_t> choice(std::size_t depth) {
    if (depth > limits::regex_nesting)
      return fail(Errc::limit_reached, "parentheses are nested too deeply");
    RegexNode node{.type = Type::choice};
    do {
      auto branch = sequence(depth);
      if (!branch) return branch;
      node.children.push_back(*branch);
    } while (take("|"));
    return node.children.size() == 1 ? node.children.front() : add(std::move(node));
  }

  Result<std::uint32_t> sequence(std::size_t depth) {
    RegexNode node{.type = Type::sequence};
    while (!done() && peek() != '|' && peek() != ')') {
      auto item = atom(depth);
      if (!item) return item;
      auto repeated = repetition(*item);
      if (!repeated) return repeated;
      node.children.push_back(*repeated);
    }
    return add(std::move(node));
  }

  Result<std::uint32_t> atom(std::size_t depth) {
    if (take("(")) return group(depth);
    if (take("[")) return bracket();
    if (take("^")) return assertion(Instruction::Op::begin);
    if (take("$")) return assertion(Instruction::Op::end);
    if (take("\\")) return escape();
    if (peek() == '*' || peek() == '+' || peek() == '?') return wrong("there is nothing to repeat");
    CharacterSet set;
    if (take(".")) {
      set.add('\n', '\n');
      set.negate();
    } else {
      const char32_t c = take_code_point();
      set.add(c, c);
    }
    return add_set(std::move(set));
  }

  Result<std::uint32_t> assertion(Instruction::Op op) {
    return add({.type = Type::assertion, .assertion = op});
  }

  Result<std::uint32_t> group(std::size_t depth) {
    const bool is_captured = !take("?:");
    if (is_captured && !done() && peek() == '?')
      return wrong("look-around and options in parentheses are not understood");
    std::uint32_t number = 0;
    if (is_captured) {
      if (tree_.groups == limits::regex_groups)
        return fail(Errc::limit_reached, "there are too many groups");
      number = static_cast<std::uint32_t>(++tree_.groups);
    }
    auto inner = choice(depth + 1);
    if (!inner) return inner;
    if (!take(")")) return wrong("there is a ( without its )");
    if (!is_captured) return inner;
    return add({.type = Type::group, .children = {*inner}, .index = number});
  }

  Result<std::uint32_t> escape() {
    if (done()) return wrong("there is nothing after the last backslash");
    if (take("b")) return assertion(Instruction::Op::word);
    if (take("B")) return assertion(Instruction::Op::not_word);
    auto set = escaped_set();
    if (!set) return fail(set.error());
    return add_set(*std::move(set));
  }

  // What stands behind a backslash, alone or in brackets.
  Result<CharacterSet> escaped_set() {
    const char c = peek();
    if (auto named = escaped_class(c)) {
      ++at_;
      return *std::move(named);
    }
    constexpr std::string_view letters = "tnrfv", values = "\t\n\r\f\v";
    CharacterSet set;
    if (const std::size_t found = letters.find(c); found != std::string_view::npos) {
      ++at_;
      const auto control = static_cast<char32_t>(values[found]);
      set.add(control, control);
      return set;
    }
    if (is_ascii_alphanumeric(c))
      return wrong(c >= '1' && c <= '9' ? "back-references are not understood"
                                        : "this escape is not understood");
    const char32_t literal = take_code_point();
    set.add(literal, literal);
    return set;
  }

  // One end of a range, or a class: whether it was a single character.
  Result<bool> bracket_item(CharacterSet& item) {
    if (take("[:")) {
      const std::size_t end = text_.find(":]", at_);
      auto named =
          end == std::string_view::npos ? std::nullopt : named_class(text_.substr(at_, end - at_));
      if (!named) return wrong("there is no character class of this name");
      at_ = end + 2;
      item = *std::move(named);
      return false;
    }
    if (take("\\")) {
      if (done()) return wrong("there is nothing after the last backslash");
      auto set = escaped_set();
      if (!set) return fail(set.error());
      item = *std::move(set);
      return item.ranges.size() == 1 && item.ranges[0].first == item.ranges[0].second;
    }
    const char32_t c = take_code_point();
    item.add(c, c);
    return true;
  }

  Result<std::uint32_t> bracket() {
    const bool is_negated = take("^");
    CharacterSet set;
    for (bool is_first = true;; is_first = false) {
      if (done()) return wrong("there is a [ without its ]");
      if (!is_first && take("]")) break;
      CharacterSet low;
      auto is_single = bracket_item(low);
      if (!is_single) return fail(is_single.error());
      const bool is_range = at_ + 1 < text_.size() && peek() == '-' && text_[at_ + 1] != ']';
      if (is_range) {
        ++at_;
        CharacterSet high;
        auto is_high_single = bracket_item(high);
        if (!is_high_single) return fail(is_high_single.error());
        if (!*is_single || !*is_high_single || low.ranges[0].first > high.ranges[0].first)
          return wrong("this range of characters has no order");
        low.ranges[0].second = high.ranges[0].first;
      }
      set.add(low);
    }
    set.tidy();
    if (is_negated) set.negate();
    return add_set(std::move(set));
  }

  // {2}, {2,} or {2,4}; a brace that is not such a count stands for itself.
  bool count(RegexNode& node) {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) return false;
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    const std::size_t comma = inside.find(',');
    const auto low = parse_decimal(inside.substr(0, comma));
    if (!low) return false;
    // Above the limit the number itself does not matter.
    const auto bounded = [](std::int64_t n) {
      return static_cast<std::uint32_t>(std::min<std::int64_t>(n, limits::regex_repetitions + 1));
    };
    node.min = node.max = bounded(*low);
    if (comma != std::string_view::npos) {
      const std::string_view after = inside.substr(comma + 1);
      const auto high = parse_decimal(after);
      if (!after.empty() && !high) return false;
      node.max = after.empty() ? RegexNode::no_limit : bounded(*high);
    }
    at_ = end + 1;
    return true;
  }

  Result<std::uint32_t> repetition(std::uint32_t item) {
    RegexNode node{.type = Type::repeat, .children = {item}, .max = RegexNode::no_limit};
    if (take("+"))
      node.min = 1;
    else if (take("?"))
      node.max = 1;
    else if (!take("*") && (done() || peek() != '{' || !count(node)))
      return item;
    if (node.min > limits::regex_repetitions ||
        (node.max != RegexNode::no_limit && node.max > limits::regex_repetitions))
      return fail(Errc::limit_reached, "this is repeated too often");
    if (node.max < node.min) return wrong("this repetition has no order");
    node.is_lazy = take("?");
    if (!done() && (peek() == '*' || peek() == '+' || peek() == '?'))
      return wrong("a repetition cannot be repeated without parentheses");
    return add(std::move(node));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  RegexTree tree_;
};

}  // namespace

Result<RegexTree> parse_regex(std::string_view pattern) { return Parser(pattern).run(); }

}  // namespace curia::dialplan

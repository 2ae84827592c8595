#include "model/dialplan/regex.hpp"

#include <span>

#include "model/base/check.hpp"
#include "model/base/text.hpp"
#include "model/dialplan/regex_syntax.hpp"

namespace curia::dialplan {
namespace {

using Op = Instruction::Op;

// Unrolls a tree into a program. Whatever is too large stops it early: nodes that make nothing
// count too, so that empty repetitions of empty repetitions end.
class Emitter {
 public:
  explicit Emitter(const RegexTree& tree) : tree_(tree) {}

  Result<std::vector<Instruction>> run() {
    push({Op::save, 0});
    emit(static_cast<std::uint32_t>(tree_.nodes.size() - 1));
    push({Op::save, 1});
    push({Op::match});
    if (is_too_large_) return fail(Errc::limit_reached, "the pattern is too large");
    return std::move(program_);
  }

 private:
  std::uint32_t here() const { return static_cast<std::uint32_t>(program_.size()); }
  std::uint32_t push(Instruction instruction) {
    if (program_.size() >= limits::regex_instructions) is_too_large_ = true;
    if (!is_too_large_) program_.push_back(instruction);
    return is_too_large_ ? 0 : here() - 1;
  }

  void emit(std::uint32_t index) {
    if (++visits_ > limits::regex_instructions) is_too_large_ = true;
    if (is_too_large_) return;
    const RegexNode& node = tree_.nodes[index];
    switch (node.type) {
      case RegexNode::Type::sequence:
        for (std::uint32_t child : node.children) emit(child);
        break;
      case RegexNode::Type::choice:
        emit_choice(node);
        break;
      case RegexNode::Type::set:
        push({Op::set, node.index});
        break;
      case RegexNode::Type::group:
        push({Op::save, 2 * node.index});
        emit(node.children.front());
        push({Op::save, 2 * node.index + 1});
        break;
      case RegexNode::Type::repeat:
        emit_repeat(node);
        break;
      case RegexNode::Type::assertion:
        push({node.assertion});
        break;
    }
  }

  void emit_choice(const RegexNode& node) {
    std::vector<std::uint32_t> jumps;
    for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
      const std::uint32_t split = push({Op::split});
      aim(split, here(), false);
      emit(node.children[i]);
      jumps.push_back(push({Op::jump}));
      aim(split, here(), true);
    }
    emit(node.children.back());
    for (std::uint32_t jump : jumps) aim(jump, here(), false);
  }

  void emit_repeat(const RegexNode& node) {
    const std::uint32_t child = node.children.front();
    for (std::uint32_t i = 0; i < node.min && !is_too_large_; ++i) emit(child);
    if (node.max == RegexNode::no_limit) {
      const std::uint32_t split = push({Op::split});
      aim(split, here(), node.is_lazy);
      emit(child);
      aim(push({Op::jump}), split, false);
      aim(split, here(), !node.is_lazy);
      return;
    }
    std::vector<std::uint32_t> splits;
    for (std::uint32_t i = node.min; i < node.max && !is_too_large_; ++i) {
      splits.push_back(push({Op::split}));
      aim(splits.back(), here(), node.is_lazy);
      emit(child);
    }
    for (std::uint32_t split : splits) aim(split, here(), !node.is_lazy);
  }

  // Where an instruction goes on: first, or for a split what is tried second.
  void aim(std::uint32_t at, std::uint32_t target, bool is_second) {
    if (is_too_large_) return;
    (is_second ? program_[at].other : program_[at].to) = target;
  }

  const RegexTree& tree_;
  std::vector<Instruction> program_;
  std::size_t visits_ = 0;
  bool is_too_large_ = false;
};

using Slots = std::array<std::uint32_t, 2 * (limits::regex_groups + 1)>;
constexpr std::uint32_t unset = 0xffffffff;

struct Thread {
  std::uint32_t at;
  Slots slots;
};

// The threads of one place in the text, the most wanted first; each instruction at most once.
struct ThreadList {
  std::vector<Thread> threads;
  std::vector<std::uint32_t> seen;
  std::uint32_t round = 0;

  void begin_round() {
    threads.clear();
    ++round;
  }
};

bool is_word(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  const char c = text[at];
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

class Machine {
 public:
  Machine(std::span<const Instruction> program, std::span<const CharacterSet> sets,
          std::string_view text, std::size_t& steps)
      : program_(program), sets_(sets), text_(text), steps_(steps) {
    current_.seen.resize(program.size());
    next_.seen.resize(program.size());
  }

  Result<std::optional<RegexMatch>> run(std::size_t from) {
    current_.begin_round();
    for (std::size_t at = from;;) {
      if (!found_) {
        Slots none;
        none.fill(unset);
        follow(current_, 0, none, at);
      }
      if (is_spent_) return fail(Errc::limit_reached, "matching takes too long");
      if (found_ && current_.threads.empty()) break;
      const bool is_end = at >= text_.size();
      const auto [c, length] =
          is_end ? std::pair{char32_t{}, std::size_t{}} : code_point_at(text_, at);
      next_.begin_round();
      step(is_end, c, at + length);
      if (is_end) break;
      std::swap(current_, next_);
      at += length;
    }
    if (is_spent_) return fail(Errc::limit_reached, "matching takes too long");
    return result();
  }

 private:
  // One character for every thread; a thread that has matched ends those that come after it.
  void step(bool is_end, char32_t c, std::size_t after) {
    for (const Thread& thread : current_.threads) {
      const Instruction& instruction = program_[thread.at];
      if (instruction.op == Op::match) {
        found_ = thread.slots;
        return;
      }
      if (!is_end && sets_[instruction.to].contains(c))
        follow(next_, thread.at + 1, thread.slots, after);
    }
  }

  // Adds what is reached from an instruction without taking a character, in order of preference.
  void follow(ThreadList& list, std::uint32_t from, const Slots& slots, std::size_t at) {
    waiting_.push_back({from, slots});
    while (!waiting_.empty()) {
      Thread thread = waiting_.back();
      waiting_.pop_back();
      if (list.seen[thread.at] == list.round) continue;
      list.seen[thread.at] = list.round;
      if (steps_ == 0) {
        is_spent_ = true;
        waiting_.clear();
        return;
      }
      --steps_;
      const Instruction& instruction = program_[thread.at];
      switch (instruction.op) {
        case Op::split:
          waiting_.push_back({instruction.other, thread.slots});
          waiting_.push_back({instruction.to, thread.slots});
          break;
        case Op::jump:
          waiting_.push_back({instruction.to, thread.slots});
          break;
        case Op::save:
          thread.slots[instruction.to] = static_cast<std::uint32_t>(at);
          waiting_.push_back({thread.at + 1, thread.slots});
          break;
        case Op::set:
        case Op::match:
          list.threads.push_back(thread);
          break;
        default:
          if (holds(instruction.op, at)) waiting_.push_back({thread.at + 1, thread.slots});
      }
    }
  }

  bool holds(Op assertion, std::size_t at) const {
    if (assertion == Op::begin) return at == 0;
    if (assertion == Op::end) return at == text_.size();
    const bool is_edge = (at > 0 && is_word(text_, at - 1)) != is_word(text_, at);
    return is_edge == (assertion == Op::word);
  }

  std::optional<RegexMatch> result() const {
    if (!found_) return std::nullopt;
    RegexMatch match;
    for (std::size_t i = 0; i < match.groups.size(); ++i)
      if ((*found_)[2 * i] != unset && (*found_)[2 * i + 1] != unset)
        match.groups[i] = {(*found_)[2 * i], (*found_)[2 * i + 1]};
    return match;
  }

  std::span<const Instruction> program_;
  std::span<const CharacterSet> sets_;
  std::string_view text_;
  std::size_t& steps_;
  ThreadList current_, next_;
  std::vector<Thread> waiting_;
  std::optional<Slots> found_;
  bool is_spent_ = false;
};

}  // namespace

std::pair<char32_t, std::size_t> code_point_at(std::string_view text, std::size_t at) {
  check(at < text.size(), "a place in the text");
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const std::string_view bytes = text.substr(at, length);
  if (length == 1) return {lead, 1};
  if (!is_utf8(bytes)) return {char32_t{0x110000} + lead, 1};
  char32_t c = lead & (0xffu >> (length + 1));
  for (char byte : bytes.substr(1)) c = c << 6 | (static_cast<unsigned char>(byte) & 0x3fu);
  return {c, length};
}

Result<Regex> Regex::compile(std::string_view pattern) {
  auto tree = parse_regex(pattern);
  if (!tree) return fail(tree.error());
  auto program = Emitter(*tree).run();
  if (!program) return fail(program.error());
  Regex regex;
  regex.program_ = *std::move(program);
  regex.sets_ = std::move(tree->sets);
  regex.groups_ = tree->groups;
  return regex;
}

Result<std::optional<RegexMatch>> Regex::find(std::string_view text, std::size_t from,
                                              std::size_t& steps) const {
  check(from <= text.size(), "a search begins inside the text");
  return Machine(program_, sets_, text, steps).run(from);
}

}  // namespace curia::dialplan

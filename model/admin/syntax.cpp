#include "model/admin/syntax.hpp"

#include <algorithm>

#include "model/admin/values.hpp"
#include "model/base/check.hpp"

namespace curia::admin {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// What stands at the beginning of the pattern, without what encloses it.
std::string_view take_enclosed(std::string_view& pattern, char close) {
  const std::size_t end = pattern.find(close);
  check(end != std::string_view::npos, "a bracket of a pattern is closed");
  const std::string_view inside = pattern.substr(1, end - 1);
  pattern.remove_prefix(end + 1);
  return inside;
}

std::string_view take_word(std::string_view& pattern) {
  const std::size_t end = pattern.find_first_of(" ]");
  const std::string_view word = pattern.substr(0, end);
  pattern.remove_prefix(word.size());
  return word;
}

Element take_element(std::string_view& pattern) {
  if (pattern.front() == '(')
    return {Element::Kind::choice, split(take_enclosed(pattern, ')'), '|'), "", false, false};
  if (pattern.front() != '<') return {Element::Kind::word, {take_word(pattern)}, "", false, false};
  const std::string_view inside = take_enclosed(pattern, '>');
  if (inside.starts_with('='))
    return {Element::Kind::choice, split(inside.substr(1), '|'), inside.substr(1), false, false};
  const bool is_repeated = inside.starts_with('+');
  return {Element::Kind::value, {}, inside.substr(is_repeated ? 1 : 0), false, is_repeated};
}

bool fits(const Element& element, const std::string& word) {
  return element.kind == Element::Kind::value ||
         std::ranges::find(element.words, word) != element.words.end();
}

}  // namespace

Syntax::Syntax(std::string_view pattern) {
  while (!pattern.empty()) {
    if (pattern.front() == ' ') {
      pattern.remove_prefix(1);
      continue;
    }
    const bool is_optional = pattern.front() == '[';
    if (is_optional) pattern.remove_prefix(1);
    elements_.push_back(take_element(pattern));
    elements_.back().optional = is_optional;
    if (!is_optional) continue;
    check(pattern.starts_with(']'), "what may be absent is one element");
    pattern.remove_prefix(1);
  }
  check(!elements_.empty(), "a form begins with a word");
}

std::string Syntax::text() const {
  std::string out;
  for (const Element& element : elements_) {
    if (!out.empty()) out += ' ';
    out += element.optional ? "[" + text_of(element) + "]" : text_of(element);
  }
  return out;
}

std::optional<Captures> Syntax::match(std::span<const std::string> words) const {
  Captures captures;
  std::size_t next = 0;
  for (const Element& element : elements_) {
    const bool is_there = next < words.size() && fits(element, words[next]);
    if (!is_there && !element.optional) return std::nullopt;
    if (element.repeated) {
      while (next < words.size()) captures.rest.push_back(words[next++]);
      continue;
    }
    if (is_there && element.kind != Element::Kind::value) ++captures.literals;
    const bool is_plain = element.kind == Element::Kind::word && !element.optional;
    if (!is_plain) captures.values.push_back(is_there ? words[next] : std::string());
    if (is_there) ++next;
  }
  if (next != words.size()) return std::nullopt;
  return captures;
}

std::size_t Syntax::fitting(std::span<const std::string> words) const {
  std::size_t next = 0;
  for (const Element& element : elements_) {
    if (next == words.size()) return next;
    if (element.repeated) return words.size();
    if (fits(element, words[next]))
      ++next;
    else if (!element.optional)
      return next;
  }
  return next;
}

const Element* Syntax::after(std::span<const std::string> words) const {
  std::size_t next = 0;
  for (const Element& element : elements_) {
    if (next == words.size() || element.repeated) return &element;
    if (fits(element, words[next]))
      ++next;
    else if (!element.optional)
      return nullptr;
  }
  return nullptr;
}

std::vector<std::string_view> Syntax::head() const {
  std::vector<std::string_view> words;
  for (const Element& element : elements_) {
    if (element.kind != Element::Kind::word || element.optional) break;
    words.push_back(element.words.front());
  }
  return words;
}

std::string text_of(const Element& element) {
  if (element.kind == Element::Kind::value) return "<" + std::string(element.name) + ">";
  std::string joined;
  for (const std::string_view word : element.words)
    joined += (joined.empty() ? "" : "|") + std::string(word);
  if (element.kind == Element::Kind::word) return joined;
  return element.name.empty() ? "(" + joined + ")" : "<" + joined + ">";
}

}  // namespace curia::admin

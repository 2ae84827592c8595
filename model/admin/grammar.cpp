#include "model/admin/grammar.hpp"

#include <algorithm>
#include <set>

#include "model/admin/command_line.hpp"
#include "model/base/check.hpp"

namespace curia::admin {
namespace {

constexpr std::size_t typing_slips = 2;  // in a word that we still recognise

// How many letters have to be changed, put in or left out (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

// The words that begin so; else those that were nearly typed.
std::vector<std::string_view> alike(std::string_view word,
                                    const std::set<std::string_view>& known) {
  std::vector<std::string_view> found;
  for (const std::string_view other : known)
    if (!word.empty() && other.starts_with(word)) found.push_back(other);
  if (!found.empty()) return found;
  std::size_t least = typing_slips;
  for (const std::string_view other : known) {
    const std::size_t slips = distance(word, other);
    if (other.size() <= typing_slips || slips > least) continue;
    if (slips < least) found.clear();
    least = slips;
    found.push_back(other);
  }
  return found;
}

std::string did_you_mean(const std::vector<std::string_view>& found) {
  std::string text;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i > 0) text += i + 1 == found.size() ? " or " : ", ";
    text += "'" + std::string(found[i]) + "'";
  }
  return "did you mean " + text + "?";
}

}  // namespace

Grammar::Grammar(std::span<const Topic* const> topics) : topics_(topics.begin(), topics.end()) {
  std::ranges::sort(topics_, {}, &Topic::name);
  for (const Topic* topic : topics_)
    for (const Form& form : topic->forms) {
      entries_.push_back({topic, &form, Syntax(form.syntax)});
      check(entries_.back().syntax.head().front() == topic->name, "a form begins with its topic");
    }
}

Result<Match> Grammar::match(std::span<const std::string> words, Role role) const {
  const Entry* best = nullptr;
  Captures captures;
  bool is_forbidden = false;
  for (const Entry& entry : entries_) {
    if (words.empty() || entry.topic->name != words.front()) continue;
    auto fit = entry.syntax.match(words);
    if (!fit) continue;
    if (!entry.form->roles.has(role)) {
      is_forbidden = true;
      continue;
    }
    const std::size_t literals = fit->literals + entry.syntax.head().size();
    if (best != nullptr && literals <= captures.literals) continue;
    best = &entry;
    captures = *std::move(fit);
    captures.literals = literals;
  }
  if (best == nullptr && is_forbidden)
    return fail(Errc::not_permitted,
                "the role " + std::string(name_of(role)) + " may not use this command");
  if (best == nullptr) return fail(hint(words, role));
  std::size_t value = 0;
  for (const Element& element : best->syntax.elements()) {
    if (element.repeated) {
      for (const std::string& word : captures.rest)
        if (auto good = check_value(element.name, word); !good) return fail(good.error());
      continue;
    }
    if (element.kind == Element::Kind::word && !element.optional) continue;
    const std::string& word = captures.values[value++];
    if (element.kind != Element::Kind::value || (word.empty() && element.optional)) continue;
    if (auto good = check_value(element.name, word); !good) return fail(good.error());
  }
  return Match{best->form, std::move(captures)};
}

Error Grammar::unknown(const std::string& word, Role role) const {
  std::set<std::string_view> names;
  for (const Entry& entry : entries_)
    if (entry.form->roles.has(role)) names.insert(entry.topic->name);
  const auto found = alike(word, names);
  return {Errc::not_found, "",
          "unknown command '" + word +
              "': " + (found.empty() ? "'help' lists the commands" : did_you_mean(found))};
}

// The line begins as a command but is none: what could stand where it goes wrong.
Error Grammar::hint(std::span<const std::string> words, Role role) const {
  std::size_t longest = 0;
  for (const Entry& entry : entries_)
    if (!words.empty() && entry.topic->name == words.front() && entry.form->roles.has(role))
      longest = std::max(longest, entry.syntax.fitting(words));
  if (longest == 0) return unknown(words.empty() ? "" : words.front(), role);
  std::set<std::string_view> could_stand;
  std::string usage;
  for (const Entry& entry : entries_) {
    if (entry.topic->name != words.front() || !entry.form->roles.has(role)) continue;
    if (entry.syntax.fitting(words) != longest) continue;
    if (entry.form->is_listed) usage += "\n" + entry.syntax.text();
    if (longest == words.size()) continue;
    if (const Element* next = entry.syntax.after(words.first(longest)); next != nullptr)
      could_stand.insert(next->words.begin(), next->words.end());
  }
  std::string told;
  if (longest == words.size()) {
    told = "the command is not complete";
  } else {
    told = "'" + words[longest] + "' is not expected here";
    const auto found = alike(words[longest], could_stand);
    if (!found.empty()) told += ": " + did_you_mean(found);
  }
  return {Errc::invalid_value, "", told + "\nUsage:" + usage};
}

std::string Grammar::help(Role role) const {
  std::string text;
  for (const Topic* topic : topics_) {
    const bool may = std::ranges::any_of(
        topic->forms, [&](const Form& form) { return form.roles.has(role) && form.is_listed; });
    if (may) text += std::string(topic->name) + "\n";
  }
  return text;
}

Result<std::string> Grammar::help(std::string_view name, Role role) const {
  const auto topic = std::ranges::find(topics_, name, &Topic::name);
  if (topic == topics_.end()) return fail(unknown(std::string(name), role));
  std::string text;
  if (!(*topic)->description.empty()) text = std::string((*topic)->description) + "\nUsage:\n";
  for (const Entry& entry : entries_)
    if (entry.topic == *topic && entry.form->is_listed) text += entry.syntax.text() + "\n";
  return text;
}

std::vector<std::string> Grammar::complete(std::string_view line, Role role,
                                           const Values& values) const {
  const auto start = parse_line_start(line);
  if (!start) return {};
  std::set<std::string> found;
  const auto offer = [&](std::string_view word) {
    if (word.starts_with(start->begun)) found.emplace(word);
  };
  for (const Entry& entry : entries_) {
    if (!entry.form->roles.has(role) || !entry.form->is_listed) continue;
    if (entry.syntax.fitting(start->words) != start->words.size()) continue;
    const Element* next = entry.syntax.after(start->words);
    if (next == nullptr) continue;
    for (const std::string_view word : next->words) offer(word);
    if (next->kind == Element::Kind::value && values)
      for (const std::string& word : values(next->name)) offer(word);
  }
  return {found.begin(), found.end()};
}

}  // namespace curia::admin

#include "sim/scenario/person_text.hpp"

#include <algorithm>
#include <ranges>

#include "sim/scenario/text.hpp"

namespace curia::scenario {
namespace {

constexpr std::int64_t most_screens = 3;

std::vector<std::string_view> words_of(std::string_view form) {
  std::vector<std::string_view> words;
  for (auto part : form | std::views::split(' ')) words.emplace_back(part.begin(), part.end());
  return words;
}

// The arguments, when the line is a sentence of this form up to its end or to `->`.
bool matches(LineReader& in, std::string_view form, std::vector<std::string>& arguments) {
  for (const std::string_view word : words_of(form)) {
    if (word == "*") {
      while (in.more() && in.peek() != "->" && !in.failed())
        arguments.push_back(in.quoted_or_word("a word"));
    } else if (word != "%") {
      if (!in.take(word)) return false;
    } else if (!in.more() || in.peek() == "->") {
      return false;
    } else {
      arguments.push_back(in.quoted_or_word("a word"));
    }
  }
  return !in.failed() && (!in.more() || in.peek() == "->") &&
         (!form.ends_with('*') || !arguments.empty());
}

// A word that could be taken for one of the form, where the form has such words, is quoted.
std::string argument(std::string_view word, bool may_be_mistaken) {
  const auto text = word.empty() ? "\"\"" : quoted(word);
  const bool needs_quotes = word == "->" || (may_be_mistaken && is_word_of_forms(word));
  return needs_quotes && text.front() != '"' ? "\"" + text + "\"" : text;
}

}  // namespace

PersonIntro parse_person(LineReader& in) {
  using Manner = PersonIntro::Manner;
  PersonIntro person;
  person.name = in.word("a name");
  if (!is_person_name(person.name))
    in.complain("'" + person.name +
                "' cannot be a name: it has small letters, digits and _, and "
                "begins no other step");
  if (in.take("web"))
    person.medium = PersonIntro::Medium::web;
  else if (!in.take("sip"))
    in.complain("a person has `sip` or `web`");
  if (in.more() && in.peek().contains('@')) person.address = in.word("an address");
  while (in.more() && !in.failed()) {
    if (in.take("answers")) {
      person.manner = Manner::answers;
    } else if (in.take("rejects")) {
      person.manner = Manner::rejects;
    } else if (in.take("busy")) {
      person.manner = Manner::is_busy;
    } else if (in.take("silent")) {
      person.manner = Manner::never_answers;
    } else if (in.take("after")) {
      person.after = in.duration("a time");
    } else if (in.take("screens")) {
      person.screens = static_cast<int>(in.number("1 to 3", most_screens));
      if (person.screens < 1) in.complain("somebody has 1 to 3 screens");
    } else if (in.take("audio")) {
      person.has_video = false;
    } else {
      in.complain("a person: answers, rejects, busy or silent, after TIME, screens N, audio");
    }
  }
  return person;
}

bool begins_person_step(const LineReader& in) {
  LineReader ahead = in;
  if (!is_person_name(ahead.peek())) return false;
  ahead.take(ahead.peek());
  const std::string_view verb = ahead.peek();
  return std::ranges::any_of(verb_forms(), [&](const VerbForm& form) {
    return !verb.empty() && words_of(form.form).front() == verb;
  });
}

PersonStep parse_person_step(LineReader& in) {
  PersonStep step;
  step.person = in.word("a name");
  const auto first = std::string(in.peek());
  bool is_known = false;
  for (const VerbForm& form : verb_forms()) {
    LineReader ahead = in;
    std::vector<std::string> arguments;
    if (!matches(ahead, form.form, arguments)) continue;
    in = ahead;
    step.verb = form.verb;
    step.words = std::move(arguments);
    is_known = true;
    break;
  }
  if (!is_known) {
    std::string known;
    for (const VerbForm& form : verb_forms())
      if (words_of(form.form).front() == first)
        known += (known.empty() ? "`" : ", `") + std::string(form.form) + "`";
    in.complain("nobody can do that; there is " + known);
  }
  if (in.take("->")) {
    if (!in.take("refused")) in.complain("only `-> refused` may come of it");
    if (is_expectation(step)) in.complain("an expectation cannot be refused");
    step.is_refused = true;
  }
  return step;
}

std::string write(const PersonIntro& person) {
  using Manner = PersonIntro::Manner;
  std::string out = "person " + person.name;
  out += person.medium == PersonIntro::Medium::web ? " web" : " sip";
  if (!person.address.empty()) out += " " + person.address;
  if (person.manner == Manner::rejects) out += " rejects";
  if (person.manner == Manner::is_busy) out += " busy";
  if (person.manner == Manner::never_answers) out += " silent";
  if (person.after != Duration::zero()) out += " after " + to_text(person.after);
  if (person.screens != 1) out += " screens " + std::to_string(person.screens);
  if (!person.has_video) out += " audio";
  return out;
}

std::string write(const PersonStep& step) {
  std::string out = step.person;
  std::size_t at = 0;
  for (const std::string_view word : words_of(form_of(step.verb))) {
    if (word == "%") {
      out += " " + argument(step.words[at++], true);
    } else if (word == "*") {
      for (bool is_first = true; at < step.words.size(); is_first = false)
        out += " " + argument(step.words[at++], is_first);
    } else {
      out += " " + std::string(word);
    }
  }
  return out + (step.is_refused ? " -> refused" : "");
}

}  // namespace curia::scenario

// People in scenarios as data: who there is, what somebody does, and what he must see of it.
//
// Every sentence is one of a table of forms (person_words.cpp) in which `%` stands for one word
// and `*` for all that follow; the parser, the writer and docs/scenarios.md speak of these forms.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/time.hpp"

namespace curia::scenario {

// `person ann sip ann@example.com answers after 2s`
struct PersonIntro {
  enum class Medium : std::uint8_t { sip, web } medium = Medium::sip;
  enum class Manner : std::uint8_t { answers, rejects, is_busy, never_answers };
  std::string name;
  std::string address;  // empty: has none, a guest
  Manner manner = Manner::answers;
  Duration after{};
  int screens = 1;
  bool has_video = true;
  bool operator==(const PersonIntro&) const = default;
};

enum class Verb : std::uint8_t {
  joins,
  joins_with,
  dials,
  presses,
  talks,
  talks_at,
  stops_talking,
  shares,
  stops_sharing,
  leaves,
  drops,
  comes_back,
  holds,
  resumes,
  mutes,
  unmutes,
  mutes_video,
  unmutes_video,
  locks,
  unlocks,
  ends_call,
  removes,
  adds,
  makes_important,
  makes_ordinary,
  chooses,
  selects,
  records,
  stops_recording,
  streams,
  stops_streaming,
  raises_hand,
  lowers_hand,
  lowers_hand_of,
  changes_role,
  says,
  // Expectations.
  is_not,
  is,
  is_gone,
  has_role,
  has_layout,
  has_label,
  has_message,
  has_banner,
  has_counter,
  has_heard,
  has_read,
  has_raised,
  has_not_raised,
  may_not,
  may,
  may_make,
  hears_nobody,
  hears_not,
  hears,
  sees_no_presentation,
  sees_presentation,
  sees_icon,
  sees_adaptive,
  sees,
};

struct PersonStep {
  std::string person;
  Verb verb = Verb::joins;
  std::vector<std::string> words;  // for the % and * of the form
  bool is_refused = false;         // `-> refused`: it must not be allowed
  bool operator==(const PersonStep&) const = default;
};

struct VerbForm {
  Verb verb;
  std::string_view form;
};
// In the order in which they are tried.
std::span<const VerbForm> verb_forms();
std::string_view form_of(Verb verb);

// Expectations change nothing.
bool is_expectation(const PersonStep& step);

// A name that somebody in a scenario may have: lower case letters, digits, _; no word that begins
// another step.
bool is_person_name(std::string_view name);
// Whether the word stands in a form: as an argument it is quoted.
bool is_word_of_forms(std::string_view word);

}  // namespace curia::scenario

#include <algorithm>
#include <array>
#include <ranges>

#include "model/base/check.hpp"
#include "sim/scenario/person_step.hpp"

namespace curia::scenario {
namespace {

using enum Verb;

constexpr VerbForm forms[] = {
    {joins_with, "joins % passcode %"},
    {joins, "joins %"},
    {dials, "dials %"},
    {presses, "presses %"},
    {talks_at, "talks at %"},
    {talks, "talks"},
    {stops_talking, "stops talking"},
    {shares, "shares"},
    {stops_sharing, "stops sharing"},
    {leaves, "leaves"},
    {drops, "drops"},
    {comes_back, "comes back"},
    {holds, "holds"},
    {resumes, "resumes"},
    {mutes_video, "mutes video of %"},
    {mutes, "mutes %"},
    {unmutes_video, "unmutes video of %"},
    {unmutes, "unmutes %"},
    {locks, "locks the call"},
    {unlocks, "unlocks the call"},
    {ends_call, "ends the call"},
    {removes, "removes %"},
    {adds, "adds %"},
    {makes_important, "gives % importance %"},
    {makes_ordinary, "takes importance of %"},
    {chooses, "chooses layout %"},
    {selects, "selects %"},
    {records, "records"},
    {stops_recording, "stops recording"},
    {streams, "streams"},
    {stops_streaming, "stops streaming"},
    {raises_hand, "raises hand"},
    {lowers_hand_of, "lowers hand of %"},
    {lowers_hand, "lowers hand"},
    {changes_role, "changes role of % to %"},
    {says, "says %"},
    {is_gone, "is gone because %"},
    {is_not, "is not *"},
    {is, "is *"},
    {has_role, "has role %"},
    {has_layout, "has layout %"},
    {has_label, "has label %"},
    {has_message, "has message %"},
    {has_banner, "has banner %"},
    {has_counter, "has counter %"},
    {has_heard, "has heard %"},
    {has_read, "has read %"},
    {has_raised, "has a raised hand"},
    {has_not_raised, "has no raised hand"},
    {may_make, "may make of % *"},
    {may_not, "may not *"},
    {may, "may *"},
    {hears_nobody, "hears nobody"},
    {hears_not, "hears no %"},
    {hears, "hears %"},
    {sees_no_presentation, "sees no presentation"},
    {sees_presentation, "sees presentation of %"},
    {sees_icon, "sees icon %"},
    {sees_adaptive, "sees adaptive %"},
    {sees, "sees *"},
};

// First words of other steps, of the lines below a request, and of clients.
constexpr std::string_view taken[] = {
    "as",    "at",     "body",  "certificate", "directory", "disk",      "end",  "for",
    "heal",  "header", "kill",  "log",         "network",   "partition", "peer", "person",
    "power", "raw",    "retry", "save",        "send",      "start",     "stop", "together",
    "wait",  "within", "xml",   "after",       "nobody",    "blank",     "self", "presentation"};

bool has_word(std::string_view form, std::string_view word) {
  return std::ranges::any_of(form | std::views::split(' '), [&](auto part) {
    return std::string_view(part.begin(), part.end()) == word;
  });
}

}  // namespace

std::span<const VerbForm> verb_forms() { return forms; }

std::string_view form_of(Verb verb) {
  const auto* found = std::ranges::find(forms, verb, &VerbForm::verb);
  check(found != std::end(forms), "every verb has a form");
  return found->form;
}

bool is_expectation(const PersonStep& step) { return step.verb >= Verb::is_not; }

bool is_person_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
         std::ranges::all_of(name, fits) && std::ranges::find(taken, name) == std::end(taken);
}

bool is_word_of_forms(std::string_view word) {
  return word == "->" || std::ranges::any_of(forms, [&](const VerbForm& form) {
           return has_word(form.form, word);
         });
}

}  // namespace curia::scenario

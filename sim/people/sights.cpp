#include "sim/people/sights.hpp"

#include <algorithm>
#include <array>

#include "model/call/actions.hpp"
#include "model/call/roles.hpp"
#include "model/layout/choice.hpp"

namespace curia::people {
namespace {

using scenario::PersonStep;
using scenario::Verb;

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

Result<> same(const std::string& expected, const std::string& got) {
  if (expected == got) return {};
  return fail(Errc::not_permitted, "expected  " + expected + "\ngot       " + got);
}

Result<> truth(bool is_so, std::string_view what) {
  return is_so ? Result<>{} : fail(Errc::not_permitted, "it is not so: " + std::string(what));
}

// Where somebody is, in the words of scenarios.
std::string place_of(const Person& person) {
  if (!person.leg()) return "gone";
  if (person.is_dropped()) return "dropped";
  const call::LegStatus& status = person.status();
  if (person.is_ringing()) return "ringing";
  if (status.stage == CallLegStage::ivr) return "at the menu";
  if (status.stage == CallLegStage::confirmation) return "asked to confirm";
  if (status.stage == CallLegStage::passcode) return "asked for a passcode";
  if (status.state == CallLegState::on_hold) return "on hold";
  if (status.is_locked_out) return "locked out";
  if (status.is_waiting) return "in lobby";
  return status.state == CallLegState::connected ? "in the call" : "calling";
}

bool is_so(const Person& person, const std::string& what) {
  const call::LegStatus& status = person.status();
  if (what == "muted") return status.rx_audio_muted;
  if (what == "deaf") return status.tx_audio_muted;
  if (what == "hidden") return status.rx_video_muted;
  if (what == "blind") return status.tx_video_muted;
  if (what == "recorded") return status.is_recorded;
  if (what == "streamed") return status.is_streamed;
  if (what == "in lobby") return status.is_waiting && person.leg();
  return place_of(person) == what;
}

constexpr std::array<std::pair<std::string_view, call::Action>, 18> actions{{
    {"mute", call::Action::mute_self_audio},
    {"hide", call::Action::mute_self_video},
    {"mute others", call::Action::mute_others_audio},
    {"hide others", call::Action::mute_others_video},
    {"share", call::Action::share},
    {"lock", call::Action::lock},
    {"end the call", call::Action::end_call},
    {"remove others", call::Action::disconnect_others},
    {"add people", call::Action::add_participant},
    {"set importance", call::Action::set_importance},
    {"change layout", call::Action::change_layout},
    {"record", call::Action::switch_recording},
    {"stream", call::Action::switch_streaming},
    {"let all mute themselves", call::Action::allow_all_mute_self},
    {"let all share", call::Action::allow_all_share},
    {"chat", call::Action::chat},
    {"raise hand", call::Action::raise_hand},
    {"change roles", call::Action::change_role},
}};

Result<> may(People&, Person& person, const std::string& what, bool expected) {
  const auto* found = std::ranges::find(actions, what, [](const auto& item) { return item.first; });
  if (found == actions.end()) return fail(Errc::not_found, "nobody can " + what);
  const bool is_allowed = person.act(
      [&](Change& change, const CallLeg& leg) { return call::may(change, leg, found->second); });
  return truth(is_allowed == expected, is_allowed ? "allowed" : "not allowed");
}

Result<> gives(Person& person, const Person& whom, const std::string& expected) {
  std::string roles;
  (void)person.act([&](Change& change, const CallLeg& leg) {
    const auto* target = change.find<CallLeg>(whom.leg());
    if (target == nullptr) return false;
    for (const AccessMethod* role : call::assignable_roles(change, leg, *target))
      roles += (roles.empty() ? "" : " ") + role->name;
    return true;
  });
  return same(expected, roles.empty() ? "nothing" : roles);
}

// The panes in their order: names, `self`, `blank`, `presentation`; `!` marks who speaks.
std::string panes_of(const Person& person, bool with_marks) {
  const call::Picture& picture = person.picture();
  std::string out;
  for (const layout::Pane& pane : picture.view.panes) {
    out += out.empty() ? "" : " ";
    if (pane.use == layout::PaneUse::presentation) {
      out += "presentation";
      continue;
    }
    if (!pane.person) {
      out += "blank";
      continue;
    }
    const std::string& name = picture.names.at(*pane.person);
    out += name == person.facts().name ? "self" : name;
    if (with_marks && pane.speaking) out += "!";
  }
  return out.empty() ? "nothing" : out;
}

Result<> sees(const Person& person, const std::string& expected) {
  return same(expected, panes_of(person, expected.contains('!')));
}

Result<> sees_icon(const Person& person, const std::string& name, bool is_fixed) {
  const layout::WebAppShown shown = person.web_app();
  const std::string got =
      std::string(shown.fixed ? "" : "adaptive ") + std::string(layout::name_of(shown.icon));
  return same(std::string(is_fixed ? "" : "adaptive ") + name, got);
}

bool hears(const Person& person, const Person& other) {
  if (!person.leg() || !other.leg()) return false;
  const auto is_inside = [](const Person& who) { return place_of(who) == "in the call"; };
  return is_inside(person) && is_inside(other) && !person.status().tx_audio_muted &&
         !other.status().rx_audio_muted;
}

Result<> look_at_another(const Person& person, const Person& other, const PersonStep& step) {
  switch (step.verb) {
    case Verb::hears:
      return truth(hears(person, other), "is not heard");
    case Verb::hears_not:
      return truth(!hears(person, other), "is heard");
    default:
      return truth(other.leg() && person.status().presentation == other.leg(),
                   "that presentation is not seen");
  }
}

Result<> look_at_self(People& people, Person& person, const PersonStep& step) {
  const std::string words = joined(step.words);
  const call::LegStatus& status = person.status();
  switch (step.verb) {
    case Verb::is:
      return is_so(person, words) ? Result<>{} : same(words, place_of(person));
    case Verb::is_not:
      return truth(!is_so(person, words), "is " + words);
    case Verb::is_gone:
      return same("gone because " + words, place_of(person) + " because " + person.last_reason());
    case Verb::has_role:
      return same(words, status.role);
    case Verb::has_layout:
      return same(words, std::string(layout::name_of(status.layout)));
    case Verb::has_label:
      return same(words, status.label);
    case Verb::has_message:
      return same(words, status.message);
    case Verb::has_banner:
      return same(words, status.banner);
    case Verb::has_counter: {
      const auto& count = person.picture().off_screen;
      return same(words, count ? std::to_string(*count) : "none");
    }
    case Verb::has_heard:
      return same(words, person.keys_heard());
    case Verb::has_read:
      return same(words, person.last_read());
    case Verb::has_raised:
      return truth(status.has_raised_hand, "the hand is not raised");
    case Verb::has_not_raised:
      return truth(!status.has_raised_hand, "the hand is raised");
    case Verb::may:
    case Verb::may_not:
      return may(people, person, words, step.verb == Verb::may);
    case Verb::hears_nobody:
      return truth(status.tx_audio_muted || place_of(person) != "in the call", "hears others");
    case Verb::sees_icon:
      return sees_icon(person, words, true);
    case Verb::sees_adaptive:
      return sees_icon(person, words, false);
    case Verb::sees_no_presentation:
      return truth(!status.presentation, "a presentation is seen");
    default:
      return sees(person, words);
  }
}

}  // namespace

Result<> look(People& people, Person& person, const PersonStep& step) {
  using enum Verb;
  const bool names_another = step.verb == hears || step.verb == hears_not ||
                             step.verb == sees_presentation || step.verb == may_make;
  if (!names_another) return look_at_self(people, person, step);
  const Person* other = people.find(step.words[0]);
  if (other == nullptr) return fail(Errc::not_found, "nobody is named " + step.words[0]);
  if (step.verb != may_make) return look_at_another(person, *other, step);
  return gives(person, *other, joined({step.words.begin() + 1, step.words.end()}));
}

}  // namespace curia::people

// What the sentences about people do; those that only look are in sights.cpp.
#include <algorithm>
#include <array>

#include "model/base/text.hpp"
#include "model/call/actions.hpp"
#include "model/call/roles.hpp"
#include "sim/people/people.hpp"
#include "sim/people/sights.hpp"

namespace curia::people {
namespace {

using scenario::PersonStep;
using scenario::Verb;

Result<> refusal_if(bool is_done) {
  return is_done ? Result<>{} : fail(Errc::not_permitted, "it was refused");
}

template <class... Rest>
Result<> act(Person& person, bool (*action)(Change&, const CallLeg&, Rest...), Rest... rest) {
  return refusal_if(
      person.act([&](Change& change, const CallLeg& leg) { return action(change, leg, rest...); }));
}

// What is done to somebody else, or to oneself.
using ToLeg = std::function<bool(Change&, const CallLeg&, const CallLeg& whom)>;
Result<> act_on(Person& person, const Person& whom, const ToLeg& action) {
  return refusal_if(person.act([&](Change& change, const CallLeg& leg) {
    const auto* other = change.find<CallLeg>(whom.leg());
    return other != nullptr && action(change, leg, *other);
  }));
}

Result<> mute(Person& person, const Person& whom, bool audio, bool muted) {
  return act_on(person, whom, [&](Change& change, const CallLeg& leg, const CallLeg& other) {
    return call::mute(change, leg, other, audio, muted);
  });
}

Result<> change_role(Person& person, const Person& whom, const std::string& name) {
  return act_on(person, whom, [&](Change& change, const CallLeg& leg, const CallLeg& other) {
    for (const AccessMethod* role : call::assignable_roles(change, leg, other))
      if (role->name == name) return call::change_role(change, leg, other, *role);
    return false;
  });
}

Result<> set_importance(Person& person, const Person& whom, std::optional<std::int64_t> value) {
  return act_on(person, whom, [&](Change& change, const CallLeg& leg, const CallLeg& other) {
    return call::set_importance(change, leg, *change.find<Participant>(other.participant), value);
  });
}

Result<> raise_hand(Person& person, const Person& whose, bool up) {
  return act_on(person, whose, [&](Change& change, const CallLeg& leg, const CallLeg& other) {
    return call::raise_hand(change, leg, other, up);
  });
}

Result<> choose_layout(Person& person, const std::string& name) {
  const auto* found = std::ranges::find(default_layout_names, name);
  if (found == std::end(default_layout_names))
    return fail(Errc::invalid_value, "there is no layout " + name);
  const auto layout = static_cast<DefaultLayout>(found - std::begin(default_layout_names) + 1);
  return act(person, call::choose_layout, layout);
}

Result<> select(Person& person, const std::string& name) {
  using enum layout::WebAppLayout;
  for (const auto icon : {speaker_only, all_equal, speaker_large, custom, audio_only})
    if (layout::name_of(icon) == name) return refusal_if(person.select(icon));
  return fail(Errc::invalid_value, "the web app has no layout " + name);
}

// What the step does to a second person that it names first.
Result<> act_on_another(Person& person, const Person& whom, const PersonStep& step) {
  switch (step.verb) {
    case Verb::mutes:
    case Verb::unmutes:
      return mute(person, whom, true, step.verb == Verb::mutes);
    case Verb::mutes_video:
    case Verb::unmutes_video:
      return mute(person, whom, false, step.verb == Verb::mutes_video);
    case Verb::removes:
      return act_on(person, whom, call::disconnect);
    case Verb::makes_important:
      return set_importance(person, whom, parse_decimal(step.words[1]));
    case Verb::makes_ordinary:
      return set_importance(person, whom, std::nullopt);
    case Verb::lowers_hand_of:
      return raise_hand(person, whom, false);
    default:
      return change_role(person, whom, step.words[1]);
  }
}

Result<> act_alone(Person& person, const PersonStep& step) {
  switch (step.verb) {
    case Verb::shares:
    case Verb::stops_sharing:
      return act(person, call::share, step.verb == Verb::shares);
    case Verb::locks:
    case Verb::unlocks:
      return act(person, call::lock, step.verb == Verb::locks);
    case Verb::ends_call:
      return act(person, call::end_call);
    case Verb::records:
    case Verb::stops_recording:
      return act(person, call::record, step.verb == Verb::records);
    case Verb::streams:
    case Verb::stops_streaming:
      return act(person, call::stream, step.verb == Verb::streams);
    case Verb::chooses:
      return choose_layout(person, step.words[0]);
    case Verb::selects:
      return select(person, step.words[0]);
    case Verb::adds:
      return act(person, call::add_participant, std::string_view(step.words[0]));
    case Verb::says:
      return refusal_if(person.say(step.words[0]));
    case Verb::raises_hand:
    default:
      return raise_hand(person, person, step.verb == Verb::raises_hand);
  }
}

// Nil when the step is none of those that only move the connection.
std::optional<Result<>> move(Person& person, const PersonStep& step) {
  switch (step.verb) {
    case Verb::joins:
      return person.join(step.words[0]);
    case Verb::joins_with:
      return person.join(step.words[0], step.words[1]);
    case Verb::dials:
      return person.dial_out(step.words[0]);
    case Verb::comes_back:
      return person.come_back();
    case Verb::presses:
      person.press(step.words[0]);
      return Result<>{};
    case Verb::talks:
      person.talk();
      return Result<>{};
    case Verb::talks_at:
      person.talk(static_cast<std::uint8_t>(
          std::min<std::int64_t>(parse_decimal(step.words[0]).value_or(usual_loudness), silence)));
      return Result<>{};
    case Verb::stops_talking:
      person.stop_talking();
      return Result<>{};
    case Verb::leaves:
      person.leave();
      return Result<>{};
    case Verb::drops:
      person.drop();
      return Result<>{};
    case Verb::holds:
    case Verb::resumes:
      person.hold(step.verb == Verb::holds);
      return Result<>{};
    default:
      return std::nullopt;
  }
}

bool names_another(Verb verb) {
  using enum Verb;
  constexpr std::array verbs = {mutes,          unmutes,        mutes_video,
                                unmutes_video,  removes,        makes_important,
                                makes_ordinary, lowers_hand_of, changes_role};
  return std::ranges::find(verbs, verb) != verbs.end();
}

Result<> judge(const Result<>& done, bool should_be_refused) {
  const bool is_refused = !done && done.error().code == Errc::not_permitted;
  if (should_be_refused == is_refused) return is_refused ? Result<>{} : done;
  return fail(Errc::not_permitted, should_be_refused ? "expected  to be refused\ngot       allowed"
                                                     : "refused: " + done.error().message);
}

}  // namespace

Result<> People::carry_out(const PersonStep& step) {
  Person* person = find(step.person);
  if (person == nullptr) return fail(Errc::not_found, "nobody is named " + step.person);
  if (board_ == nullptr) return fail(Errc::invalid_value, "there is no server");
  if (scenario::is_expectation(step)) return look(*this, *person, step);
  if (auto moved = move(*person, step)) return judge(*moved, step.is_refused);
  if (!names_another(step.verb)) return judge(act_alone(*person, step), step.is_refused);
  const Person* whom = find(step.words[0]);
  if (whom == nullptr) return fail(Errc::not_found, "nobody is named " + step.words[0]);
  return judge(act_on_another(*person, *whom, step), step.is_refused);
}

}  // namespace curia::people

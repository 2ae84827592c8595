#include "sim/scenario/mmp_people.hpp"

#include <optional>

namespace curia::scenario {

// A door without wires.
class MmpPeople::Person final : public mmp::Screen {
 public:
  void show(std::string_view text) override { output += text; }
  void ask(const mmp::Prompt& prompt) override {
    asked = prompt;
    if (!prompt.is_command) output += prompt.text + "\n";
  }
  void ended(std::string_view why) override {
    is_over = true;
    end_reason = why;
  }

  bool waits() const { return asked.has_value() || is_over; }

  std::shared_ptr<mmp::Session> session;
  std::optional<mmp::Prompt> asked;
  std::string output;
  bool is_over = false;
  std::string end_reason;
};

namespace {

std::optional<mmp::Door> parse_door(std::string_view name) {
  for (const mmp::Door door : {mmp::Door::console, mmp::Door::ssh, mmp::Door::sftp, mmp::Door::web})
    if (mmp::name_of(door) == name) return door;
  return std::nullopt;
}

}  // namespace

MmpPeople::MmpPeople() = default;
MmpPeople::~MmpPeople() = default;

void MmpPeople::forget() { people_.clear(); }

Result<MmpAnswer> MmpPeople::carry_out(mmp::Mmp& mmp, const MmpStep& step, const Wait& wait) {
  if (step.kind == MmpStep::Kind::log_in) return log_in(mmp, step, wait);
  const auto found = people_.find(step.session);
  if (found == people_.end())
    return fail(Errc::not_found, "there is no session '" + step.session + "'");
  Person& person = *found->second;
  if (step.kind == MmpStep::Kind::look)
    return MmpAnswer{false, !person.is_over, {}, person.end_reason};
  if (person.is_over) return fail(Errc::not_found, "the session has ended: " + person.end_reason);
  person.output.clear();
  person.asked.reset();
  person.session->line(step.text);
  return converse(person, step, wait);
}

Result<MmpAnswer> MmpPeople::log_in(mmp::Mmp& mmp, const MmpStep& step, const Wait& wait) {
  const auto door = parse_door(step.door);
  const auto source = parse_endpoint(step.source);
  if (!door || !source) return fail(Errc::invalid_value, "no such door, or no such source");
  std::optional<Endpoint> from;
  if (*door != mmp::Door::console) from = *source;
  auto person = std::make_unique<Person>();
  // Shared: a server that dies meanwhile answers later or never.
  auto checked = std::make_shared<std::optional<Result<mmp::Admitted>>>();
  mmp.log_in({*door, from, step.account, step.password},
             [checked](Result<mmp::Admitted> who) { *checked = std::move(who); });
  if (!wait([checked] { return checked->has_value(); }))
    return fail(Errc::timed_out, "the login is not answered");
  if (!**checked) return MmpAnswer{true, false, (*checked)->error().message, {}};
  auto opened = mmp.open(***checked, *door, from, *person);
  if (!opened) return MmpAnswer{true, false, opened.error().message, {}};
  person->session = *std::move(opened);
  Person& kept = *(people_[step.session] = std::move(person));
  return converse(kept, step, wait);
}

Result<MmpAnswer> MmpPeople::converse(Person& person, const MmpStep& step, const Wait& wait) {
  std::size_t answered = 0;
  for (;;) {
    if (!wait([&] { return person.waits(); }))
      return fail(Errc::timed_out, "the command does not end; so far it printed\n" + person.output);
    if (person.is_over || person.asked->is_command) break;
    person.asked.reset();
    if (answered == step.answers.size())
      person.session->interrupt();
    else
      person.session->line(step.answers[answered++]);
  }
  return MmpAnswer{false, !person.is_over, person.output, person.end_reason};
}

}  // namespace curia::scenario

#include "sim/scenario/events_text.hpp"

#include "sim/scenario/text.hpp"

namespace curia::scenario {
namespace {

constexpr std::int64_t highest_status = 599;

bool begins_subscription(const LineReader& in) {
  return !in.at_end() && !in.peek().empty() && in.peek().front() >= '0' && in.peek().front() <= '9';
}

EventsSubscription parse_subscription(LineReader& in) {
  EventsSubscription subscription;
  subscription.index = in.word("an index");
  subscription.type = in.word("a type: calls, callInfo or callRoster");
  if (in.take("of")) subscription.call = in.word("a call");
  while (in.more() && !in.failed()) subscription.elements.push_back(in.word("an element"));
  in.end_of_line();
  return subscription;
}

std::string written(const EventsSubscription& subscription) {
  std::string line = subscription.index + " " + subscription.type;
  if (!subscription.call.empty()) line += " of " + subscription.call;
  for (const std::string& element : subscription.elements) line += " " + element;
  return line;
}

}  // namespace

std::vector<std::string*> texts_of(EventsStep& step) {
  std::vector<std::string*> texts{&step.text};
  for (EventsSubscription& subscription : step.subscriptions) {
    texts.push_back(&subscription.index);
    texts.push_back(&subscription.call);
  }
  return texts;
}

EventsStep parse_events(LineReader& in) {
  using Kind = EventsStep::Kind;
  EventsStep step;
  step.client = in.word("the name of a client");
  if (in.take("opens")) {
    step.text = in.quoted_or_word("a token");
    if (in.take("->")) {
      if (!in.take("refused")) in.complain("it is opened, or `-> refused STATUS`");
      step.refused = static_cast<int>(in.number("a status", highest_status));
    }
  } else if (in.take("subscribes")) {
    step.kind = Kind::subscribes;
  } else if (in.take("says")) {
    step.kind = Kind::says;
    step.text = in.rest();
  } else if (in.take("acknowledges")) {
    step.kind = Kind::acknowledges;
  } else if (in.take("ignores")) {
    step.kind = Kind::ignores;
  } else if (in.take("closes")) {
    step.kind = Kind::closes;
  } else {
    in.complain("a client of events opens TOKEN, subscribes, says, acknowledges, ignores, closes");
  }
  in.end_of_line();
  while (step.kind == Kind::subscribes && begins_subscription(in) && !in.failed())
    step.subscriptions.push_back(parse_subscription(in));
  return step;
}

std::vector<std::string> write(const EventsStep& step) {
  using Kind = EventsStep::Kind;
  std::string line = "events " + step.client;
  switch (step.kind) {
    case Kind::opens:
      line += " opens " + (step.text.empty() ? "\"\"" : quoted(step.text));
      if (step.refused > 0) line += " -> refused " + std::to_string(step.refused);
      break;
    case Kind::subscribes:
      line += " subscribes";
      break;
    case Kind::says:
      line += " says " + rest_of_line(step.text);
      break;
    case Kind::acknowledges:
      line += " acknowledges";
      break;
    case Kind::ignores:
      line += " ignores";
      break;
    case Kind::closes:
      line += " closes";
      break;
  }
  std::vector<std::string> lines{std::move(line)};
  for (const EventsSubscription& one : step.subscriptions) lines.push_back(written(one));
  return lines;
}

}  // namespace curia::scenario

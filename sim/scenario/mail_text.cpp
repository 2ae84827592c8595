#include "sim/scenario/mail_text.hpp"

#include "sim/scenario/text.hpp"

namespace curia::scenario {
namespace {

constexpr std::int64_t most_servers = 9;
constexpr std::int64_t most_times = 1'000'000'000;

bool is_digit(std::string_view word) {
  return word.size() == 1 && word[0] >= '1' && word[0] <= '9';
}

void parse_times(LineReader& in, MailStep& step) {
  if (in.take("times")) step.times = static_cast<std::uint64_t>(in.number("how often", most_times));
}

std::string written_times(const MailStep& step) {
  return step.times == MailStep::always ? "" : " times " + std::to_string(step.times);
}

}  // namespace

MailStep parse_mail(LineReader& in) {
  using Kind = MailStep::Kind;
  MailStep step;
  if (is_digit(in.peek()))
    step.server = static_cast<int>(in.number("the number of a mail server", most_servers));
  if (in.take("answers")) {
    step.kind = Kind::answers;
    if (in.take("to")) step.address = in.quoted_or_word("an address");
    step.text = in.quoted_or_word("an answer in quotes: \"450 4.2.0 later\"");
    parse_times(in, step);
  } else if (in.take("cuts")) {
    step.kind = Kind::cuts;
    step.times = 1;
    parse_times(in, step);
  } else if (in.take("slow")) {
    step.kind = Kind::slow;
    step.delay = in.duration("a time");
  } else if (in.take("offers")) {
    step.kind = Kind::offers;
    while (in.more() && !in.failed()) step.offers.push_back(in.quoted_or_word("what it offers"));
  } else if (in.take("away")) {
    step.kind = Kind::away;
  } else if (in.take("back")) {
    step.kind = Kind::back;
  } else {
    in.complain(
        "a mail server: answers [to ADDRESS] \"TEXT\" [times N], cuts [times N], slow TIME, "
        "offers [smtps] [starttls] [login USER PASSWORD], is away or back");
  }
  in.end_of_line();
  return step;
}

BridgeStep parse_bridge(LineReader& in) {
  BridgeStep step{.name = in.word("the name of a Web Bridge")};
  if (in.take("away"))
    step.kind = BridgeStep::Kind::away;
  else if (!in.take("back"))
    in.complain("a Web Bridge is away or back");
  in.end_of_line();
  return step;
}

std::string write(const BridgeStep& step) {
  return "bridge " + step.name + (step.kind == BridgeStep::Kind::away ? " away" : " back");
}

std::string write(const MailStep& step) {
  using Kind = MailStep::Kind;
  const std::string head = step.server == 1 ? "mail " : "mail " + std::to_string(step.server) + " ";
  switch (step.kind) {
    case Kind::answers:
      return head + "answers " + (step.address.empty() ? "" : "to " + quoted(step.address) + " ") +
             quoted(step.text) + written_times(step);
    case Kind::cuts:
      return head + "cuts" + (step.times == 1 ? "" : written_times(step));
    case Kind::slow:
      return head + "slow " + to_text(step.delay);
    case Kind::offers: {
      std::string text = head + "offers";
      for (const std::string& word : step.offers) text += " " + quoted(word);
      return text;
    }
    case Kind::away:
      return head + "away";
    case Kind::back:
      break;
  }
  return head + "back";
}

}  // namespace curia::scenario

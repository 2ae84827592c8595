// The grammar, one function per kind of line. docs/scenarios.md tells it to people.
#include "sim/scenario/parse.hpp"

#include <algorithm>
#include <array>

#include "sim/scenario/events_text.hpp"
#include "sim/scenario/line_reader.hpp"
#include "sim/scenario/mail_text.hpp"
#include "sim/scenario/parse_exchange.hpp"
#include "sim/scenario/person_text.hpp"
#include "sim/scenario/text.hpp"

namespace curia::scenario {
namespace {

constexpr std::int64_t big_number = 1'000'000'000'000;
constexpr int deepest_block = 8;

bool parse_steps(LineReader& in, std::vector<Step>& steps, int depth, bool side_by_side);

void parse_world(LineReader& in, Settings& settings) {
  if (in.take("seed")) {
    settings.seed = static_cast<std::uint64_t>(in.number("a seed", big_number));
  } else if (in.take("empty")) {
    settings.empty = true;
  } else if (in.take("unused")) {
    settings.unused = true;
  } else if (in.take("scheduler")) {
    settings.schedulers = in.more() ? static_cast<int>(in.number("how many", 9)) : 1;
  } else if (in.take("mail")) {
    settings.mail = true;
  } else if (in.take("account")) {
    Account account;
    account.name = in.quoted_or_word("a name");
    account.password = in.quoted_or_word("a password");
    account.role = in.word("a role: admin or api");
    settings.accounts.push_back(std::move(account));
  } else if (in.take("user")) {
    std::vector<Param> row;
    while (in.more() && !in.failed()) row.push_back(in.pair("field=value"));
    settings.users.push_back(std::move(row));
  } else {
    in.complain(
        "a world has: seed N, empty, scheduler, mail, account NAME PASSWORD ROLE, user "
        "FIELD=VALUE...");
  }
  in.end_of_line();
}

void parse_network(LineReader& in, Fault& fault) {
  fault.kind = Fault::Kind::network;
  while (in.more() && !in.failed()) {
    if (in.take("perfect")) continue;
    if (in.take("latency")) {
      const auto text = in.word("a time, or two with .. between them");
      const auto dots = text.find("..");
      const auto low = parse_duration(text.substr(0, dots));
      const auto high = dots == std::string::npos ? low : parse_duration(text.substr(dots + 2));
      if (!low || !high || *low > *high) {
        in.complain("'" + text + "' is not a time such as 5ms, nor two such as 5ms..50ms");
        return;
      }
      fault.latency_min = *low;
      fault.latency_max = *high;
    } else if (in.take("loss")) {
      fault.loss_permille = static_cast<std::uint32_t>(in.number("loss per thousand", 900));
    } else if (in.take("resets")) {
      fault.reset_permille = static_cast<std::uint32_t>(in.number("resets per thousand", 1000));
    } else {
      in.complain("a network has: latency MIN..MAX, loss N, resets N (per thousand), or perfect");
    }
  }
}

bool parse_fault(LineReader& in, Fault& fault) {
  using Kind = Fault::Kind;
  struct Words {
    std::string_view first, second;
    Kind kind;
  };
  static constexpr std::array<Words, 8> table{{
      {"power", "cut", Kind::power_cut},
      {"kill", "server", Kind::kill},
      {"stop", "server", Kind::stop},
      {"start", "server", Kind::start},
      {"disk", "full", Kind::disk_full},
      {"disk", "fails", Kind::disk_fails},
      {"disk", "works", Kind::disk_works},
      {"disk", "used", Kind::disk_used},
  }};
  if (in.take("certificate")) {
    fault.kind = Kind::certificate;
    fault.number = in.number("a number of days", 3650);
    return true;
  }
  if (in.take("clock")) {
    fault.kind = Kind::clock;
    const bool is_back = in.take("back");
    if (!is_back && !in.take("forward"))
      in.complain("write `clock forward TIME` or `clock back TIME`");
    fault.number = std::chrono::floor<std::chrono::seconds>(in.duration("a time")).count();
    if (is_back) fault.number = -fault.number;
    return true;
  }
  if (in.take("network")) {
    parse_network(in, fault);
    return true;
  }
  if (in.peek() == "partition" || in.peek() == "heal") {
    fault.kind = in.take("partition") ? Kind::partition : (in.take("heal"), Kind::heal);
    if (in.more()) fault.client = in.word("a client");
    return true;
  }
  std::string_view second;
  for (const auto& words : table) {
    if (in.peek() != words.first) continue;
    second = words.second;
    LineReader ahead = in;
    ahead.take(words.first);
    if (!ahead.take(words.second)) continue;
    in = ahead;
    fault.kind = words.kind;
    if (fault.kind == Kind::disk_used) fault.number = in.number("a percentage", 100);
    if (fault.kind == Kind::power_cut && in.take("at")) {
      if (!in.take("write")) in.complain("write `power cut at write N`");
      fault.write = static_cast<std::uint64_t>(in.number("a number", 1'000'000));
    }
    return true;
  }
  if (!second.empty()) in.complain("'" + std::string(in.peek()) + "' of what? See the manual page");
  return false;
}

void parse_peer(LineReader& in, Step& step) {
  const auto peer = in.word("the name of a peer");
  if (in.take("asked")) {
    PeerAsked asked{peer, in.quoted_or_word("a target"), 1};
    if (in.take("times"))
      asked.times = static_cast<std::uint64_t>(in.number("a number", 1'000'000));
    step.what = std::move(asked);
    in.end_of_line();
    return;
  }
  if (!in.take("answers")) in.complain("a peer `answers PATH STATUS` or was `asked TARGET`");
  PeerAnswer answer;
  answer.peer = peer;
  answer.path = in.quoted_or_word("a path");
  answer.status = static_cast<int>(in.number("a status", 599));
  while (in.more() && !in.failed()) {
    if (in.take("after")) {
      answer.after = in.duration("a time");
    } else if (in.take("header")) {
      answer.headers.push_back(in.pair("name=value"));
    } else if (in.take("text")) {
      answer.body = in.rest();
    } else {
      in.complain("an answer has: after TIME, header NAME=VALUE, text TEXT or lines with |");
    }
  }
  if (in.block_follows()) answer.body = in.block("\n");
  step.what = std::move(answer);
  in.end_of_line();
}

void parse_directory(LineReader& in, Step& step) {
  using Kind = DirectoryStep::Kind;
  DirectoryStep change;
  if (in.take("away")) {
    change.kind = Kind::away;
  } else if (in.take("back")) {
    change.kind = Kind::back;
  } else if (in.take("remove")) {
    change.kind = Kind::remove;
    change.dn = in.quoted_or_word("a DN");
  } else if (in.take("certificate")) {
    change.kind = Kind::certificate;
    const auto what = std::ranges::find(directory_certificate_names,
                                        in.word("good, expired, misnamed or unknown"));
    if (what == directory_certificate_names.end())
      in.complain("a certificate is good, expired, misnamed or unknown");
    else
      change.certificate =
          static_cast<DirectoryCertificate>(what - directory_certificate_names.begin());
  } else if (in.take("add")) {
    change.dn = in.quoted_or_word("a DN");
    while (in.more() && !in.failed()) change.attributes.push_back(in.pair("attribute=value"));
  } else {
    in.complain(
        "a directory can: add DN ATTRIBUTE=VALUE..., remove DN, be away, be back, have a "
        "certificate");
  }
  step.what = std::move(change);
  in.end_of_line();
}

void parse_mmp_login(LineReader& in, MmpStep& mmp) {
  mmp.kind = MmpStep::Kind::log_in;
  mmp.session = mmp.account = in.quoted_or_word("an account");
  mmp.password = in.quoted_or_word("a password");
  while (in.more() && !in.failed()) {
    if (in.take("by")) {
      mmp.door = in.word("ssh, sftp, web or console");
    } else if (in.take("from")) {
      mmp.source = in.word("an address with a port");
    } else if (in.take("as")) {
      mmp.session = in.word("the name of a session");
    } else if (in.take("->")) {
      if (!in.take("refused")) in.complain("a login is accepted or `-> refused`");
      mmp.is_refused = true;
    } else {
      in.complain("a login has: by DOOR, from ADDRESS:PORT, as SESSION, -> refused");
    }
  }
}

void parse_mmp(LineReader& in, Step& step) {
  MmpStep mmp;
  if (in.take("login")) {
    parse_mmp_login(in, mmp);
  } else {
    mmp.session = in.word("`login`, or the name of a session");
    if (mmp.session.ends_with(':')) {
      mmp.session.pop_back();
      mmp.text = in.rest();
    } else {
      mmp.kind = MmpStep::Kind::look;
      mmp.is_over = in.take("ended");
      if (!mmp.is_over && !in.take("open")) in.complain("a session is `open` or has `ended`");
      if (in.more()) mmp.text = in.rest();
    }
  }
  in.end_of_line();
  while (!in.at_end() && !in.failed()) {
    if (in.take("answer")) {
      mmp.answers.push_back(in.rest());
      in.end_of_line();
    } else if (in.peek() == "output") {
      Check check;
      check.line = in.line();
      in.take("output");
      parse_relation(in, check);
      in.end_of_line();
      mmp.outputs.push_back(std::move(check));
    } else {
      break;
    }
  }
  step.what = std::move(mmp);
}

void parse_log(LineReader& in, Step& step) {
  LogCheck check;
  if (in.take("matches")) {
    check.relation = Relation::matches;
  } else if (in.take("lacks")) {
    check.relation = Relation::lacks;
  } else if (!in.take("contains")) {
    in.complain("the log `contains`, `lacks` or `matches` something");
  }
  check.value = in.rest();
  step.what = std::move(check);
  in.end_of_line();
}

void parse_repeat(LineReader& in, Step& step, int depth) {
  Repeat repeat;
  repeat.variable = in.word("a variable");
  if (!in.take("=")) in.complain("write `for NAME = FIRST..LAST`");
  const auto range = in.word("FIRST..LAST");
  const auto dots = range.find("..");
  LineReader numbers(
      range.substr(0, dots) + " " + (dots == std::string::npos ? "" : range.substr(dots + 2)), "");
  repeat.first = numbers.number("a number", 1'000'000);
  repeat.last = numbers.number("a number", 1'000'000);
  if (numbers.failed() || repeat.first > repeat.last)
    in.complain("'" + range + "' is not a range such as 1..25");
  in.end_of_line();
  if (!parse_steps(in, repeat.steps, depth + 1, false)) in.complain("the end of `for` is missing");
  step.what = std::move(repeat);
}

void parse_step(LineReader& in, Step& step, int depth) {
  Fault fault;
  if (in.take("at")) {
    step.what = At{in.duration("a time")};
    in.end_of_line();
  } else if (in.take("wait")) {
    step.what = Wait{in.duration("a time")};
    in.end_of_line();
  } else if (in.take("peer")) {
    parse_peer(in, step);
  } else if (in.take("directory")) {
    parse_directory(in, step);
  } else if (in.take("mail")) {
    step.what = parse_mail(in);
  } else if (in.take("bridge")) {
    step.what = parse_bridge(in);
  } else if (in.take("mmp")) {
    parse_mmp(in, step);
  } else if (in.take("log")) {
    parse_log(in, step);
  } else if (in.take("for")) {
    parse_repeat(in, step, depth);
  } else if (in.take("together")) {
    in.end_of_line();
    Together together;
    if (!parse_steps(in, together.steps, depth + 1, true))
      in.complain("the end of `together` is missing");
    step.what = std::move(together);
  } else if (parse_fault(in, fault)) {
    step.what = std::move(fault);
    in.end_of_line();
  } else if (in.take("events")) {
    step.what = parse_events(in);
  } else if (in.take("person")) {
    step.what = parse_person(in);
    in.end_of_line();
  } else if (begins_person_step(in)) {
    step.what = parse_person_step(in);
    in.end_of_line();
  } else {
    step.what = parse_exchange(in);
  }
}

// True when the steps ended with `end`.
bool parse_steps(LineReader& in, std::vector<Step>& steps, int depth, bool side_by_side) {
  if (depth > deepest_block) in.complain("blocks are nested too deeply");
  while (!in.at_end() && !in.failed()) {
    if (depth > 0 && in.take("end")) {
      in.end_of_line();
      return true;
    }
    Step step;
    step.line = in.line();
    if (side_by_side && in.take("after")) step.after = in.duration("a time");
    parse_step(in, step, depth);
    if (side_by_side && !std::holds_alternative<Exchange>(step.what) &&
        !std::holds_alternative<Fault>(step.what))
      in.complain("`together` takes requests and faults only");
    steps.push_back(std::move(step));
  }
  return false;
}

}  // namespace

Result<Scenario> parse(std::string_view text, std::string file) {
  LineReader in(text, file);
  Scenario scenario;
  scenario.file = std::move(file);
  if (!in.take("scenario")) in.complain("a file begins with: scenario \"what it shows\"");
  scenario.name = in.quoted_or_word("a name");
  in.end_of_line();
  if (in.take("source")) {
    scenario.source = in.rest();
    in.end_of_line();
  }
  while (!in.failed() && in.take("world")) parse_world(in, scenario.settings);
  parse_steps(in, scenario.steps, 0, false);
  if (in.failed()) return fail(in.error());
  return scenario;
}

}  // namespace curia::scenario

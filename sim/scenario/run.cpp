#include "sim/scenario/run.hpp"

#include <algorithm>
#include <deque>

#include "model/base/text.hpp"
#include "sim/scenario/judge.hpp"
#include "sim/scenario/write.hpp"

namespace curia::scenario {
namespace {

constexpr std::size_t exchanges_shown = 4;
constexpr Duration retry_pause = 100ms;

std::string one_line(std::string_view text, std::size_t most) {
  std::string out;
  for (char c : text.substr(0, most)) {
    if (c == '\r') continue;
    out += c == '\n' ? ' ' : c;
  }
  if (text.size() > most) out += "...";
  return out;
}

std::string indented(const std::string& text) {
  std::string out = "    ";
  for (char c : text) {
    out += c;
    if (c == '\n') out += "    ";
  }
  while (out.ends_with(' ') || out.ends_with('\n')) out.pop_back();
  return out + "\n";
}

}  // namespace

class Session::Impl {
 public:
  Impl(const Scenario& scenario, Target& target, const RunOptions& options)
      : scenario_(scenario), target_(target), options_(options) {}

  bool begin() {
    if (const auto begun = target_.begin(scenario_.settings); !begun) {
      if (begun.error().code == Errc::unavailable) return skip(begun.error().message);
      report_.verdict = Report::Verdict::failed;
      report_.mistake = true;
      report_.text = scenario_.file + ": cannot start: " + begun.error().message + "\n";
      return false;
    }
    return true;
  }

  Report end() {
    report_.time = target_.now();
    target_.end();
    return report_;
  }

  bool steps(const std::vector<Step>& list) {
    for (const auto& step : list) {
      const bool well =
          std::visit([&](const auto& what) { return this->step(step, what); }, step.what);
      if (const auto broken = target_.violation()) return fail_for(step, *broken);
      if (!well) return false;
      if (!options_.after_step) continue;
      if (const auto problem = options_.after_step(step); !problem.empty())
        return fail_at(step, step.line, problem);
    }
    return true;
  }

  bool skip(std::string why) {
    report_.verdict = Report::Verdict::skipped;
    report_.text = std::move(why);
    return false;
  }

  const Report& report() const { return report_; }

 private:
  bool fail_at(const Step& step, Line line, const std::string& complaint) {
    const int number = line.number != 0 ? line.number : step.line.number;
    report_.verdict = Report::Verdict::failed;
    report_.line = number;
    auto& out = report_.text;
    out = scenario_.file + ":" + std::to_string(number) + ": " + scenario_.name + "\n";
    out += "  step, at " + to_text(target_.now()) + ":\n" + indented(write(step));
    out += "  is not as expected:\n" + indented(complaint);
    if (!history_.empty()) out += "  last exchanges:\n";
    for (const auto& entry : history_) out += "    " + entry + "\n";
    return false;
  }

  bool fail_for(const Step& step, const checks::Violation& broken) {
    if (!report_.invariant.empty()) return false;  // told by a step inside
    report_.invariant = broken.invariant;
    return fail_at(step, {}, broken.text());
  }

  bool mistake_at(const Step& step, const std::string& complaint) {
    report_.mistake = true;
    return fail_at(step, {}, complaint);
  }

  bool step(const Step& step, const At& at) {
    const Duration now = target_.now();
    if (now > at.time + late_) {
      if (!options_.may_be_late) return mistake_at(step, "it is " + to_text(now) + " already");
      late_ = now - at.time;
    }
    target_.wait_until(at.time + late_);
    return true;
  }

  bool step(const Step&, const Wait& wait) {
    target_.wait_until(target_.now() + wait.time);
    return true;
  }

  bool step(const Step& step, const Fault& fault) {
    const auto done = target_.inject(fault);
    return done || fail_at(step, {}, done.error().message);
  }

  bool step(const Step& step, const PeerAnswer& answer) {
    PeerAnswer expanded = answer;
    if (!replace_in(step, {&expanded.body})) return false;
    const auto done = target_.answer_as_peer(expanded);
    return done || fail_at(step, {}, done.error().message);
  }

  bool step(const Step& step, const PeerAsked& asked) {
    const auto times = target_.times_asked(asked.peer, asked.target);
    return times == asked.times || fail_at(step, {},
                                           "expected  " + std::to_string(asked.times) +
                                               " times\ngot       " + std::to_string(times));
  }

  bool step(const Step& step, const DirectoryStep& change) {
    DirectoryStep expanded = change;
    for (auto& attribute : expanded.attributes)
      if (!replace_in(step, {&attribute.value})) return false;
    return judge_people(step, target_.change_directory(expanded));
  }

  bool step(const Step& step, const MailStep& mail) {
    return judge_people(step, target_.change_mail(mail));
  }

  bool step(const Step& step, const BridgeStep& bridge) {
    return judge_people(step, target_.change_bridge(bridge));
  }

  bool step(const Step& step, const PersonIntro& person) {
    return judge_people(step, target_.introduce(person));
  }

  bool step(const Step& step, const PersonStep& person) {
    PersonStep expanded = person;
    for (auto& word : expanded.words)
      if (!replace_in(step, {&word})) return false;
    return judge_people(step, target_.let_act(expanded));
  }

  bool step(const Step& step, const EventsStep& events) {
    EventsStep expanded = events;
    return replace_in(step, texts_of(expanded)) &&
           judge_people(step, target_.act_on_events(expanded));
  }

  // Variables in all of these; false, and a mistake, when one of them is not known.
  bool replace_in(const Step& step, const std::vector<std::string*>& texts) {
    for (std::string* text : texts) {
      const auto value = replaced(*text);
      if (!value) return mistake_at(step, value.error().message);
      *text = *value;
    }
    return true;
  }

  bool judge_people(const Step& step, const Result<>& done) {
    if (done) return true;
    const Error& error = done.error();
    if (error.code == Errc::unavailable) return skip(error.message);
    return error.code == Errc::not_permitted ? fail_at(step, {}, error.message)
                                             : mistake_at(step, error.message);
  }

  bool step(const Step& step, const MmpStep& given) {
    MmpStep mmp = given;
    if (!replace_in(step, {&mmp.text, &mmp.password, &mmp.source})) return false;
    for (auto& answer : mmp.answers)
      if (!replace_in(step, {&answer})) return false;
    const auto answer = target_.at_command_line(mmp);
    if (!answer && answer.error().code == Errc::unavailable) return skip(answer.error().message);
    if (!answer) return fail_at(step, {}, answer.error().message);
    if (mmp.kind == MmpStep::Kind::log_in && answer->is_refused != mmp.is_refused)
      return fail_at(step, {}, answer->is_refused ? "the login was refused" : "it was accepted");
    if (mmp.kind == MmpStep::Kind::look &&
        (answer->is_open == mmp.is_over || answer->ended.find(mmp.text) == std::string::npos))
      return fail_at(step, {},
                     answer->is_open ? "the session is open" : "it has ended: " + answer->ended);
    for (const Check& check : mmp.outputs) {
      const auto value = replaced(check.value);
      if (!value) return mistake_at(step, value.error().message);
      if (const auto problem = compare_lines(check.relation, *value, answer->output);
          !problem.empty())
        return fail_at(step, check.line, problem);
    }
    return true;
  }

  bool step(const Step& step, const LogCheck& check) {
    const auto value = replaced(check.value);
    if (!value) return mistake_at(step, value.error().message);
    const auto lines = target_.log_lines();
    const bool lacks = check.relation == Relation::lacks;
    for (const auto& line : lines) {
      const auto relation = lacks ? Relation::contains : check.relation;
      if (!compare(relation, *value, &line).empty()) continue;
      return !lacks || fail_at(step, {}, "the log has: " + line);
    }
    if (lacks) return true;
    std::string all = "no such line in the log:";
    for (const auto& line : lines) all += "\n" + line;
    return fail_at(step, {}, all);
  }

  bool step(const Step&, const Repeat& repeat) {
    for (auto i = repeat.first; i <= repeat.last; ++i) {
      variables_[repeat.variable] = std::to_string(i);
      if (!steps(repeat.steps)) return false;
    }
    return true;
  }

  bool step(const Step& step, const Exchange& exchange) {
    const auto deadline = target_.now() + exchange.retry.value_or(Duration::zero());
    for (;;) {
      const auto request = make_request(exchange);
      if (!request) return mistake_at(step, request.error().message);
      const auto answers = target_.carry_out({Deed{{}, *request}});
      const auto verdict = judge_one(exchange, *request, answers.front());
      if (verdict.complaint.empty()) return true;
      if (!exchange.retry || target_.now() + retry_pause > deadline)
        return fail_at(step, verdict.line, verdict.complaint);
      target_.wait_until(target_.now() + retry_pause);
    }
  }

  bool step(const Step&, const Together& together) {
    std::vector<Deed> deeds;
    std::vector<const Step*> askers;
    std::vector<Request> requests;
    for (const auto& inner : together.steps) {
      if (const auto* fault = std::get_if<Fault>(&inner.what)) {
        deeds.push_back({inner.after, *fault});
        continue;
      }
      auto request = make_request(std::get<Exchange>(inner.what));
      if (!request) return mistake_at(inner, request.error().message);
      askers.push_back(&inner);
      requests.push_back(*request);
      deeds.push_back({inner.after, std::move(*request)});
    }
    const auto answers = target_.carry_out(std::move(deeds));
    for (std::size_t i = 0; i < askers.size(); ++i) {
      const auto& exchange = std::get<Exchange>(askers[i]->what);
      const auto verdict = judge_one(exchange, requests[i], answers[i]);
      if (!verdict.complaint.empty()) return fail_at(*askers[i], verdict.line, verdict.complaint);
    }
    return true;
  }

  Verdict judge_one(const Exchange& exchange, const Request& request, const Answer& answer) {
    ++report_.exchanges;
    remember(request, answer);
    report_.status = answer.lost ? 0 : answer.status;
    if (options_.on_answer) options_.on_answer(request, answer);
    return judge(exchange, request, answer, variables_);
  }

  void remember(const Request& request, const Answer& answer) {
    std::string entry = to_text(target_.now()) + "  ";
    if (!request.client.empty()) entry += request.client + ": ";
    if (request.scheduler > 0) entry += "scheduler ";
    entry += request.method.empty() ? "raw " + one_line(request.raw, 60)
                                    : request.method + " " + one_line(request.target, 120);
    if (request.has_body) entry += " [" + one_line(request.body, 120) + "]";
    entry += answer.lost
                 ? " -> lost: " + answer.lost_why
                 : " -> " + std::to_string(answer.status) + " " + one_line(answer.body, 240);
    history_.push_back(std::move(entry));
    if (history_.size() > exchanges_shown) history_.pop_front();
  }

  // expand(), with the variables of the target added as they are asked for.
  Result<std::string> replaced(std::string_view text) {
    auto out = expand(text, variables_);
    while (!out && !out.error().parameter.empty()) {
      auto value = target_.variable(out.error().parameter);
      if (!value) return out;
      variables_[out.error().parameter] = *value;
      out = expand(text, variables_);
    }
    return out;
  }

  Result<Request> make_request(const Exchange& exchange) {
    Request request;
    request.client = exchange.client;
    request.scheduler = exchange.scheduler;
    request.method = exchange.method;
    request.login = exchange.login;
    Error error;
    const auto replace = [&](std::string_view text) {
      auto out = replaced(text);
      if (!out) error = out.error();
      return out ? *out : std::string();
    };
    if (request.method.empty()) {
      request.raw = replace(exchange.raw);
    } else {
      request.target = replace(exchange.target);
      request.target =
          request.target.starts_with("//")
              ? request.target.substr(1)
              : (exchange.scheduler > 0 ? "/api/v1/scheduler" : "/api/v1") + request.target;
    }
    std::string pairs;
    for (const auto& param : exchange.params)
      pairs += (pairs.empty() ? "" : "&") + form_encoded(param.name) + "=" +
               form_encoded(replace(param.value));
    const bool in_query =
        request.method == "GET" || request.method == "DELETE" || exchange.scheduler > 0;
    if (!pairs.empty() && in_query)
      request.target += (request.target.find('?') == std::string::npos ? "?" : "&") + pairs;
    for (const auto& header : exchange.headers)
      request.headers.push_back({header.name, replace(header.value)});
    if (exchange.body || (!pairs.empty() && !in_query)) {
      request.has_body = true;
      request.body = exchange.body ? replace(*exchange.body) : pairs;
      bool typed = false;
      for (const auto& header : request.headers)
        typed = typed || equal_ignoring_ascii_case(header.name, "Content-Type");
      if (!typed)
        request.headers.push_back({"Content-Type", exchange.scheduler > 0
                                                       ? "application/json"
                                                       : "application/x-www-form-urlencoded"});
    }
    if (!error.message.empty()) return fail(error);
    return request;
  }

  const Scenario& scenario_;
  Target& target_;
  const RunOptions options_;
  Variables variables_;
  std::deque<std::string> history_;
  Report report_;
  Duration late_{};  // that an `at` came after its time
};

const std::string* Answer::header(std::string_view name) const {
  for (const auto& header : headers)
    if (equal_ignoring_ascii_case(header.name, name)) return &header.value;
  return nullptr;
}

Report run(const Scenario& scenario, Target& target, const RunOptions& options) {
  Session::Impl session(scenario, target, options);
  if (needs_simulation(scenario) && !target.is_simulation()) {
    session.skip("has faults or exact times, which only a simulation gives");
    return session.report();
  }
  if (!session.begin()) return session.report();
  session.steps(scenario.steps);
  return session.end();
}

bool fails_alike(const Report& a, const Report& b) {
  return a.verdict == Report::Verdict::failed && b.verdict == Report::Verdict::failed &&
         !a.mistake && !b.mistake && a.invariant == b.invariant &&
         (!a.invariant.empty() || (a.line == b.line && a.status == b.status));
}

Session::Session(const Scenario& scenario, Target& target, const RunOptions& options)
    : impl_(std::make_unique<Impl>(scenario, target, options)) {}

Session::~Session() = default;

bool Session::begin() { return impl_->begin(); }

bool Session::step(const Step& step) { return impl_->steps({step}); }

Report Session::end() { return impl_->end(); }

}  // namespace curia::scenario

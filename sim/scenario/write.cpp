#include "sim/scenario/write.hpp"

#include <algorithm>
#include <utility>

#include "model/base/text.hpp"
#include "sim/scenario/events_text.hpp"
#include "sim/scenario/mail_text.hpp"
#include "sim/scenario/person_text.hpp"
#include "sim/scenario/text.hpp"

namespace curia::scenario {
namespace {

std::string subject_text(const Subject& subject) {
  switch (subject.kind) {
    case Subject::Kind::xml:
      return "xml " + quoted(subject.path);
    case Subject::Kind::json:
      return "json " + quoted(subject.path);
    case Subject::Kind::header:
      return "header " + subject.path;
    case Subject::Kind::location_id:
      return "id";
    case Subject::Kind::body:
      break;
  }
  return "body";
}

std::string_view relation_text(Relation relation) {
  switch (relation) {
    case Relation::equals:
      return "=";
    case Relation::differs:
      return "!=";
    case Relation::matches:
      return "matches";
    case Relation::contains:
      return "contains";
    case Relation::lacks:
      return "lacks";
    case Relation::absent:
      return "absent";
    case Relation::present:
      return "present";
    case Relation::empty:
      return "empty";
    case Relation::at_least:
      return ">=";
    case Relation::at_most:
      break;
  }
  return "<=";
}

bool has_value(Relation relation) {
  return relation != Relation::absent && relation != Relation::present &&
         relation != Relation::empty;
}

std::string outcome_text(const Outcome& outcome) {
  if (outcome.kind == Outcome::Kind::lost) return "lost";
  if (outcome.kind == Outcome::Kind::created)
    return "created" + (outcome.variable.empty() ? "" : " " + outcome.variable);
  std::string out = std::to_string(outcome.status);
  for (const auto& reason : outcome.reasons) out += " fails " + reason;
  for (const auto& [parameter, error] : outcome.bad) out += " bad " + parameter + " " + error;
  return out;
}

class Writer {
 public:
  explicit Writer(int indent) : indent_(indent) {}

  void step(const Step& step) {
    const auto prefix = step.after == Duration::zero() ? "" : "after " + to_text(step.after) + " ";
    std::visit([&](const auto& what) { this->what(what, prefix); }, step.what);
  }

  std::string take() { return std::move(out_); }

 private:
  void line(const std::string& text, int deeper = 0) {
    out_.append(2 * static_cast<std::size_t>(indent_ + deeper), ' ');
    out_ += text;
    out_ += '\n';
  }

  void what(const At& at, const std::string&) {
    out_ += '\n';
    line("at " + to_text(at.time));
  }
  void what(const Wait& wait, const std::string&) { line("wait " + to_text(wait.time)); }

  void what(const Exchange& exchange, const std::string& prefix) {
    std::string text = prefix;
    if (!exchange.client.empty()) text += exchange.client + ": ";
    if (exchange.scheduler > 0) text += "scheduler ";
    if (exchange.scheduler > 1) text += std::to_string(exchange.scheduler) + " ";
    if (exchange.method.empty()) {
      text += "raw " + forced_quotes(exchange.raw);
    } else {
      text += exchange.method + " " + quoted(exchange.target);
      for (const auto& param : exchange.params) text += " " + pair(param);
    }
    for (std::size_t i = 0; i < exchange.outcomes.size(); ++i)
      text += (i == 0 ? " -> " : " or ") + outcome_text(exchange.outcomes[i]);
    line(text);
    for (const auto& header : exchange.headers)
      line("send header " + header.name + " = " + rest_of_line(header.value), 1);
    if (exchange.body) line("send body " + rest_of_line(*exchange.body), 1);
    if (exchange.login.kind == Login::Kind::nobody) line("as nobody", 1);
    if (exchange.login.kind == Login::Kind::named)
      line("as " + login_name(exchange.login.name) + " " + quoted_word(exchange.login.password), 1);
    if (exchange.retry) line("retry for " + to_text(*exchange.retry), 1);
    if (exchange.within) line("within " + to_text(*exchange.within), 1);
    for (const auto& check : exchange.checks)
      line(subject_text(check.subject) + " " + std::string(relation_text(check.relation)) +
               (has_value(check.relation) ? " " + rest_of_line(check.value) : ""),
           1);
    for (const auto& save : exchange.saves)
      line("save " + save.variable + " = " + subject_text(save.subject), 1);
  }

  void what(const Fault& fault, const std::string& prefix) { line(prefix + fault_text(fault)); }

  void what(const PeerAnswer& answer, const std::string&) {
    std::string text = "peer " + answer.peer + " answers " + quoted_word(answer.path) + " " +
                       std::to_string(answer.status);
    if (answer.after != Duration::zero()) text += " after " + to_text(answer.after);
    for (const auto& header : answer.headers) text += " header " + pair(header);
    if (!answer.body.empty()) text += " text " + rest_of_line(answer.body);
    line(text);
  }

  void what(const PeerAsked& asked, const std::string&) {
    line("peer " + asked.peer + " asked " + quoted_word(asked.target) + " times " +
         std::to_string(asked.times));
  }

  void what(const DirectoryStep& change, const std::string&) {
    using Kind = DirectoryStep::Kind;
    if (change.kind == Kind::away || change.kind == Kind::back)
      return line(change.kind == Kind::away ? "directory away" : "directory back");
    if (change.kind == Kind::certificate)
      return line(
          "directory certificate " +
          std::string(directory_certificate_names[static_cast<std::size_t>(change.certificate)]));
    std::string text = change.kind == Kind::add ? "directory add " : "directory remove ";
    text += quoted_word(change.dn);
    for (const auto& attribute : change.attributes) text += " " + pair(attribute);
    line(text);
  }

  void what(const MailStep& mail, const std::string&) { line(scenario::write(mail)); }
  void what(const BridgeStep& bridge, const std::string&) { line(scenario::write(bridge)); }

  void what(const MmpStep& mmp, const std::string&) {
    if (mmp.kind == MmpStep::Kind::log_in)
      line("mmp login " + quoted_word(mmp.account) + " " + quoted_word(mmp.password) + " by " +
           mmp.door + " from " + mmp.source + " as " + mmp.session +
           (mmp.is_refused ? " -> refused" : ""));
    else if (mmp.kind == MmpStep::Kind::line)
      line("mmp " + mmp.session + ": " + rest_of_line(mmp.text));
    else
      line("mmp " + mmp.session + (mmp.is_over ? " ended" : " open") +
           (mmp.text.empty() ? "" : " " + rest_of_line(mmp.text)));
    for (const auto& answer : mmp.answers) line("answer " + rest_of_line(answer), 1);
    for (const auto& check : mmp.outputs)
      line("output " + std::string(relation_text(check.relation)) +
               (has_value(check.relation) ? " " + rest_of_line(check.value) : ""),
           1);
  }
  void what(const PersonIntro& person, const std::string&) { line(scenario::write(person)); }
  void what(const PersonStep& step, const std::string&) { line(scenario::write(step)); }
  void what(const EventsStep& step, const std::string&) {
    int depth = 0;
    for (const std::string& text : scenario::write(step)) line(text, std::exchange(depth, 1));
  }

  void what(const LogCheck& check, const std::string&) {
    line("log " + std::string(relation_text(check.relation)) + " " + rest_of_line(check.value));
  }

  void what(const Together& together, const std::string&) {
    line("together");
    block(together.steps);
  }

  void what(const Repeat& repeat, const std::string&) {
    line("for " + repeat.variable + " = " + std::to_string(repeat.first) + ".." +
         std::to_string(repeat.last));
    block(repeat.steps);
  }

  void block(const std::vector<Step>& steps) {
    ++indent_;
    for (const auto& inner : steps) step(inner);
    --indent_;
    line("end");
  }

  static std::string forced_quotes(std::string_view value) {
    const auto text = quoted(value);
    return text.front() == '"' ? text : "\"" + text + "\"";
  }
  static std::string login_name(std::string_view name) {  // without quotes, `nobody` is a keyword
    return name == "nobody" ? forced_quotes(name) : quoted_word(name);
  }
  static std::string quoted_word(std::string_view value) {
    return value.empty() ? "\"\"" : quoted(value);
  }
  static std::string pair(const Param& param) {
    return param.name + "=" + (param.value.empty() ? "" : quoted(param.value));
  }

  static std::string fault_text(const Fault& fault) {
    using Kind = Fault::Kind;
    switch (fault.kind) {
      case Kind::power_cut:
        return "power cut" + (fault.write > 0 ? " at write " + std::to_string(fault.write) : "");
      case Kind::kill:
        return "kill server";
      case Kind::stop:
        return "stop server";
      case Kind::start:
        return "start server";
      case Kind::disk_full:
        return "disk full";
      case Kind::disk_fails:
        return "disk fails";
      case Kind::disk_works:
        return "disk works";
      case Kind::disk_used:
        return "disk used " + std::to_string(fault.number);
      case Kind::certificate:
        return "certificate " + std::to_string(fault.number);
      case Kind::clock:
        return (fault.number < 0 ? "clock back " : "clock forward ") +
               std::to_string(fault.number < 0 ? -fault.number : fault.number) + "s";
      case Kind::partition:
        return "partition" + (fault.client.empty() ? "" : " " + fault.client);
      case Kind::heal:
        return "heal" + (fault.client.empty() ? "" : " " + fault.client);
      case Kind::network:
        break;
    }
    std::string out = "network";
    if (fault.latency_max > Duration::zero())
      out += " latency " + to_text(fault.latency_min) + ".." + to_text(fault.latency_max);
    if (fault.loss_permille > 0) out += " loss " + std::to_string(fault.loss_permille);
    if (fault.reset_permille > 0) out += " resets " + std::to_string(fault.reset_permille);
    return out == "network" ? "network perfect" : out;
  }

  int indent_;
  std::string out_;
};

std::string forced(std::string_view value) {
  const auto text = quoted(value);
  return !text.empty() && text.front() == '"' ? text : "\"" + text + "\"";
}

}  // namespace

std::string write(const Step& step, int indent) {
  Writer writer(indent);
  writer.step(step);
  return writer.take();
}

std::string write(const Scenario& scenario) {
  std::string out = "scenario " + forced(scenario.name) + "\n";
  if (!scenario.source.empty()) out += "source   " + rest_of_line(scenario.source) + "\n";
  const auto& settings = scenario.settings;
  if (settings.seed != Settings{}.seed)
    out += "world    seed " + std::to_string(settings.seed) + "\n";
  if (settings.empty) out += "world    empty\n";
  if (settings.unused) out += "world    unused\n";
  if (settings.schedulers > 0)
    out += "world    scheduler " + std::to_string(settings.schedulers) + "\n";
  if (settings.mail) out += "world    mail\n";
  for (const auto& account : settings.accounts)
    out += "world    account " + quoted(account.name) + " " + forced(account.password) + " " +
           account.role + "\n";
  for (const auto& row : settings.users) {
    out += "world    user";
    for (const auto& field : row)
      out += " " + field.name + "=" + (field.value.empty() ? "" : quoted(field.value));
    out += "\n";
  }
  out += "\n";
  for (const auto& step : scenario.steps) out += write(step);
  return out;
}

}  // namespace curia::scenario

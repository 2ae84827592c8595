#include "conformance/fuzz/channel.hpp"

#include <utility>

#include "sim/scenario/text.hpp"

namespace curia::fuzz {
namespace {

using namespace scenario;

constexpr std::size_t shown_bytes = 600;

std::string pairs_of(const std::vector<Param>& params, std::size_t from) {
  std::string out;
  for (auto i = from; i < params.size(); ++i)
    out += (out.empty() ? "" : "&") + form_encoded(params[i].name) + "=" +
           form_encoded(params[i].value);
  return out;
}

bool is_read(const std::string& method) { return method == "GET" || method == "DELETE"; }

std::string shortened(const std::string& text) {
  return text.size() <= shown_bytes ? text : text.substr(0, shown_bytes) + " ...";
}

}  // namespace

Request Channel::request_of(const Asked& asked) const {
  Request request;
  request.client = asked.client;
  request.method = asked.method;
  request.target = "/api/v1" + asked.path;
  const bool in_query = is_read(asked.method);
  const std::size_t first = asked.first_in_query && !asked.params.empty() ? 1 : 0;
  const std::string pairs = pairs_of(asked.params, first);
  if (first > 0)
    request.target +=
        "?" + form_encoded(asked.params[0].name) + "=" + form_encoded(asked.params[0].value);
  if (!pairs.empty() && in_query) request.target += "?" + pairs;
  if (!pairs.empty() && !in_query) {
    request.has_body = true;
    request.body = pairs;
    request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  }
  return request;
}

void Channel::keep(const std::vector<Asked>& all) {
  if (!writes_) return;
  Kept kept;
  for (const Asked& asked : all) {
    Exchange exchange;
    exchange.client = asked.client;
    exchange.method = asked.method;
    exchange.target = asked.path;
    exchange.params = asked.params;
    if (asked.first_in_query && !exchange.params.empty()) {
      const Param& first = exchange.params.front();
      exchange.target += "?" + form_encoded(first.name) + "=" + form_encoded(first.value);
      exchange.params.erase(exchange.params.begin());
    }
    for (Param& param : exchange.params) param.value = without_variables(param.value);
    kept.exchanges.push_back(std::move(exchange));
    kept.after.push_back(asked.after);
    kept.made.emplace_back();
  }
  kept_.push_back(std::move(kept));
}

void Channel::tell(const Asked& asked, const Answer& answer) {
  last_ = asked.method + " " + asked.path;
  if (!asked.params.empty()) last_ += " [" + shortened(pairs_of(asked.params, 0)) + "]";
  last_ += answer.lost ? "\n  lost: " + answer.lost_why
                       : "\n  " + std::to_string(answer.status) + " " + shortened(answer.body);
}

Answer Channel::ask(const Asked& asked) {
  ++exchanges_;
  keep({asked});
  auto answers = target_.carry_out({Deed{{}, request_of(asked)}});
  if (writes_) tell(asked, answers.front());
  return std::move(answers.front());
}

std::vector<Answer> Channel::ask_together(const std::vector<Asked>& all) {
  exchanges_ += all.size();
  keep(all);
  std::vector<Deed> deeds;
  for (const Asked& asked : all) deeds.push_back({asked.after, request_of(asked)});
  auto answers = target_.carry_out(std::move(deeds));
  if (!writes_) return answers;
  std::string told;
  for (std::size_t i = 0; i < all.size(); ++i) {
    tell(all[i], answers[i]);
    told += (i == 0 ? "" : "\n") + last_;
  }
  last_ = told;
  return answers;
}

void Channel::inject(const Fault& fault) {
  (void)target_.inject(fault);
  if (!writes_) return;
  kept_.emplace_back();
  kept_.back().other.push_back({fault, {}, {}});
}

void Channel::wait(Duration time) {
  target_.wait_until(target_.now() + time);
  if (!writes_) return;
  kept_.emplace_back();
  kept_.back().other.push_back({Wait{time}, {}, {}});
}

void Channel::expect(std::vector<Outcome> outcomes, std::size_t which) {
  if (writes_) kept_.back().exchanges[which].outcomes = std::move(outcomes);
}

void Channel::expect(const Check& check) {
  if (!writes_) return;
  kept_.back().exchanges.front().checks.push_back(check);
  auto& value = kept_.back().exchanges.front().checks.back().value;
  value = without_variables(value);
}

void Channel::name(const std::string& id, std::size_t which) {
  if (writes_) kept_.back().made[which] = id;
}

void Channel::note(const std::string& xpath, const std::string& value) {
  if (writes_) kept_.back().seen.push_back({{"", {Subject::Kind::xml, xpath}, {}}, value});
}

namespace {

// What the server has chosen, and the variable that stands for it.
class Names {
 public:
  std::string add(const std::string& value) {
    names_.emplace_back(value, "v" + std::to_string(names_.size() + 1));
    return names_.back().second;
  }

  void put_into(Exchange& exchange) {
    put_into(exchange.target);
    for (Param& param : exchange.params) put_into(param.value);
    for (Check& check : exchange.checks) put_into(check.value);
  }

  bool is_used(const std::string& variable) const { return used_.contains(variable); }

 private:
  void put_into(std::string& text) {
    for (const auto& [value, variable] : names_)
      for (auto at = text.find(value); at != std::string::npos; at = text.find(value, at)) {
        text.replace(at, value.size(), "${" + variable + "}");
        used_.insert(variable);
      }
  }

  std::vector<std::pair<std::string, std::string>> names_;
  std::set<std::string> used_;
};

void name_made(Exchange& exchange, const std::string& variable) {
  for (Outcome& outcome : exchange.outcomes)
    if (outcome.kind == Outcome::Kind::created) {
      outcome.variable = variable;
      return;
    }
  exchange.saves.push_back({variable, {Subject::Kind::location_id, ""}, {}});
}

// Variables that nothing refers to are left out.
void drop_unused(Exchange& exchange, const Names& names) {
  for (Outcome& outcome : exchange.outcomes)
    if (!names.is_used(outcome.variable)) outcome.variable.clear();
  std::erase_if(exchange.saves, [&](const Save& save) { return !names.is_used(save.variable); });
}

}  // namespace

std::vector<Step> Channel::steps() const {
  std::vector<Step> out;
  Names names;
  for (const Kept& kept : kept_) {
    for (const Step& step : kept.other) out.push_back(step);
    if (kept.exchanges.empty()) continue;
    std::vector<Step> asked;
    for (std::size_t i = 0; i < kept.exchanges.size(); ++i) {
      Exchange exchange = kept.exchanges[i];
      names.put_into(exchange);
      asked.push_back({std::move(exchange), kept.after[i], {}});
    }
    for (std::size_t i = 0; i < asked.size(); ++i)
      if (!kept.made[i].empty())
        name_made(std::get<Exchange>(asked[i].what), names.add(kept.made[i]));
    for (auto [save, value] : kept.seen) {
      save.variable = names.add(value);
      std::get<Exchange>(asked.front().what).saves.push_back(save);
    }
    if (asked.size() > 1)
      out.push_back({Together{std::move(asked)}, {}, {}});
    else
      out.push_back(std::move(asked.front()));
  }
  for (Step& step : out) {
    if (auto* exchange = std::get_if<Exchange>(&step.what)) drop_unused(*exchange, names);
    if (auto* together = std::get_if<Together>(&step.what))
      for (Step& inner : together->steps) drop_unused(std::get<Exchange>(inner.what), names);
  }
  for (std::size_t i = 0; i < out.size(); ++i) out[i].line.number = static_cast<int>(i) + 1;
  return out;
}

}  // namespace curia::fuzz

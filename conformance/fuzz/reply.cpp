#include "conformance/fuzz/reply.hpp"

#include <algorithm>

namespace curia::fuzz {
namespace {

constexpr std::string_view declaration = "<?xml version=\"1.0\"?>";

}  // namespace

Reply::Reply(const std::string& method, const scenario::Answer& answer) {
  is_lost = answer.lost;
  status = answer.status;
  if (is_lost) return;
  if (const auto* header = answer.header("Location")) {
    location = *header;
    id = location.substr(location.rfind('/') + 1);
  }
  const bool has_xml = answer.body.starts_with(declaration);
  if (has_xml && !document.load_buffer(answer.body.data(), answer.body.size(),
                                       pugi::parse_default | pugi::parse_ws_pcdata)) {
    complaint = "the body is not well-formed XML";
    return;
  }
  if (status == 200) {
    if (method == "GET" && !has_xml) complaint = "an answer to GET without XML";
    if (method != "GET" && answer.body.empty() && answer.header("Content-Type") != nullptr)
      complaint = "a Content-Type without a body: clients take it for a failure";
    return;
  }
  if (is_refusal() && has_xml) read_failures();
  const bool may_be_empty = status == 401 || status == 405;
  if (is_refusal() && reasons.empty() && bad.empty() && !may_be_empty)
    complaint = "a refusal without a reason";
  is_busy = status == 503 && !reasons.empty();
  if (status >= 500 && !is_busy) complaint = "the server failed";
  if (!is_refusal()) complaint = "an unheard-of status";
}

void Reply::read_failures() {
  const auto root = document.document_element();
  if (std::string_view(root.name()) != "failureDetails") {
    complaint = "a refusal whose body is no failureDetails";
    return;
  }
  for (const auto& failure : root.children()) {
    const std::string reason = failure.name();
    if (!is_documented(reason)) complaint = "an undocumented reason: " + reason;
    const std::string parameter = failure.attribute("parameter").value();
    if (reason == "parameterError" && !parameter.empty())
      bad.insert({parameter, failure.attribute("error").value()});
    else if (!reasons.insert(reason).second)
      complaint = "a reason is said twice: " + reason;
  }
}

std::string Reply::summary() const {
  if (is_lost) return "no answer";
  std::string out = std::to_string(status);
  for (const auto& reason : reasons) out += " " + reason;
  for (const auto& [parameter, error] : bad) out += " " + parameter + " " + error;
  return out;
}

namespace {

std::string told(const Effect& effect, const Kind& kind) {
  std::string out;
  const auto add = [&](const std::string& text) { out += (out.empty() ? "" : ", or ") + text; };
  if (effect.may_succeed) add("200");
  if (!effect.bad.empty() || !effect.reasons.empty()) {
    std::string all = "400";
    for (const auto& reason : effect.reasons) all += " " + reason;
    for (const auto& [parameter, error] : effect.bad) all += " " + parameter + " " + error;
    add(all);
  }
  for (const auto& reason : effect.any_of) add("400 " + reason);
  if (effect.may_be_gone) add("404 " + kind.not_found);
  return out;
}

bool is_among(const std::set<std::string>& some, const std::set<std::string>& all) {
  return !some.empty() && std::ranges::includes(all, some);
}

// Refused as it may be: with exactly what must be said, or with what only the server knows.
bool is_refused_well(const Effect& effect, const Reply& reply) {
  if (reply.status != 400) return false;
  const bool is_sure = !effect.bad.empty() || !effect.reasons.empty();
  if (is_sure && reply.bad == effect.bad && reply.reasons == effect.reasons) return true;
  if (effect.any_of.contains("parameterError") && effect.may_succeed && !reply.bad.empty())
    return true;
  std::set<std::string> allowed = effect.any_of;
  allowed.insert(effect.reasons.begin(), effect.reasons.end());
  const bool bad_is_well = reply.bad.empty() ? effect.bad.empty() : reply.bad == effect.bad;
  return bad_is_well && !effect.any_of.empty() && is_among(reply.reasons, allowed);
}

}  // namespace

Complaint judge_write(const Model& model, const Write& write, const Effect& effect,
                      const Reply& reply, Ending& ending) {
  const Kind& kind = kind_at(write.kind);
  const auto wrong = [&](const std::string& why) {
    return Complaint{why + "\nexpected  " + told(effect, kind) + "\ngot       " + reply.summary(),
                     {}};
  };
  ending = Ending::lost;
  if (reply.is_lost) return {};
  if (!reply.complaint.empty()) return wrong(reply.complaint);
  ending = Ending::busy;
  if (reply.is_busy) return {};
  if (reply.status == 404 && effect.may_be_gone) {
    ending = Ending::gone;
    return {};
  }
  if (reply.status == 200) {
    ending = Ending::accepted;
    if (!effect.may_succeed) return wrong("it was accepted");
    if (!effect.is_creation) return {};
    const auto home =
        kind.made_below == none ? model.collection_path(write.kind, write.parent) : kind.path;
    if (reply.location != "/api/v1" + home + "/" + reply.id)
      return wrong("Location is '" + reply.location + "'");
    return {};
  }
  ending = Ending::refused;
  return is_refused_well(effect, reply) ? Complaint{} : wrong("it was refused");
}

std::vector<scenario::Outcome> outcomes_of(const Write& write, const Effect& effect,
                                           const Reply* reply) {
  using scenario::Outcome;
  const auto refused = [](int status, const std::set<std::string>& reasons, const Bad& bad) {
    Outcome outcome;
    outcome.status = status;
    outcome.reasons = {reasons.begin(), reasons.end()};
    outcome.bad = {bad.begin(), bad.end()};
    return outcome;
  };
  std::vector<Outcome> out;
  if (reply != nullptr && reply->is_refusal())
    return {refused(reply->status, reply->reasons, reply->bad)};
  if (effect.may_succeed) {
    out.emplace_back();
    if (write.method == "POST" && kind_at(write.kind).made_below == none)
      out.back().kind = Outcome::Kind::created;
    if (reply != nullptr) return out;
  }
  if (!effect.bad.empty() || !effect.reasons.empty())
    out.push_back(refused(400, effect.reasons, effect.bad));
  for (const auto& reason : effect.any_of) out.push_back(refused(400, {reason}, {}));
  return out;
}

}  // namespace curia::fuzz

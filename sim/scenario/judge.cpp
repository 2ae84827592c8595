#include "sim/scenario/judge.hpp"

#include <algorithm>
#include <regex>

#include "impl/wire/json.hpp"
#include "model/base/guid.hpp"
#include "model/base/text.hpp"
#include "model/base/url.hpp"
#include "sim/scenario/xml_query.hpp"

namespace curia::scenario {
namespace {

std::string shown(std::string_view text) {
  constexpr std::size_t most = 600;
  std::string out(text.substr(0, most));
  if (text.size() > most) out += "... (" + std::to_string(text.size()) + " bytes)";
  return out.empty() ? "(empty)" : out;
}

std::string difference(const std::string& expected, const std::string& got) {
  std::string out = "expected  " + shown(expected) + "\ngot       " + shown(got);
  if (expected.size() < 30 && got.size() < 30) return out;
  const auto limit = std::min(expected.size(), got.size());
  std::size_t same = 0;
  while (same < limit && expected[same] == got[same]) ++same;
  const auto from = same < 20 ? 0 : same - 20;
  return out + "\ndiffers at byte " + std::to_string(same) + ":\n  expected  ..." +
         shown(std::string_view(expected).substr(from, 60)) + "\n  got       ..." +
         shown(std::string_view(got).substr(from, 60));
}

bool matches(const std::string& pattern, const std::string& text, std::string& complaint) {
  try {
    return std::regex_match(text, std::regex(pattern));
  } catch (const std::regex_error&) {
    complaint = "'" + pattern + "' is not a regular expression";
    return false;
  }
}

std::string compare_numbers(Relation relation, const std::string& expected,
                            const std::string& got) {
  const auto wanted = parse_decimal(expected);
  const auto number = parse_decimal(got);
  if (!wanted) return "'" + expected + "' is not a number";
  const bool least = relation == Relation::at_least;
  if (number && (least ? *number >= *wanted : *number <= *wanted)) return {};
  return std::string("expected  at ") + (least ? "least " : "most ") + expected + "\ngot       " +
         shown(got);
}

// The reasons of a failure report, and its parameter errors as "parameterError NAME ERROR".
std::vector<std::string> reasons_of(const std::string& body, std::string& complaint) {
  std::vector<std::string> out;
  const auto text_of = [&](const std::string& path) {
    const auto found = xml_query(body, path);
    if (!found) complaint = found.error().message;
    return found && *found ? **found : std::string();
  };
  const auto count = parse_decimal(text_of("count(/failureDetails/*)")).value_or(0);
  for (std::int64_t i = 1; i <= count && complaint.empty(); ++i) {
    const std::string node = "/failureDetails/*[" + std::to_string(i) + "]";
    auto name = text_of("name(" + node + ")");
    if (name == "parameterError")
      name += " " + text_of(node + "/@parameter") + " " + text_of(node + "/@error");
    out.push_back(std::move(name));
  }
  std::ranges::sort(out);
  return out;
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ", ") + item;
  return out.empty() ? "none" : out;
}

std::string failure_complaint(const Outcome& outcome, const Answer& answer) {
  if (outcome.reasons.empty() && outcome.bad.empty()) return {};
  std::vector<std::string> expected = outcome.reasons;
  for (const auto& [parameter, error] : outcome.bad)
    expected.push_back("parameterError " + parameter + " " + error);
  std::ranges::sort(expected);
  std::string complaint;
  const auto got = reasons_of(answer.body, complaint);
  if (!complaint.empty()) return complaint + "\ngot       " + shown(answer.body);
  if (got == expected) return {};
  return "expected reasons  " + joined(expected) + "\ngot               " + joined(got);
}

// The collection that was asked, or the one of that name where such objects have their home:
// POST /calls/<id>/callLegs makes /callLegs/<id> (api-conventions section 2).
bool is_home_of(std::string_view home, std::string_view collection) {
  if (equal_ignoring_ascii_case(home, collection)) return true;
  const auto name = collection.substr(collection.rfind('/'));
  return equal_ignoring_ascii_case(home, "/api/v1" + std::string(name)) ||
         equal_ignoring_ascii_case(home, "/api/v1/system" + std::string(name));
}

std::string created_complaint(const Request& request, const Answer& answer, std::string& id) {
  if (answer.status != 200)
    return "expected  200 and a Location\ngot       " + std::to_string(answer.status) + " " +
           shown(answer.body);
  if (!answer.body.empty() && request.scheduler == 0)
    return "expected  an empty body\ngot       " + shown(answer.body);
  const auto* location = answer.header("Location");
  if (location == nullptr) return "expected  a Location header\ngot       none";
  std::string collection(target_path(request.target));
  while (collection.ends_with('/')) collection.pop_back();
  const auto slash = location->rfind('/');
  id = slash == std::string::npos ? *location : location->substr(slash + 1);
  const auto guid = parse_guid(id);
  if (slash == std::string::npos || !guid || to_string(*guid) != id ||
      !is_home_of(location->substr(0, slash), collection))
    return "expected  Location: " + collection + "/<new id>\ngot       " + *location;
  return {};
}

std::string outcome_complaint(const Outcome& outcome, const Request& request, const Answer& answer,
                              std::string& id) {
  if (outcome.kind == Outcome::Kind::lost)
    return answer.lost ? "" : "expected  no answer\ngot       " + std::to_string(answer.status);
  if (answer.lost) return "expected  an answer\ngot       none: " + answer.lost_why;
  if (outcome.kind == Outcome::Kind::created) return created_complaint(request, answer, id);
  if (answer.status != outcome.status)
    return "expected  status " + std::to_string(outcome.status) + "\ngot       " +
           std::to_string(answer.status) + " " + shown(answer.body);
  return failure_complaint(outcome, answer);
}

// Bodies that are what they hold: JSON, plain text.
bool has_other_form(std::string_view target) {
  target = target_path(target);
  return target.ends_with("/contents") || target.ends_with("/template") ||
         target.ends_with("/openapi.json");
}

// What every answer of the API must be like, said or not (api-conventions sections 1 to 3).
std::string form_complaint(const Request& request, const Answer& answer) {
  if (answer.lost || request.method.empty() || !request.target.starts_with("/api/")) return {};
  const auto* type = answer.header("Content-Type");
  if (answer.body.empty())
    return type == nullptr ? "" : "an answer without a body has no Content-Type";
  // Requests that never reached the API are refused in plain text.
  if (answer.status >= 400 && type != nullptr && type->starts_with("text/plain")) return {};
  if (type != nullptr && has_other_form(request.target)) return {};
  if (request.scheduler > 0)
    return type != nullptr && *type == "application/json" && parse_json(answer.body)
               ? ""
               : "an answer of the Scheduler with a body is application/json";
  if (type == nullptr || !type->starts_with("text/xml"))
    return "an answer with a body has Content-Type: text/xml";
  return xml_form_complaint(answer.body);
}

// What a JSON pointer leads to: a text as it is, the rest as JSON. A pointer that ends with "/#"
// counts the items of a list.
Result<std::optional<std::string>> json_query(std::string_view body, std::string_view pointer) {
  const auto json = parse_json(body);
  if (!json) return fail(json.error());
  const bool is_count = pointer.ends_with("/#");
  if (is_count) pointer.remove_suffix(2);
  const JsonValue* value = json->at(pointer);
  if (value == nullptr) return std::optional<std::string>();
  if (is_count) return std::optional(std::to_string(value->items.size()));
  return std::optional(value->kind == JsonValue::Kind::string ? value->text
                                                              : curia::to_text(*value));
}

// The text of a subject; null when the answer does not have it.
Result<std::optional<std::string>> text_of(const Subject& subject, const Answer& answer,
                                           const Variables& variables) {
  const auto path = expand(subject.path, variables);
  if (!path) return fail(path.error());
  switch (subject.kind) {
    case Subject::Kind::xml:
      return xml_query(answer.body, *path);
    case Subject::Kind::json:
      return json_query(answer.body, *path);
    case Subject::Kind::body:
      return std::optional(answer.body);
    case Subject::Kind::header:
      if (const auto* found = answer.header(*path)) return std::optional(*found);
      return std::optional<std::string>();
    case Subject::Kind::location_id:
      break;
  }
  const auto* location = answer.header("Location");
  if (location == nullptr) return std::optional<std::string>();
  return std::optional(location->substr(location->rfind('/') + 1));
}

std::string subject_name(const Subject& subject) {
  if (subject.kind == Subject::Kind::xml) return subject.path;
  if (subject.kind == Subject::Kind::json) return "json " + subject.path;
  if (subject.kind == Subject::Kind::header) return "header " + subject.path;
  return "body";
}

Verdict judge_checks(const Exchange& exchange, const Answer& answer, const Variables& variables) {
  for (const auto& check : exchange.checks) {
    const auto got = text_of(check.subject, answer, variables);
    const auto expected = expand(check.value, variables);
    if (!got || !expected)
      return {subject_name(check.subject) + ": " +
                  (got ? expected.error().message
                       : got.error().message + "\ngot       " + shown(answer.body)),
              check.line};
    auto complaint = compare(check.relation, *expected, *got ? &**got : nullptr);
    if (!complaint.empty()) return {subject_name(check.subject) + "\n" + complaint, check.line};
  }
  return {};
}

}  // namespace

std::string compare(Relation relation, const std::string& expected, const std::string* got) {
  if (relation == Relation::absent)
    return got == nullptr ? "" : "expected  nothing\ngot       " + shown(*got);
  if (got == nullptr) return "expected  something\ngot       nothing";
  std::string complaint;
  switch (relation) {
    case Relation::present:
    case Relation::absent:
      return {};
    case Relation::empty:
      return got->empty() ? "" : "expected  (empty)\ngot       " + shown(*got);
    case Relation::equals:
      return *got == expected ? "" : difference(expected, *got);
    case Relation::differs:
      return *got != expected ? "" : "expected  anything but " + shown(expected);
    case Relation::contains:
      if (got->find(expected) != std::string::npos) return {};
      return "expected  to contain " + shown(expected) + "\ngot       " + shown(*got);
    case Relation::lacks:
      if (got->find(expected) == std::string::npos) return {};
      return "expected  not to contain " + shown(expected) + "\ngot       " + shown(*got);
    case Relation::matches:
      if (matches(expected, *got, complaint)) return {};
      return !complaint.empty() ? complaint
                                : "expected  to match " + expected + "\ngot       " + shown(*got);
    case Relation::at_least:
    case Relation::at_most:
      break;
  }
  return compare_numbers(relation, expected, *got);
}

Verdict judge(const Exchange& exchange, const Request& request, const Answer& answer,
              Variables& variables) {
  std::string complaint, id;
  const Outcome* matched = nullptr;
  for (const auto& outcome : exchange.outcomes) {
    auto problem = outcome_complaint(outcome, request, answer, id);
    if (problem.empty()) {
      matched = &outcome;
      break;
    }
    complaint += (complaint.empty() ? "" : "\nor ") + problem;
  }
  if (matched == nullptr && !exchange.outcomes.empty()) return {complaint, {}};
  if (auto problem = form_complaint(request, answer); !problem.empty())
    return {problem + "\ngot       " + shown(answer.body), {}};
  if (exchange.within && answer.took > *exchange.within)
    return {"expected  an answer within " + to_text(*exchange.within) + "\ngot       it after " +
                to_text(answer.took),
            {}};
  if (answer.lost) return {};
  if (auto verdict = judge_checks(exchange, answer, variables); !verdict.complaint.empty())
    return verdict;
  if (matched != nullptr && !matched->variable.empty()) variables[matched->variable] = id;
  for (const auto& save : exchange.saves) {
    const auto value = text_of(save.subject, answer, variables);
    if (!value || !*value) return {"there is nothing to save as $" + save.variable, save.line};
    variables[save.variable] = **value;
  }
  return {};
}

std::string compare_lines(Relation relation, const std::string& expected, std::string output) {
  while (output.ends_with('\n')) output.pop_back();
  if (relation != Relation::matches) return compare(relation, expected, &output);
  for (std::size_t at = 0; at <= output.size();) {
    const auto end = std::min(output.find('\n', at), output.size());
    const std::string line = output.substr(at, end - at);
    if (compare(Relation::matches, expected, &line).empty()) return {};
    at = end + 1;
  }
  return "no line matches " + expected + "\nin\n" + output;
}

}  // namespace curia::scenario

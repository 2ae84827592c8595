#include "impl/service/scheduler/desk.hpp"

#include "impl/service/scheduler/reading.hpp"
#include "impl/service/scheduler/showing.hpp"
#include "impl/service/scheduler/times.hpp"
#include "model/base/limits_scheduler.hpp"
#include "model/base/text.hpp"
#include "model/schedule/stored_meeting.hpp"

namespace curia::scheduler {
namespace {

using schedule::Meeting;
using schedule::Timetable;
using Node = Route::Node;

Verdict with_json(std::string body, std::unique_ptr<Change> change = nullptr) {
  return {.response = {.status = 200,
                       .headers = {{"Content-Type", "application/json"}},
                       .body = std::move(body)},
          .change = std::move(change)};
}

Verdict with_nothing(std::unique_ptr<Change> change) {
  return {.response = {}, .change = std::move(change)};
}

bool is_get(const Request& request) { return request.method == "GET" || request.method == "HEAD"; }

bool may(const Request& request, Node node) {
  const std::string_view methods = methods_of(node);
  const std::string_view method = request.method == "HEAD" ? "GET" : request.method;
  for (std::size_t at = 0; at < methods.size(); at = methods.find(", ", at) + 2) {
    if (methods.substr(at, methods.find(',', at) - at) == method) return true;
    if (methods.find(", ", at) == std::string_view::npos) break;
  }
  return false;
}

// The nil GUID when it is not given and need not be.
Answer<Guid> read_guid(const Request& request, const char* name, bool is_needed) {
  const std::string_view text = request.parameter(name);
  if (text.empty() && !is_needed) return Guid{};
  const auto guid = parse_guid(text);
  if (!guid || !*guid)
    return refuse(400, std::string(name) + (text.empty() ? " is needed" : " is not a GUID"), name);
  return *guid;
}

// Release notes 2.10.6.3 and 2.10.6.8 call parameters of the query elements of the request, too:
// members of the body count where the query does not say otherwise.
Answer<Request> with_body(const Request& request) {
  const auto json = read_body(request.body);
  if (!json) return std::unexpected(json.error());
  Request whole = request;
  for (std::size_t i = 0; i < json->names.size(); ++i)
    whole.query.insert(whole.query.begin(), {json->names[i], json->items[i].text});
  return whole;
}

Answer<> read_bound(const Request& request, const char* name, sys_seconds& target) {
  const std::string_view text = request.parameter(name);
  if (text.empty()) return {};
  const auto instant = read_instant(text);
  if (!instant) return refuse(400, std::string(name) + ": " + instant.error().message, name);
  target = *instant;
  return {};
}

Answer<Question> read_question(const Request& request, sys_seconds now) {
  Question question{.from = now, .most = limits::meetings_listed};
  const auto space = read_guid(request, "coSpace", false);
  if (!space) return std::unexpected(space.error());
  question.co_space = *space;
  question.user_name = request.parameter("userName");
  if (auto read = read_bound(request, "fromTime", question.from); !read)
    return std::unexpected(read.error());
  if (auto read = read_bound(request, "untilTime", question.until); !read)
    return std::unexpected(read.error());
  const std::string_view most = request.parameter("maxMeetings");
  if (most.empty()) return question;
  const auto number = parse_decimal(most);
  if (!number || *number < 1 || static_cast<std::size_t>(*number) > limits::meetings_listed_most)
    return refuse(
        400, "maxMeetings is a number from 1 to " + std::to_string(limits::meetings_listed_most),
        "maxMeetings");
  question.most = static_cast<std::size_t>(*number);
  return question;
}

}  // namespace

std::string_view Request::parameter(std::string_view name) const {
  std::string_view value;
  for (const FormPair& pair : query)
    if (equal_ignoring_ascii_case(pair.key, name)) value = pair.value;
  return value;
}

Desk::Desk(const Env& env, Registry& registry, const Book& book, const Ledger& ledger,
           TimedLogging& logging, std::function<Health()> health)
    : env_(env),
      registry_(registry),
      book_(book),
      ledger_(ledger),
      logging_(logging),
      health_(std::move(health)) {}

sys_seconds Desk::now() const { return std::chrono::floor<schedule::seconds>(env_.clock.wall()); }

std::unique_ptr<Change> Desk::change() const {
  return std::make_unique<Change>(registry_, env_.random, env_.clock.now());
}

Verdict Desk::judge(const Request& request) {
  const auto route = find_route(request.path);
  Answer<Verdict> answer =
      route ? decide(*route, request) : refuse(404, "there is no such path in the Scheduler's API");
  if (answer) return *std::move(answer);
  return {.response = response_of(answer.error(), request.path, env_.clock.wall())};
}

Answer<Verdict> Desk::decide(const Route& route, const Request& request) {
  if (!may(request, route.node))
    return std::unexpected(Problem{.status = 405,
                                   .message = std::string(request.method) + " cannot be done here",
                                   .allowed = std::string(methods_of(route.node))});
  switch (route.node) {
    case Node::health:
      return show_health_now();
    case Node::meetings:
      if (is_get(request)) return list(request);
      return request.method == "POST" ? create(request) : remove_all(request);
    case Node::refresh:
      return refresh_all(request);
    case Node::meeting:
      return meeting(route, request);
    case Node::participants:
      return participants(route, request);
    case Node::refresh_emails:
      return refresh(route);
    case Node::recurrence:
      return recurrence(route, request);
    case Node::timed_logging:
      return logging(request);
  }
  return refuse(404, "there is no such path in the Scheduler's API");
}

Verdict Desk::show_health_now() const {
  const Health health = health_();
  Verdict verdict = with_json(show_health(health));
  if (!is_up(health)) verdict.response.status = 503;
  return verdict;
}

Answer<Verdict> Desk::list(const Request& request) {
  const auto question = read_question(request, now());
  if (!question) return std::unexpected(question.error());
  const auto found = book_.find(*question);
  if (!found) return refuse(found.error());
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const Found& each : *found) {
    const auto meeting = schedule::meeting_of(*each.meeting);
    const auto timetable = book_.timetable(*each.meeting);
    if (meeting && timetable) show_recurrence(*meeting, *timetable, each.recurrence, json);
  }
  json.end_array();
  return with_json(std::move(out));
}

Answer<Verdict> Desk::create(const Request& request) {
  const auto json = read_body(request.body);
  if (!json) return std::unexpected(json.error());
  const auto edit = read_meeting(*json);
  if (!edit) return std::unexpected(edit.error());
  if (!edit->co_space) return refuse(400, "coSpace is needed", "coSpace");
  Meeting made;
  if (auto done = schedule::create(*edit, book_.zones(), made); !done) return refuse(done.error());
  auto writes = change();
  if (auto added = ledger_.add(*writes, made); !added) return std::unexpected(added.error());
  const auto times = timetable(made);
  if (!times) return std::unexpected(times.error());
  Verdict verdict = with_json(show_meeting(made, *times), std::move(writes));
  verdict.response.headers.emplace_back("Location",
                                        std::string(api_root) + "/meetings/" + to_string(made.id));
  return verdict;
}

Answer<Verdict> Desk::remove_all(const Request& request) {
  const auto whole = with_body(request);
  if (!whole) return std::unexpected(whole.error());
  const auto space = read_guid(*whole, "coSpace", true);
  if (!space) return std::unexpected(space.error());
  auto writes = change();
  for (const StoredMeeting* stored : book_.meetings_in(*space)) {
    if (auto gone = ledger_.remove(*writes, *stored, now()); !gone)
      return std::unexpected(gone.error());
    writes->settle();
  }
  return with_nothing(std::move(writes));
}

// The description has `coSpace` in the path and `meeting` in the table: one of them is needed.
Answer<Verdict> Desk::refresh_all(const Request& request) {
  const auto whole = with_body(request);
  if (!whole) return std::unexpected(whole.error());
  const auto named = read_guid(*whole, "meeting", false);
  if (!named) return std::unexpected(named.error());
  const auto space = read_guid(*whole, "coSpace", !*named);
  if (!space) return std::unexpected(space.error());
  if (!*space) return refresh({.meeting = *named});
  if (!ledger_.can_refresh()) return refuse(503, "no email server is configured");
  auto writes = change();
  for (const StoredMeeting* stored : book_.meetings_in(*space)) {
    if (book_.is_over(*stored, now())) continue;
    if (const auto meeting = schedule::meeting_of(*stored))
      if (auto ordered = ledger_.refresh(*writes, *meeting, std::nullopt); !ordered)
        return std::unexpected(ordered.error());
    writes->settle();
  }
  return with_nothing(std::move(writes));
}

Answer<Verdict> Desk::logging(const Request& request) {
  if (!is_get(request)) {
    const auto json = read_body(request.body);
    if (!json) return std::unexpected(json.error());
    const auto edit = read_logging(*json);
    if (!edit) return std::unexpected(edit.error());
    if (edit->web_bridge) logging_.set(Facility::web_bridge, *edit->web_bridge);
    if (edit->api) logging_.set(Facility::api, *edit->api);
    if (edit->email) logging_.set(Facility::email, *edit->email);
  }
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  for (std::size_t i = 0; i < facility_names.size(); ++i)
    json.member(facility_names[i], logging_.seconds_left(static_cast<Facility>(i)));
  json.end_object();
  return with_json(std::move(out));
}

}  // namespace curia::scheduler

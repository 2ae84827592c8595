#include "conformance/real/http_target.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "conformance/real/asker.hpp"
#include "conformance/real/events_client.hpp"
#include "conformance/real/real_peer.hpp"
#include "sim/scenario/http_text.hpp"
#include "sim/scenario/xml_query.hpp"

namespace curia::conformance {
namespace {

using namespace scenario;

std::int64_t steady_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void pause_for(Duration time) {
  const auto end = steady_ns() + time.count();
  for (auto left = time.count(); left > 0; left = end - steady_ns())
    ::poll(nullptr, 0, static_cast<int>(left / 1'000'000 + 1));
}

}  // namespace

class HttpTarget::Asker {
 public:
  explicit Asker(const std::string& url) : http(url) {}
  HttpAsker http;
};

HttpTarget::HttpTarget(HttpTargetOptions options) : options_(std::move(options)) {}

HttpTarget::~HttpTarget() = default;

void HttpTarget::use(HttpTargetOptions options) {
  askers_.clear();
  made_.clear();
  options_ = std::move(options);
}

HttpTarget::Asker& HttpTarget::asker(const std::string& client, int scheduler) {
  auto& found = askers_[{client, scheduler}];
  const auto number = static_cast<std::size_t>(scheduler);
  const bool is_there = scheduler > 0 && number <= options_.scheduler_urls.size();
  if (!found)
    found = std::make_unique<Asker>(is_there ? options_.scheduler_urls[number - 1] : options_.url);
  return *found;
}

Answer HttpTarget::get(const std::string& target) {
  Request request;
  request.method = "GET";
  request.target = "/api/v1/" + target;
  return carry_out({Deed{{}, request}}).front();
}

std::string HttpTarget::ask(const std::string& target, const std::string& query) {
  const auto found = xml_query(get(target).body, query);
  return found && *found ? **found : "";
}

bool HttpTarget::is_empty(const std::string& collection) {
  return ask(collection, "/*/@total") == "0";
}

Result<> HttpTarget::look() {
  const Answer answer = get("system/status");
  if (answer.status == 200) return {};
  if (answer.status == 401)
    return fail(Errc::not_permitted, "the server refuses the login of '" + options_.name + "'");
  if (answer.lost)
    return fail(Errc::unavailable, options_.url + " does not answer: " + answer.lost_why);
  return fail(Errc::unavailable, options_.url + " answers " + std::to_string(answer.status) +
                                     " to GET /api/v1/system/status");
}

Result<> HttpTarget::begin(const Settings& settings) {
  begun_ns_ = steady_ns();
  if (!settings.accounts.empty() || !settings.users.empty())
    return fail(Errc::unavailable, "needs accounts or users that this server may not have");
  if (static_cast<std::size_t>(settings.schedulers) > options_.scheduler_urls.size())
    return fail(Errc::unavailable, "needs a Scheduler");
  if (settings.mail) return fail(Errc::unavailable, "needs mail servers beside the server");
  if (settings.empty && !(is_empty("coSpaces") && is_empty("tenants") && is_empty("tenantGroups")))
    return fail(Errc::unavailable, "needs a server without objects");
  if (settings.unused &&
      ask("system/status", "/status[cdrCorrelatorIndex=0 and callLegsMaxActive=0]/hostId").empty())
    return fail(Errc::unavailable, "needs a server that has carried no call yet");
  return {};
}

void HttpTarget::end() {
  for (auto it = made_.rbegin(); it != made_.rend(); ++it) {
    Request request;
    request.method = "DELETE";
    request.target = it->second;
    auto& cleaner = asker("", it->first);
    (void)cleaner.http.ask(request, options_.name, options_.password);
  }
  made_.clear();
  askers_.clear();
  peers_.clear();
  events_clients_.clear();
}

std::vector<Answer> HttpTarget::carry_out(std::vector<Deed> deeds) {
  struct Job {
    Request request;
    Duration after;
    Asker* asker;
    Answer answer;
  };
  std::vector<Job> jobs;
  for (auto& deed : deeds)
    if (auto* request = std::get_if<Request>(&deed.what))
      jobs.push_back({std::move(*request), deed.after, nullptr, {}});
  for (auto& job : jobs) job.asker = &asker(job.request.client, job.request.scheduler);
  const auto start = steady_ns();
  const auto ask = [&](Job& job) {
    pause_for(job.after - Duration(steady_ns() - start));
    const auto begun = steady_ns();
    const auto peer = peers_.find(job.request.client);
    const auto events = events_clients_.find(job.request.client);
    job.answer = peer != peers_.end() ? peer->second->received(job.request.target)
                 : events != events_clients_.end()
                     ? events->second->answer()
                     : job.asker->http.ask(job.request, options_.name, options_.password);
    job.answer.begun = Duration(begun - begun_ns_);
    job.answer.took = Duration(steady_ns() - begun);
  };
  // Each client asks one after the other, all clients at once.
  std::map<Asker*, std::vector<Job*>> by_client;
  for (auto& job : jobs) by_client[job.asker].push_back(&job);
  const auto ask_all = [&](std::vector<Job*>& mine) {
    std::ranges::stable_sort(mine, {}, &Job::after);
    for (auto* job : mine) ask(*job);
  };
  if (by_client.size() == 1) {
    ask_all(by_client.begin()->second);
  } else {
    std::vector<std::jthread> threads;
    for (auto& [_, mine] : by_client) threads.emplace_back([&] { ask_all(mine); });
  }
  std::vector<Answer> answers;
  for (auto& job : jobs) {
    const auto* location = job.answer.header("Location");
    if (job.answer.status == 200 && location != nullptr)
      made_.emplace_back(job.request.scheduler, *location);
    answers.push_back(std::move(job.answer));
  }
  return answers;
}

Result<> HttpTarget::inject(const Fault&) {
  return fail(Errc::invalid_value, "a real server is not hurt on purpose");
}

Result<> HttpTarget::answer_as_peer(const PeerAnswer& answer) {
  auto& peer = peers_[answer.peer];
  if (!peer) peer = std::make_unique<RealPeer>();
  peer->answer(answer);
  return {};
}

std::uint64_t HttpTarget::times_asked(const std::string& peer, const std::string& target) {
  const auto found = peers_.find(peer);
  return found == peers_.end() ? 0 : found->second->times_asked(target);
}

Result<> HttpTarget::act_on_events(const EventsStep& step) {
  auto& client = events_clients_[step.client];
  if (step.kind != EventsStep::Kind::opens)
    return client ? client->say(step)
                  : fail(Errc::invalid_value, "nobody called " + step.client + " was opened");
  const auto server = parse_url(options_.url);
  if (!server) return fail(server.error());
  client = std::make_unique<EventsClient>();
  return client->open(step, *server);
}

Duration HttpTarget::now() { return Duration(steady_ns() - begun_ns_); }

void HttpTarget::wait_until(Duration time) { pause_for(time - now()); }

Result<std::string> HttpTarget::variable(const std::string& name) {
  if (name == "authorization")
    return authorization({Login::Kind::named, options_.name, options_.password});
  const auto found = peers_.find(name);
  if (found == peers_.end()) return fail(Errc::not_found, "no variable $" + name, name);
  return found->second->url();
}

}  // namespace curia::conformance

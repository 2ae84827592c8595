#include "sim/scenario/day_run.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "sim/scenario/sim_client.hpp"
#include "sim/scenario/sim_server.hpp"
#include "sim/world/compare.hpp"
#include "sim/world/world.hpp"

namespace curia::scenario {
namespace {

constexpr Duration overtime = 30min;  // until everybody has gone home
constexpr Duration longest_outage = 90s;

sim::Options options_with(sim::TraceSink* sink) {
  sim::Options options;
  options.trace_sink = sink;
  return options;
}

class DayRun {
 public:
  DayRun(const DayFile& day, const DayRunOptions& options)
      : day_(day),
        world_(day.seed, options_with(options.sink)),
        server_(world_, day.seed, true),
        admin_(world_.add_host("admin", {"10.0.1.1"}).env(), server_.endpoint(), std::nullopt),
        crowd_(world_, day.options, day.seed),
        prng_(day.seed, "day.hardship") {
    server_.look_at_calls(options.is_looked_at);
    server_.watch([this](calls::Switchboard* board) { crowd_.attach(board); });
  }

  DayReport go() {
    if (begin() && make_spaces()) {
      crowd_.begin();
      live_through();
    }
    server_.watch(nullptr);
    crowd_.attach(nullptr);
    report_.tally = crowd_.tally();
    report_.looks = server_.looks();
    report_.digest = world_.trace().digest().text();
    return std::move(report_);
  }

 private:
  struct Blow {  // something that happens to the server
    Duration at;
    bool is_crash;
  };

  bool fails(const Result<>& done) {
    if (!done && report_.problem.empty()) report_.problem = done.error().message;
    return !done;
  }

  bool begin() {
    Settings settings;
    settings.seed = day_.seed;
    return !fails(server_.prepare(settings, server_.host().env().random)) && start();
  }

  bool start() { return !fails(server_.start()); }

  // One request of the administrator; the id of what was made, empty when
  // nothing was.
  std::string ask(std::string method, const std::string& path, std::string form) {
    Request request;
    request.method = std::move(method);
    request.target = "/api/v1" + path;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = std::move(form);
    request.has_body = true;
    std::optional<Answer> answer;
    admin_.send(std::move(request), [&](Answer came) { answer = std::move(came); });
    run_until([&] { return answer.has_value(); }, 2 * client_patience);
    const std::string* location = answer ? answer->header("Location") : nullptr;
    return location == nullptr ? "" : location->substr(location->rfind('/') + 1);
  }

  // Whoever is of the house needs nobody to be let in; guests do.
  bool make_spaces() {
    staff_ = ask("POST", "/callLegProfiles", "name=Staff&needsActivation=false");
    guests_ = ask("POST", "/callLegProfiles", "name=Guests&needsActivation=true");
    for (std::uint32_t i = 0; i < crowd_.plan().spaces; ++i) {
      using crowd::Part;
      const std::string staff = "&callLegProfile=" + staff_;
      spaces_.push_back(
          ask("POST", "/coSpaces", "name=Team&uri=" + crowd::uri_of(i, Part::colleague) + staff));
      const std::string ways = "/coSpaces/" + spaces_.back() + "/accessMethods";
      const auto host =
          ask("POST", ways, "importance=2&uri=" + crowd::uri_of(i, Part::host) + staff);
      const auto guest =
          ask("POST", ways, "uri=" + crowd::uri_of(i, Part::guest) + "&callLegProfile=" + guests_);
      if (spaces_.back().empty() || host.empty() || guest.empty())
        return !fails(fail(Errc::unavailable, "the coSpaces could not be made"));
    }
    return true;
  }

  void live_through() {
    const Instant begun = world_.now();
    for (const Blow& blow : blows()) {
      run_until([&] { return false; }, begun + blow.at - world_.now());
      if (!report_.problem.empty()) return;
      if (blow.is_crash)
        crash();
      else
        change_something();
    }
    const Instant end = begun + day_.options.length + overtime;
    run_until([&] { return false; }, end - world_.now());
    if (report_.problem.empty() && crowd_.tally().here > 0)
      report_.problem = std::to_string(crowd_.tally().here) + " people are still there at the end";
  }

  std::vector<Blow> blows() {
    std::vector<Blow> all;
    const auto some_time = [&] {
      return Duration(prng_.below(static_cast<std::uint64_t>(day_.options.length.count())));
    };
    for (std::uint32_t i = 0; i < day_.crashes; ++i) all.push_back({some_time(), true});
    for (std::uint32_t i = 0; i < day_.changes; ++i) all.push_back({some_time(), false});
    std::ranges::sort(all, {}, [](const Blow& blow) { return std::pair(blow.at, blow.is_crash); });
    return all;
  }

  void crash() {
    if (prng_.chance(1, 2))
      server_.kill();
    else
      server_.power_cut();
    run_until([&] { return false; }, Duration(prng_.between(0, longest_outage.count())));
    start();
  }

  void change_something() {
    const auto flag = [&] { return std::string(prng_.chance(1, 2) ? "true" : "false"); };
    const std::string profile = "/callLegProfiles/" + (prng_.chance(1, 2) ? staff_ : guests_);
    const std::string& space = spaces_[prng_.below(spaces_.size())];
    switch (prng_.below(7)) {
      case 0:
        ask("PUT", profile, "needsActivation=" + flag());
        return;
      case 1: {
        const std::string mode = prng_.chance(1, 2) ? "disconnect" : "deactivate";
        ask("PUT", profile,
            "deactivationMode=" + mode +
                "&deactivationModeTime=" + std::to_string(prng_.below(120)));
        return;
      }
      case 2:
        ask("PUT", profile, "presentationContributionAllowed=" + flag());
        return;
      case 3:
        ask("PUT", profile, "maxCallDurationTime=" + std::to_string(prng_.between(60, 3600)));
        return;
      case 4:
        ask("PUT", "/coSpaces/" + space,
            "callLegProfile=" + (prng_.chance(1, 2) ? staff_ : guests_));
        return;
      case 5:
        return change_network();
      default:
        return change_call(space, flag());
    }
  }

  // Asking for the call of a coSpace makes it, or gives the one that is there.
  void change_call(const std::string& space, const std::string& flag) {
    const std::string call = "/calls/" + ask("POST", "/calls", "coSpace=" + space);
    if (prng_.chance(1, 2)) {
      ask("PUT", call, "locked=" + flag + "&allowAllPresentationContribution=" + flag);
      if (prng_.chance(1, 2)) ask("PUT", call, "locked=false");
      return;
    }
    ask("DELETE", call, "");
  }

  void change_network() {
    sim::LinkOptions link;
    link.latency = Duration(prng_.between(1, 50) * 1'000'000);
    link.jitter = link.latency;
    link.loss = static_cast<sim::Ppm>(prng_.below(100'000));
    world_.net().set_links(server_.host(), *world_.find_host("admin"), link);
  }

  // Until `done`, a violation, or the time is over.
  template <class Test>
  void run_until(Test done, Duration longest) {
    world_.run_until(
        [&] {
          server_.power_lost();
          return server_.violation().has_value() || done();
        },
        std::max(longest, Duration{}));
    if (!server_.violation() || !report_.problem.empty()) return;
    report_.invariant = server_.violation()->invariant;
    report_.problem = server_.violation()->text();
  }

  DayFile day_;
  sim::World world_;
  SimServer server_;
  SimClient admin_;
  crowd::Crowd crowd_;
  Prng prng_;
  DayReport report_;
  std::string staff_, guests_;
  std::vector<std::string> spaces_;
};

}  // namespace

DayReport run_day(const DayFile& day, const DayRunOptions& options) {
  return DayRun(day, options).go();
}

DayReport run_day_twice(const DayFile& day) {
  DayReport report;
  const auto difference =
      sim::compare_runs([&](sim::TraceSink& sink) { report = run_day(day, {.sink = &sink}); });
  if (difference) report.problem = "two runs of the same day differ\n" + difference->text();
  return report;
}

}  // namespace curia::scenario

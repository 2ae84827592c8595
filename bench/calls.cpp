// What calls cost: one large meeting with people who come and go, and many small ones.
//
//   calls [ROUNDS]
//
// Goals (issue of calls and layouts): a meeting of 1,000 with 20 joins and leaves per second, one
// layout and permission update below 1 ms; 10,000 calls of 5 at once below 1.5 GB, and the join of
// one person below 200 us. CPU time of one core, medians.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "impl/service/calls/calls.hpp"
#include "model/call/entry.hpp"
#include "model/call/reasons.hpp"
#include "model/objects/catalog.hpp"
#include "model/rules/call.hpp"
#include "model/rules/rules.hpp"
#include "sim/world/world.hpp"

namespace {

using namespace curia;

double cpu_us() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

double resident_mb() {
  std::ifstream statm("/proc/self/statm");
  long total = 0, resident = 0;
  statm >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

void print(const char* what, std::vector<double> us) {
  std::ranges::sort(us);
  std::printf("%-64s median %8.1f us   p90 %8.1f us   p99 %8.1f us\n", what, us[us.size() / 2],
              us[us.size() * 9 / 10], us[us.size() * 99 / 100]);
}

// What the registry stores is acknowledged at once: durable objects are not what is measured.
class NoStore final : public Store {
 public:
  void commit(Batch, Done<Result<>> done) override { done_.push_back(std::move(done)); }
  void load(std::uint64_t, std::size_t, Done<Result<std::vector<StoreRow>>>) override {}
  void acknowledge() {
    for (auto& done : std::exchange(done_, {})) done({});
  }

 private:
  std::vector<Done<Result<>>> done_;
};

class Server {
 public:
  Server()
      : world_(1), host_(world_.add_host("server", {"10.0.0.1"})), registry_(store_, random()) {
    registry_.loaded([](Result<>) {});
    store_.acknowledge();
    calls_.emplace(host_.env(), registry_);
  }

  Guid post(Kind kind, const Form& form, const Guid& parent = {}) {
    Change change(registry_, random());
    const auto made = create_object(change, spec_of(kind), parent, form);
    if (!made) std::abort();
    const Guid id = (*made)->id;
    registry_.apply(std::move(change), [](Result<>) {});
    store_.acknowledge();
    return id;
  }

  // A coSpace whose guests wait for hosts.
  void make_space(const std::string& name) {
    if (!hosts_) {
      hosts_ = post(Kind::call_leg_profile, {{"needsActivation", "false"}});
      guests_ = post(Kind::call_leg_profile, {{"needsActivation", "true"}});
    }
    const Guid space = post(Kind::co_space, {{"name", name}, {"uri", name}});
    post(Kind::access_method,
         {{"uri", name + ".host"}, {"callLegProfile", to_string(hosts_)}, {"importance", "3"}},
         space);
    post(Kind::access_method, {{"uri", name + ".guest"}, {"callLegProfile", to_string(guests_)}},
         space);
  }

  Guid join(const std::string& uri) {
    Guid id;
    calls_->act([&](Change& change) {
      const auto entered =
          call::arrive(change, {.uri = uri, .remote_party = "someone@example.com"});
      if (!entered) std::abort();
      id = (*entered)->id;
    });
    return id;
  }
  void leave(const Guid& leg) {
    calls_->act([&](Change& change) {
      end_call_leg(change, *change.find<CallLeg>(leg), call::reason::remote_teardown);
    });
  }
  void pass(Duration time) { world_.run_for(time); }

 private:
  Random& random() { return host_.env().random; }

  sim::World world_;
  sim::SimHost& host_;
  NoStore store_;
  Registry registry_;
  std::optional<calls::Calls> calls_;
  Guid hosts_, guests_;
};

double timed(const std::function<void()>& what) {
  const double begun = cpu_us();
  what();
  return cpu_us() - begun;
}

void large_meeting(int rounds) {
  Server server;
  server.make_space("all");
  std::vector<Guid> legs;
  for (int i = 0; i < 1000; ++i)
    legs.push_back(server.join(i % 50 == 0 ? "all.host" : "all.guest"));
  std::vector<double> joins, leaves;
  Prng prng(1, "who");
  for (int i = 0; i < rounds; ++i) {
    server.pass(50ms);
    Guid& one = legs[prng.below(legs.size())];
    leaves.push_back(timed([&] { server.leave(one); }));
    server.pass(50ms);
    joins.push_back(timed([&] { one = server.join("all.guest"); }));
  }
  print("a meeting of 1,000: one joins", joins);
  print("a meeting of 1,000: one leaves", leaves);
}

void many_meetings(int rounds) {
  constexpr int meetings = 10'000;
  const double before = resident_mb();
  Server server;
  const auto name = [](int i) { return "room" + std::to_string(i); };
  for (int i = 0; i < meetings; ++i) server.make_space(name(i));
  const double with_spaces = resident_mb();
  std::vector<std::vector<Guid>> legs(meetings);
  for (int k = 0; k < 5; ++k)
    for (int i = 0; i < meetings; ++i)
      legs[static_cast<std::size_t>(i)].push_back(
          server.join(name(i) + (k == 0 ? ".host" : ".guest")));
  const double with_calls = resident_mb();
  std::vector<double> joins, leaves;
  Prng prng(2, "who");
  for (int i = 0; i < rounds; ++i) {
    const auto at = prng.below(meetings);
    Guid& one = legs[at][1 + prng.below(4)];
    leaves.push_back(timed([&] { server.leave(one); }));
    joins.push_back(timed([&] { one = server.join(name(static_cast<int>(at)) + ".guest"); }));
  }
  print("10,000 calls of 5: one joins", joins);
  print("10,000 calls of 5: one leaves", leaves);
  std::printf("10,000 calls of 5: resident %.0f MB, of it coSpaces %.0f MB and calls %.0f MB\n",
              with_calls, with_spaces - before, with_calls - with_spaces);
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 400;
  large_meeting(rounds);
  many_meetings(rounds);
  return 0;
}

// What calls cost: one large meeting with people who come and go, and many small ones.
//
//   calls [ROUNDS]
//
// Goals (issue of calls and layouts): a meeting of 1,000 with 20 joins and leaves per second, one
// layout and permission update below 1 ms; 10,000 calls of 5 at once below 1.5 GB, and the join of
// one person below 200 us. CPU time of one core for all that follows in the same instant: the
// lobby and limits, what everybody is told and sees, call detail records, events for a listener.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "bench/cpu_time.hpp"
#include "impl/service/calls/switchboard.hpp"
#include "impl/service/cdr/cdr.hpp"
#include "impl/service/events/events.hpp"
#include "impl/wire/tls/context.hpp"
#include "model/objects/catalog.hpp"
#include "model/rules/rules.hpp"
#include "sim/world/world.hpp"

namespace {

using namespace curia;

double cpu_us() { return bench::cpu_ns() / 1e3; }

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

// The other end of all legs; everybody looks at his picture.
class Viewer final : public call::Endpoint {
 public:
  void show(const Guid&, const call::LegStatus&) override {}
  void hang_up(const Guid&, std::string_view) override {}
  bool wants_pictures() const override { return true; }
  void show_picture(const Guid&, const call::Picture&) override { ++pictures; }
  std::uint64_t pictures = 0;
};

// A client of events, of all calls and of one roster.
class Listener final : public web::Socket {
 public:
  explicit Listener(events::Events& events) : session_(events.admit("listener")) {
    session_->on_open(*this);
    subscribe("");
  }
  ~Listener() { session_->on_closed({}); }

  void subscribe(const std::string& roster_of) {
    std::string body =
        R"(,"subscriptions":[{"index":1,"type":"calls","elements":["participants"]})";
    if (!roster_of.empty())
      body += R"(,{"index":2,"type":"callRoster","call":")" + roster_of +
              R"(","elements":["name","state","layout","activeSpeaker"]})";
    session_->on_message({websocket::Opcode::text,
                          events::message_text(++last_id_, "subscribeRequest", body + "]")});
  }
  void acknowledge() {
    for (; acknowledged_ < messages;)
      session_->on_message(
          {websocket::Opcode::text,
           events::ack_text(static_cast<std::int64_t>(++acknowledged_), "success")});
  }
  Result<> send(std::string_view text) override {
    messages += text.starts_with(R"({"type":"message",)") ? 1 : 0;
    return {};
  }
  std::size_t queued() const override { return 0; }
  void close(std::uint16_t, std::string_view) override { std::abort(); }
  void cut() override { std::abort(); }
  std::size_t messages = 0;

 private:
  std::shared_ptr<events::Session> session_;
  std::int64_t last_id_ = 0;
  std::size_t acknowledged_ = 0;
};

class Server {
 public:
  Server()
      : world_(1),
        host_(world_.add_host("server", {"10.0.0.1"})),
        registry_(store_, random()),
        client_(host_.env(), trust()),
        cdr_(host_.env(), registry_, client_),
        events_(host_.env(), registry_),
        board_(host_.env(), registry_, calls_),
        calls_(host_.env(), registry_),
        listener_(events_) {
    registry_.loaded([](Result<>) {});
    store_.acknowledge();
    cdr_.start();
    board_.start();
    post(Kind::cdr_receiver, {{"uri", "http://10.0.0.9/"}});  // who is away: all is kept
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
    const auto leg = board_.arrive({.uri = uri, .remote_party = "someone@example.com"}, viewer_);
    if (!leg) std::abort();
    pass({});
    return *leg;
  }
  void leave(const Guid& leg) {
    board_.report(leg, call::Report::leaves);
    pass({});
  }
  // Of the call of this leg, from now on.
  void listen_to_roster(const Guid& leg) {
    listener_.subscribe(to_string(registry_.find<CallLeg>(leg)->call));
  }
  // What the listener owes; not measured.
  void acknowledge() { listener_.acknowledge(); }
  void pass(Duration time) { world_.run_for(time); }
  std::uint64_t pictures() const { return viewer_.pictures; }
  std::size_t messages() const { return listener_.messages; }
  std::uint64_t records() const { return cdr_.next_correlator(); }

 private:
  Random& random() { return host_.env().random; }
  static tls::Context trust() {
    auto made = tls::Context::client({.verify = false, .check_name = false});
    if (!made) std::abort();
    return *std::move(made);
  }

  sim::World world_;
  sim::SimHost& host_;
  NoStore store_;
  Registry registry_;
  web::Client client_;
  cdr::Cdr cdr_;
  events::Events events_;
  calls::Switchboard board_;
  calls::Calls calls_;
  Viewer viewer_;
  Listener listener_;
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
  for (int i = 0; i < 1000; ++i) {
    legs.push_back(server.join(i % 50 == 0 ? "all.host" : "all.guest"));
    server.acknowledge();
  }
  server.listen_to_roster(legs.front());
  std::vector<double> joins, leaves;
  Prng prng(1, "who");
  const std::uint64_t pictures = server.pictures();
  for (int i = 0; i < rounds; ++i) {
    server.acknowledge();
    server.pass(50ms);
    Guid& one = legs[1 + prng.below(legs.size() - 1)];
    leaves.push_back(timed([&] { server.leave(one); }));
    server.pass(50ms);
    joins.push_back(timed([&] { one = server.join("all.guest"); }));
  }
  print("a meeting of 1,000: one joins", joins);
  print("a meeting of 1,000: one leaves", leaves);
  std::printf("  in %d joins and leaves: %lu pictures shown, %zu events heard, %lu records\n",
              2 * rounds, static_cast<unsigned long>(server.pictures() - pictures),
              server.messages(), static_cast<unsigned long>(server.records()));
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
    for (int i = 0; i < meetings; ++i) {
      legs[static_cast<std::size_t>(i)].push_back(
          server.join(name(i) + (k == 0 ? ".host" : ".guest")));
      server.acknowledge();
    }
  const double with_calls = resident_mb();
  std::vector<double> joins, leaves;
  Prng prng(2, "who");
  for (int i = 0; i < rounds; ++i) {
    const auto at = prng.below(meetings);
    Guid& one = legs[at][1 + prng.below(4)];
    server.acknowledge();
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

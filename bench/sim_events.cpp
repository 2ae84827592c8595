// How fast the simulator is: the bare event queue beside the schedulers of ns-3, and whole worlds
// that carry bytes.
//
// The queue is measured in the hold model: take the next event, push one at a random time after
// it, with a constant number pending. Times are drawn alike for all. A world counts an event each
// time bytes reach a handler; the timers and acknowledgements between are not counted.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "model/base/prng.hpp"
#include "sim/world/world.hpp"

#ifdef CURIA_BENCH_NS3
#include <ns3/calendar-scheduler.h>
#include <ns3/heap-scheduler.h>
#include <ns3/list-scheduler.h>
#include <ns3/map-scheduler.h>
#include <ns3/priority-queue-scheduler.h>
#endif

namespace curia::sim {
namespace {

constexpr std::uint64_t spread_ns = 2'000'000;  // offsets are uniform up to this

void curia_queue(benchmark::State& state) {
  EventQueue queue;
  Prng prng(1);
  const auto offset = [&] {
    return Duration(static_cast<std::int64_t>(scale(prng.next(), spread_ns)));
  };
  for (std::int64_t i = 0; i < state.range(0); ++i) queue.push(Instant(offset()), {});
  Event event;
  for (auto _ : state) {
    queue.pop(event);
    queue.push(queue.now() + offset(), event);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(curia_queue)->Arg(1000)->Arg(100'000);

#ifdef CURIA_BENCH_NS3
template <class Scheduler>
void ns3_queue(benchmark::State& state) {
  const ns3::Ptr<Scheduler> queue = ns3::CreateObject<Scheduler>();
  Prng prng(1);
  std::uint32_t uid = 0;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    queue->Insert({nullptr, {scale(prng.next(), spread_ns), uid++, 0}});
  for (auto _ : state) {
    ns3::Scheduler::Event event = queue->RemoveNext();
    event.key.m_ts += scale(prng.next(), spread_ns);
    event.key.m_uid = uid++;
    queue->Insert(event);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ns3_queue<ns3::PriorityQueueScheduler>)->Arg(1000)->Arg(100'000);
BENCHMARK(ns3_queue<ns3::MapScheduler>)->Arg(1000)->Arg(100'000);
BENCHMARK(ns3_queue<ns3::HeapScheduler>)->Arg(1000)->Arg(100'000);
BENCHMARK(ns3_queue<ns3::CalendarScheduler>)->Arg(1000)->Arg(100'000);
BENCHMARK(ns3_queue<ns3::ListScheduler>)->Arg(1000);  // linear: hopeless with more
#endif

// Sends back what it gets.
struct Mirror final : StreamHandler {
  explicit Mirror(Net& n) : net(n) {}
  void on_received(std::string_view bytes) override { net.send(id, bytes); }
  void on_end() override {}
  void on_writable() override {}
  void on_closed(CloseReason) override {}
  Net& net;
  StreamId id{};
};

struct Mirrors final : AcceptHandler {
  explicit Mirrors(Net& n) : net(n) {}
  StreamHandler* on_accept(StreamId stream, const Endpoint&) override {
    all.push_back(std::make_unique<Mirror>(net));
    all.back()->id = stream;
    return all.back().get();
  }
  Net& net;
  std::vector<std::unique_ptr<Mirror>> all;
};

// `streams` connections between two hosts, on each of which 64 bytes go to and fro.
void run_streams(benchmark::State& state, const Options& options) {
  World world(1, options);
  SimHost& server = world.add_host("server", {"10.0.0.1"});
  SimHost& client = world.add_host("client", {"10.0.0.2"});
  const Env server_env = server.env(), client_env = client.env();
  Mirrors mirrors(server_env.net);
  if (!server_env.net.listen({server.address(), 80}, mirrors)) return;
  std::vector<std::unique_ptr<Mirror>> callers;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    callers.push_back(std::make_unique<Mirror>(client_env.net));
    callers.back()->id = client_env.net.connect({server.address(), 80}, *callers.back());
  }
  world.run_for(1s);
  const std::string message(64, 'm');
  for (const auto& caller : callers) client_env.net.send(caller->id, message);
  world.run_for(1s);
  const std::uint64_t before = world.net().counters().packets;
  for (auto _ : state)
    for (int i = 0; i < 1000; ++i) world.step();
  state.SetItemsProcessed(static_cast<std::int64_t>(world.net().counters().packets - before));
}

void world_streams(benchmark::State& state) { run_streams(state, Options::calm()); }
BENCHMARK(world_streams)->Arg(100)->Arg(10'000);

void world_streams_with_faults(benchmark::State& state) {
  Options options;
  options.link.jitter = 1ms;
  options.link.loss = 10'000;
  options.link.split = 10'000;
  options.link.join = 10'000;
  run_streams(state, options);
}
BENCHMARK(world_streams_with_faults)->Arg(100)->Arg(10'000);

// Media: datagrams of 200 bytes, each answered by the next.
struct Reflector final : DatagramHandler {
  explicit Reflector(Net& n) : net(n) {}
  void on_datagram(const Endpoint& from, std::string_view bytes) override {
    net.send_to(id, from, bytes);
  }
  Net& net;
  DatagramId id{};
};

void world_datagrams(benchmark::State& state) {
  World world(1);
  SimHost& server = world.add_host("server", {"10.0.0.1"});
  SimHost& client = world.add_host("client", {"10.0.0.2"});
  const Env server_env = server.env(), client_env = client.env();
  std::vector<std::unique_ptr<Reflector>> ends;
  const std::string packet(200, 'm');
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    auto near = std::make_unique<Reflector>(client_env.net);
    auto far = std::make_unique<Reflector>(server_env.net);
    near->id = client_env.net.bind({client.address(), 0}, *near)->id;
    const auto there = server_env.net.bind({server.address(), 0}, *far);
    far->id = there->id;
    client_env.net.send_to(near->id, there->local, packet);
    ends.push_back(std::move(near));
    ends.push_back(std::move(far));
  }
  const std::uint64_t before = world.net().counters().packets;
  for (auto _ : state)
    for (int i = 0; i < 1000; ++i) world.step();
  state.SetItemsProcessed(static_cast<std::int64_t>(world.net().counters().packets - before));
}
BENCHMARK(world_datagrams)->Arg(100);

}  // namespace
}  // namespace curia::sim

BENCHMARK_MAIN();

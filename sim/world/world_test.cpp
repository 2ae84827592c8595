#include "sim/world/world.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/base/reached.hpp"
#include "sim/world/compare.hpp"

namespace curia::sim {
namespace {

// Answers every piece with the same bytes until its peer ends.
struct Echo final : AcceptHandler, StreamHandler {
  explicit Echo(Net& n) : net(n) {}
  StreamHandler* on_accept(StreamId stream, const Endpoint&) override {
    id = stream;
    return this;
  }
  void on_received(std::string_view bytes) override { net.send(id, bytes); }
  void on_end() override { net.close(id); }
  void on_writable() override {}
  void on_closed(CloseReason) override {}
  Net& net;
  StreamId id{};
};

// Sends `rounds` messages, each when the one before came back, and then ends.
struct Caller final : StreamHandler {
  Caller(Env e, std::string t, int r) : env(e), text(std::move(t)), rounds(r) {}
  void call(const Endpoint& to) { id = env.net.connect(to, *this); }
  void on_connected() override { env.net.send(id, text); }
  void on_received(std::string_view bytes) override {
    got += bytes;
    if (got.size() < text.size()) return;
    EXPECT_EQ(got, text);
    got.clear();
    env.trace.event("caller.round", {{"left", rounds}});
    if (--rounds > 0)
      env.net.send(id, text);
    else
      env.net.finish(id);
  }
  void on_end() override {}
  void on_writable() override {}
  void on_closed(CloseReason why) override {
    closed.push_back(why);
    env.trace.event("caller.closed", {{"reason", name_of(why)}});
  }
  Env env;
  std::string text, got;
  int rounds;
  StreamId id{};
  std::vector<CloseReason> closed;
};

const std::string kilobytes(5000, 'x');

// One caller after the other, some of which fail when the options are unkind.
void play(World& world, int callers) {
  SimHost& server = world.add_host("server", {"10.0.0.1", "2001:db8::1"});
  SimHost& client = world.add_host("client", {"10.0.0.2", "2001:db8::2"});
  Echo echo(server.env().net);
  ASSERT_TRUE(echo.net.listen({parse_ip("0.0.0.0").value(), 80}, echo));
  for (int i = 0; i < callers; ++i) {
    Caller caller(client.env(), kilobytes, 10);
    caller.call({server.address(), 80});
    // Nobody tells the end that waits when a connection dies silently: patience is its owner's.
    if (!world.run_until([&] { return !caller.closed.empty(); }, 10min))
      client.env().net.reset(caller.id);
    world.run_until([&] { return !caller.closed.empty(); }, 1s);
    EXPECT_EQ(caller.closed.size(), 1u);
    world.run_for(10s);
  }
}

Digest digest_of(std::uint64_t seed) {
  World world(seed, Options::swarm(seed));
  play(world, 5);
  return world.trace().digest();
}

TEST(World, GivesTheSameDigestForTheSameSeed) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) EXPECT_EQ(digest_of(seed), digest_of(seed));
}

TEST(World, GivesAnotherDigestForAnotherSeed) { EXPECT_NE(digest_of(1), digest_of(2)); }

TEST(World, WithoutFaultsEverythingArrives) {
  World world(1);
  SimHost& server = world.add_host("server", {"10.0.0.1"});
  SimHost& client = world.add_host("client", {"10.0.0.2"});
  Echo echo(server.env().net);
  ASSERT_TRUE(echo.net.listen({server.address(), 80}, echo));
  Caller caller(client.env(), kilobytes, 100);
  caller.call({server.address(), 80});
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(caller.rounds, 0);
  EXPECT_EQ(caller.closed, std::vector{CloseReason::finished});
  // A handshake, a hundred rounds and an end, all at 200 us one way.
  EXPECT_EQ(world.net().counters().packets, 200u);
}

TEST(World, CampaignReachesEveryFault) {
  ReachedSet set;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) digest_of(seed);
  for (const char* mark : {"net.loss", "net.join", "net.split", "net.reset", "net.silence",
                           "net.partition", "net.connect_again", "net.half_open_give_up"})
    EXPECT_TRUE(set.names().contains(mark)) << mark;
}

TEST(World, RunsTasksInOrderOfTimeAndArming) {
  World world(1);
  std::string order;
  world.at(Instant(2s), [&] { order += 'c'; });
  world.at(Instant(1s), [&] { order += 'a'; });
  world.at(Instant(1s), [&] { order += 'b'; });
  const TimerId never_fired = world.at(Instant(1s), [&] { order += '!'; });
  world.cancel(never_fired);
  world.at(never, [&] { order += '?'; });
  world.run_until(Instant(1500ms));
  EXPECT_EQ(order, "ab");
  EXPECT_EQ(world.now(), Instant(1500ms));
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(order, "abc");
  EXPECT_EQ(world.now(), Instant(2s));
}

TEST(CompareRuns, FindsNoDifferenceBetweenEqualRuns) {
  const auto difference = compare_runs([](TraceSink& sink) {
    Options options = Options::swarm(7);
    options.trace_sink = &sink;
    World world(7, options);
    play(world, 3);
  });
  EXPECT_FALSE(difference) << difference->text();
}

TEST(CompareRuns, StopsAtTheFirstDifference) {
  int run = 0, steps = 0;
  const auto difference = compare_runs([&](TraceSink& sink) {
    Options options;
    options.trace_sink = &sink;
    World world(7, options);
    SimHost& host = world.add_host("server", {"10.0.0.1"});
    ++run;
    steps = 0;
    for (int i = 0; i < 20; ++i)
      world.at(Instant(i * 1s), [&, i] {
        ++steps;
        // What a forgotten look at a real clock would do.
        host.env().trace.event("tick", {{"value", i == 15 ? run : i}});
      });
    world.run_until_idle();
  });
  ASSERT_TRUE(difference);
  EXPECT_EQ(steps, 16);
  EXPECT_EQ(difference->first, "15.000000000 server tick value=1");
  EXPECT_EQ(difference->second, "15.000000000 server tick value=2");
  EXPECT_EQ(difference->context.size(), compare_context);
  EXPECT_EQ(difference->context.back(), "15.000000000 world timer id=16 value=0");
}

TEST(CompareRuns, SeesARunThatEndsEarly) {
  int run = 0;
  const auto difference = compare_runs([&](TraceSink& sink) {
    Options options;
    options.trace_sink = &sink;
    World world(7, options);
    if (++run == 1) world.add_host("extra", {"10.0.0.1"});
  });
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->second, "");
  EXPECT_NE(difference->text().find("(the second run had ended)"), std::string::npos);
}

}  // namespace
}  // namespace curia::sim

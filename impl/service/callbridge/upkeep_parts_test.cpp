// What the upkeep measures: load, usage, TURN servers.
#include <gtest/gtest.h>

#include "impl/service/callbridge/load_meter.hpp"
#include "impl/service/callbridge/turn_probes.hpp"
#include "impl/service/callbridge/usage.hpp"
#include "model/base/limits.hpp"
#include "model/objects/turn_server.hpp"
#include "sim/world/machine.hpp"
#include "sim/world/world.hpp"

namespace curia::callbridge {
namespace {

// A store that takes everything at once.
class NoStore final : public Store {
 public:
  void commit(Batch, Done<Result<>> done) override { done({}); }
  void load(std::uint64_t, std::size_t, Done<Result<std::vector<StoreRow>>>) override {}
};

class UpkeepParts : public testing::Test {
 protected:
  sim::World world{1};
  sim::SimHost& host = world.add_host("server", {"10.0.0.1"});
  Env env = host.env();
  NoStore store;
  Registry registry{store, env.random};
};

TEST_F(UpkeepParts, TheLoadIsThatOfTheLastSeconds) {
  LoadMeter meter(env);
  EXPECT_EQ(meter.load(), 0);
  const auto pass = [&](int seconds) {
    for (int i = 0; i < seconds; ++i) {
      world.run_for(1s);
      meter.read();
    }
  };
  meter.read();
  host.machine().set_busy(2000);
  pass(5);
  EXPECT_EQ(meter.load(), 2 * limits::load_per_processor);
  host.machine().set_busy(0);
  pass(5);
  EXPECT_EQ(meter.load(), limits::load_per_processor);
  pass(10);
  EXPECT_EQ(meter.load(), 0);
}

TEST_F(UpkeepParts, TheHistoryOfTheUsageHasAnEnd) {
  registry.loaded([](Result<>) {});
  UsageHistory history(env, registry);
  for (std::size_t i = 0; i < limits::usage_snapshots + 3; ++i) {
    world.run_for(5min);
    history.look();
    history.look();
  }
  EXPECT_EQ(history.newest_first().size(), limits::usage_snapshots);
  EXPECT_EQ(history.newest_first()[0].time - history.newest_first()[1].time, 5min);
}

// Answers like a TURN server, with the sender's address.
class StunServer final : public DatagramHandler {
 public:
  explicit StunServer(Env env) : env_(env) {
    socket_ = env_.net.bind({*parse_ip("10.0.0.9"), 3478}, *this)->id;
  }
  void on_datagram(const Endpoint& from, std::string_view request) override {
    if (is_silent) return;
    std::string reply("\x01\x01\x00\x0c", 4);
    reply += request.substr(4, 16);
    reply += std::string("\x00\x20\x00\x08\x00\x01", 6);
    reply += static_cast<char>(from.port >> 8U ^ 0x21U);
    reply += static_cast<char>((from.port & 0xFFU) ^ 0x12U);
    for (std::size_t i = 0; i < 4; ++i)
      reply += static_cast<char>(from.address.bytes[i] ^ request[4 + i]);
    env_.net.send_to(socket_, from, reply);
  }
  bool is_silent = false;

 private:
  Env env_;
  DatagramId socket_{};
};

TEST_F(UpkeepParts, ATurnServerThatAnswersIsReachableUntilItIsSilent) {
  StunServer turn(world.add_host("turn", {"10.0.0.9"}).env());
  Change change(registry, env.random);
  auto& server = change.create<TurnServer>();
  const Guid id = server.id;
  server.server_address = "10.0.0.9";
  registry.apply(std::move(change), [](Result<>) {});
  TurnProbes probes(env, registry);
  const auto pass = [&](int seconds) {
    for (int i = 0; i < seconds; ++i) {
      probes.look();
      world.run_for(1s);
    }
  };
  pass(3);
  ASSERT_EQ(probes.hosts_of(id).size(), 1u);
  const TurnProbes::Host found = probes.hosts_of(id)[0];
  EXPECT_EQ(found.is_reachable, true);
  EXPECT_GT(found.round_trip, Duration{});
  EXPECT_EQ(to_string(found.mapped.address), "10.0.0.1");
  EXPECT_TRUE(probes.troubles().empty());
  turn.is_silent = true;
  pass(40);
  EXPECT_EQ(probes.hosts_of(id)[0].is_reachable, false);
  ASSERT_EQ(probes.troubles().size(), 1u);
  EXPECT_EQ(probes.troubles()[0].object, id);
  turn.is_silent = false;
  pass(40);
  EXPECT_TRUE(probes.troubles().empty());
  probes.stop();
}

}  // namespace
}  // namespace curia::callbridge

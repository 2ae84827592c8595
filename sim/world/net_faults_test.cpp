// What the faults of the network do, each on its own and to the nanosecond where it matters.
#include <gtest/gtest.h>

#include <optional>

#include <memory>
#include <string>
#include <vector>

#include "sim/world/world.hpp"

namespace curia::sim {
namespace {

struct Noting final : StreamHandler {
  void on_connected() override { ++connected; }
  void on_received(std::string_view bytes) override { received += bytes; }
  void on_end() override { ++ended; }
  void on_writable() override {}
  void on_closed(CloseReason why) override { closed.push_back(why); }
  void on_net_gone() override { ++gone; }
  int connected = 0, ended = 0, gone = 0;
  std::string received;
  std::vector<CloseReason> closed;
};

class NetFaults : public testing::Test, public AcceptHandler {
 protected:
  NetFaults() { EXPECT_TRUE(server.env().net.listen(place, *this)); }

  StreamHandler* on_accept(StreamId id, const Endpoint&) override {
    far_id = id;
    return &far;
  }
  void connect() { near_id = client_env.net.connect(place, near); }
  void connect_and_wait() {
    connect();
    world.run_for(1s);
    ASSERT_EQ(near.connected, 1);
  }
  void send(std::string_view bytes) { client_env.net.send(near_id, bytes); }
  void send_back(std::string_view bytes) { server.env().net.send(far_id, bytes); }

  World world{1};
  SimHost& server = world.add_host("server", {"10.0.0.1"});
  SimHost& client = world.add_host("client", {"10.0.0.2"});
  const Env client_env = client.env();
  const Endpoint place{server.address(), 80};
  Noting near, far;
  StreamId near_id{}, far_id{};
};

using Reasons = std::vector<CloseReason>;

TEST_F(NetFaults, APartitionDelaysAndHealingDelivers) {
  connect_and_wait();
  world.net().partition(server, client);
  send("a");
  send("b");
  world.run_for(10s);
  EXPECT_EQ(far.received, "");
  world.net().heal(server, client);
  world.run_for(10s);
  EXPECT_EQ(far.received, "ab");
  EXPECT_EQ(near.closed, Reasons{});
}

TEST_F(NetFaults, APartitionMayBeOneWay) {
  connect_and_wait();
  world.net().partition_one_way(client, server);
  send("lost");
  send_back("through");
  world.run_for(1s);
  EXPECT_EQ(far.received, "");
  EXPECT_EQ(near.received, "through");
  world.net().heal_all();
  world.run_for(5s);
  EXPECT_EQ(far.received, "lost");
}

TEST_F(NetFaults, BehindALongPartitionTheSenderGivesUp) {
  connect_and_wait();
  world.net().partition(server, client);
  send("a");
  const Instant sent = world.now();
  EXPECT_TRUE(world.run_until([&] { return !near.closed.empty(); }, 1h));
  EXPECT_EQ(near.closed, Reasons{CloseReason::reset});
  EXPECT_GE(world.now() - sent, world.options().give_up_after);
  world.net().heal_all();
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(far.closed, Reasons{});  // nobody told it
  send_back("anybody?");
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(far.closed, Reasons{CloseReason::reset});
}

TEST_F(NetFaults, ConnectingTimesOutWithoutPowerOrWay) {
  world.net().partition(server, client);
  connect();
  const Instant start = world.now();
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(near.closed, Reasons{CloseReason::timed_out});
  EXPECT_GE(world.now() - start, world.options().connect_timeout);
  world.net().heal_all();
  server.power_cut();
  near.closed.clear();
  connect();
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(near.closed, Reasons{CloseReason::timed_out});
}

TEST_F(NetFaults, StreamsHearThatTheirOwnHostHasNoPower) {
  connect_and_wait();
  server.power_cut();
  EXPECT_EQ(far.gone, 1);
  EXPECT_EQ(near.gone, 0);
  send("anybody?");
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(far.closed, Reasons{});
  EXPECT_EQ(near.closed, Reasons{CloseReason::reset});
  client.power_cut();
  EXPECT_EQ(near.gone, 0);  // it had its end
}

TEST_F(NetFaults, ConnectingTriesAgainWhileTheServerStarts) {
  server.power_cut();
  connect();
  world.at(world.now() + 3s, [&] {
    server.power_on();
    EXPECT_TRUE(server.env().net.listen(place, *this));
  });
  EXPECT_TRUE(world.run_until([&] { return near.connected == 1; }, 30s));
}

TEST_F(NetFaults, AnAddressOfNobodyIsUnreachable) {
  near_id = client_env.net.connect({parse_ip("10.9.9.9").value(), 80}, near);
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(near.closed, Reasons{CloseReason::unreachable});
  near_id = client_env.net.connect({parse_ip("2001:db8::1").value(), 80}, near);
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(near.closed.back(), CloseReason::unreachable);
}

TEST_F(NetFaults, APowerCutResetsPeers) {
  connect_and_wait();
  server.power_cut(PeersSee::reset);
  world.run_for(1s);
  EXPECT_EQ(near.closed, Reasons{CloseReason::reset});
  EXPECT_EQ(far.closed, Reasons{});
}

TEST_F(NetFaults, ASilentPowerCutLeavesHalfOpenStreams) {
  connect_and_wait();
  server.power_cut(PeersSee::nothing);
  world.run_for(10min);
  EXPECT_EQ(near.closed, Reasons{});  // an idle peer never knows
  send("hello?");
  const Instant sent = world.now();
  EXPECT_TRUE(world.run_until([&] { return !near.closed.empty(); }, 1h));
  EXPECT_EQ(near.closed, Reasons{CloseReason::reset});
  EXPECT_GE(world.now() - sent, world.options().give_up_after);
}

TEST_F(NetFaults, ARestartedServerResetsOldStreams) {
  connect_and_wait();
  server.power_cut(PeersSee::nothing);
  send("hello?");
  world.run_for(1s);
  EXPECT_EQ(near.closed, Reasons{});
  server.power_on();
  world.run_for(10s);
  EXPECT_EQ(near.closed, Reasons{CloseReason::reset});
}

TEST_F(NetFaults, StreamsBreakByOrder) {
  connect_and_wait();
  world.net().break_streams(server, client, PeersSee::reset);
  world.run_for(1s);
  EXPECT_EQ(near.closed, Reasons{CloseReason::reset});
  EXPECT_EQ(far.closed, Reasons{CloseReason::reset});
}

TEST_F(NetFaults, LossOnlyDelaysStreamsButTakesDatagrams) {
  LinkOptions lossy;
  lossy.loss = 500'000;
  world.net().set_links(server, client, lossy);
  connect_and_wait();
  const std::string all(300'000, 'x');
  send(all);
  EXPECT_TRUE(world.run_until([&] { return far.received.size() == all.size(); }, 1h));
  struct : DatagramHandler {
    void on_datagram(const Endpoint&, std::string_view) override { ++count; }
    int count = 0;
  } sink, source;
  const auto there = server.env().net.bind({server.address(), 0}, sink);
  const auto here = client_env.net.bind({client.address(), 0}, source);
  for (int i = 0; i < 1000; ++i) client_env.net.send_to(here->id, there->local, "x");
  world.run_for(1s);
  EXPECT_GT(sink.count, 400);
  EXPECT_LT(sink.count, 600);
}

TEST_F(NetFaults, DatagramsMayComeTwice) {
  LinkOptions echoing;
  echoing.duplicate = 1'000'000;
  world.net().set_links(server, client, echoing);
  struct : DatagramHandler {
    void on_datagram(const Endpoint&, std::string_view) override { ++count; }
    int count = 0;
  } sink, source;
  const auto there = server.env().net.bind({server.address(), 0}, sink);
  const auto here = client_env.net.bind({client.address(), 0}, source);
  client_env.net.send_to(here->id, there->local, "x");
  world.run_for(1s);
  EXPECT_EQ(sink.count, 2);
}

TEST(NameFaults, NameServersMayNotAnswer) {
  Options options = Options::calm();
  options.resolve_failure = 1'000'000;
  World world(1, options);
  SimHost& host = world.add_host("host", {"10.0.0.1"});
  std::optional<Errc> got;
  host.env().net.resolve("somewhere.example", [&](auto found) { got = found.error().code; });
  world.run_for(1s);
  EXPECT_EQ(got, Errc::unavailable);
}

TEST_F(NetFaults, TheWindowHoldsWhatThePeerDoesNotRead) {
  connect_and_wait();
  server.env().net.pause(far_id);
  int blocks = 0;
  while (client_env.net.send(near_id, std::string(16 * 1024, 'x'))) ++blocks;
  world.run_for(1min);
  EXPECT_FALSE(client_env.net.send(near_id, "x"));
  // The queue holds the high mark; only the window has left it.
  EXPECT_LE(blocks, 1 + static_cast<int>((net_high_mark + 64 * 1024) / (16 * 1024)));
}

TEST_F(NetFaults, AClosedStreamTakesWhatComesForAWhileAndThenResets) {
  connect_and_wait();
  client_env.net.close(near_id);
  world.run_for(1s);
  EXPECT_EQ(near.closed, Reasons{CloseReason::finished});
  EXPECT_EQ(far.ended, 1);
  send_back("late");
  world.run_for(1s);
  EXPECT_EQ(far.closed, Reasons{});
  world.run_for(world.options().linger_for);
  EXPECT_EQ(far.closed, Reasons{CloseReason::reset});
  EXPECT_EQ(near.received, "");
}

}  // namespace
}  // namespace curia::sim

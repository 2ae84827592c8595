// What only real sockets have; the rest of the port is in conformance/contract.
#include "impl/io/net.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <optional>

#include "impl/io/reality.hpp"
#include "impl/io/timers.hpp"
#include "impl/io/trace.hpp"
#include "model/base/limits.hpp"

namespace curia::io {
namespace {

constexpr Endpoint any_v4{loopback_v4, 0};

struct Peer final : StreamHandler {
  void on_connected() override { connected = true; }
  void on_received(std::string_view bytes) override { received += bytes; }
  void on_end() override { ended = true; }
  void on_writable() override { writable = true; }
  void on_closed(CloseReason reason) override { closed = reason; }

  StreamId id{};
  std::string received;
  bool connected = false;
  bool ended = false;
  bool writable = false;
  std::optional<CloseReason> closed;
};

struct Host final : AcceptHandler {
  StreamHandler* on_accept(StreamId stream, const Endpoint&) override {
    if (refusing) return nullptr;
    peers.push_back(std::make_unique<Peer>());
    peers.back()->id = stream;
    return peers.back().get();
  }
  bool refusing = false;
  std::vector<std::unique_ptr<Peer>> peers;
};

class RealNetTest : public testing::Test {
 protected:
  void until(const std::function<bool()>& reached) { ASSERT_TRUE(reality_.run_until(reached, 5s)); }
  void open(Peer& client) {
    const auto bound = env_.net.listen(any_v4, host_);
    ASSERT_TRUE(bound);
    local_ = bound->local;
    listener_ = bound->id;
    client.id = env_.net.connect(local_, client);
    until([&] { return client.connected && host_.peers.size() == 1; });
  }

  Reality reality_{{}};
  Env env_ = reality_.env();
  Host host_;
  Endpoint local_;
  ListenId listener_{};
};

TEST_F(RealNetTest, PortThatListensIsInUse) {
  const auto first = env_.net.listen(any_v4, host_);
  ASSERT_TRUE(first);
  const auto second = env_.net.listen(first->local, host_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::address_in_use);
  env_.net.close(first->id);
  EXPECT_TRUE(env_.net.listen(first->local, host_));
}

TEST_F(RealNetTest, PortOfAFinishedConnectionCanBeTakenAgain) {
  Peer client;
  open(client);
  env_.net.close(host_.peers[0]->id);  // our side ends first: it keeps TIME-WAIT
  env_.net.close(client.id);
  until([&] { return client.closed && host_.peers[0]->closed; });
  env_.net.close(listener_);
  EXPECT_TRUE(env_.net.listen(local_, host_));
}

TEST_F(RealNetTest, BothFamiliesShareOnePort) {
  const auto v4 = env_.net.listen({loopback_v4, 0}, host_);
  ASSERT_TRUE(v4);
  const auto v6 = env_.net.listen({loopback_v6, v4->local.port}, host_);
  ASSERT_TRUE(v6) << v6.error().message;
  Peer client;
  client.id = env_.net.connect(v6->local, client);
  until([&] { return client.connected; });
}

TEST_F(RealNetTest, ManyMegabytesCrossTheMarks) {
  Peer client;
  open(client);
  const std::string block(1 << 20, 'x');
  bool taken = true;
  for (int i = 0; i < 16; ++i) taken = env_.net.send(client.id, block);
  EXPECT_FALSE(taken);
  env_.net.finish(client.id);
  Peer& server = *host_.peers[0];
  until([&] { return server.ended; });
  EXPECT_EQ(server.received.size(), 16u << 20);
  EXPECT_TRUE(client.writable);
}

TEST_F(RealNetTest, NobodyListens) {
  const auto bound = env_.net.listen(any_v4, host_);
  ASSERT_TRUE(bound);
  env_.net.close(bound->id);
  Peer client;
  env_.net.connect(bound->local, client);
  EXPECT_FALSE(client.closed);
  until([&] { return client.closed.has_value(); });
  EXPECT_EQ(*client.closed, CloseReason::refused);
}

TEST_F(RealNetTest, RefusalIsAReset) {
  host_.refusing = true;
  const auto bound = env_.net.listen(any_v4, host_);
  ASSERT_TRUE(bound);
  Peer client;
  env_.net.connect(bound->local, client);
  until([&] { return client.closed.has_value(); });
  EXPECT_EQ(*client.closed, CloseReason::reset);
}

TEST_F(RealNetTest, ResetWhilePausedIsNoticed) {
  Peer client;
  open(client);
  env_.net.pause(client.id);
  env_.net.send(host_.peers[0]->id, "never read");
  env_.net.reset(host_.peers[0]->id);
  until([&] { return client.closed.has_value(); });
  EXPECT_EQ(*client.closed, CloseReason::reset);
  EXPECT_EQ(client.received, "");
}

// A pause with both sides ended must not make the loop spin, and resume() brings the rest.
TEST_F(RealNetTest, EndWhilePausedWaitsForResume) {
  Peer client;
  open(client);
  env_.net.pause(client.id);
  env_.net.finish(client.id);
  Peer& server = *host_.peers[0];
  until([&] { return server.ended; });
  env_.net.send(server.id, "rest");
  env_.net.finish(server.id);
  until([&] { return server.closed.has_value(); });
  EXPECT_FALSE(reality_.run_until([&] { return client.closed || client.ended; }, 10ms));
  env_.net.resume(client.id);
  until([&] { return client.closed.has_value(); });
  EXPECT_EQ(client.received, "rest");
  EXPECT_EQ(*client.closed, CloseReason::finished);
}

// Bytes that the peer still sends after our close() must not turn our answer into a reset.
TEST_F(RealNetTest, CloseLetsTheAnswerArrive) {
  Peer client;
  open(client);
  Peer& server = *host_.peers[0];
  env_.net.send(client.id, "unread by the server");
  env_.net.send(server.id, "answer");
  env_.net.close(server.id);
  until([&] { return client.ended; });
  EXPECT_EQ(client.received, "answer");
  env_.net.send(client.id, "more");
  env_.net.close(client.id);
  until([&] { return client.closed && server.closed; });
  EXPECT_EQ(*client.closed, CloseReason::finished);
  EXPECT_EQ(*server.closed, CloseReason::finished);
}

class CountingTrace final : public Trace {
 public:
  bool enabled() const override { return false; }
  void event(std::string_view, std::initializer_list<TraceField>) override {}
  void log(Severity, std::string_view) override { ++lines; }
  int lines = 0;
};

// Lowers the number of descriptors that the process may have while it lives.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(int highest) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit now = before_;
    now.rlim_cur = static_cast<rlim_t>(highest);
    ::setrlimit(RLIMIT_NOFILE, &now);
  }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST(ListenerTest, RestsWhenThereAreNoDescriptors) {
  Loop loop;
  RealTimers timers(loop);
  CountingTrace trace;
  RealNet net(loop, timers, trace);
  Host host;
  Peer client;
  const auto bound = net.listen(any_v4, host);
  ASSERT_TRUE(bound);
  net.connect(bound->local, client);
  // UBSan looks at a new class once, through a pipe, which it will not get below. It looks only
  // where the compiler does not know the class already.
  Trace* volatile known = &trace;
  known->log(Severity::info, "");
  trace.lines = 0;
  std::optional<DescriptorLimit> limit;
  {
    const Descriptor next(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    limit.emplace(next.get());  // the next descriptor would be one too many
  }
  int turns = 0;
  EXPECT_FALSE(loop.run_until([&] { return ++turns > 100 || !host.peers.empty(); }, 250ms));
  EXPECT_LT(turns, 20);
  EXPECT_EQ(trace.lines, 1);
  limit.reset();
  EXPECT_TRUE(loop.run_until([&] { return !host.peers.empty(); }, 5s));
}

TEST_F(RealNetTest, NamesAreResolved) {
  std::vector<IpAddress> addresses;
  const auto keep = [&](Result<std::vector<IpAddress>> answer) {
    if (answer) addresses = *answer;
  };
  env_.net.resolve("::1", keep);
  EXPECT_TRUE(addresses.empty());  // even an address is answered later
  until([&] { return !addresses.empty(); });
  EXPECT_EQ(addresses, std::vector{loopback_v6});
  addresses.clear();
  env_.net.resolve("localhost", keep);
  until([&] { return !addresses.empty(); });
  EXPECT_TRUE(addresses[0] == loopback_v4 || addresses[0] == loopback_v6);
  std::optional<Errc> error;
  env_.net.resolve("no such name", [&](auto answer) { error = answer.error().code; });
  until([&] { return error.has_value(); });
}

}  // namespace
}  // namespace curia::io

// The contract of streams (model/env/net.hpp), over IPv4 and IPv6 alike.
#pragma once

#include "conformance/contract/contract_fixture.hpp"

namespace curia::contract {

// Bytes that show where they belong.
inline std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 131 + i / 251);
  return bytes;
}

template <class W>
class StreamContract : public ContractTest<W> {
 protected:
  StreamContract() : listener(this->server.net, this->reentry) {}

  Bound<ListenId> listen(bool v6 = false) {
    const auto bound = this->server.net.listen({this->world.server_address(v6), 0}, listener);
    EXPECT_TRUE(bound.has_value());
    return *bound;
  }
  // A connected pair, or a failed test.
  void connect_pair(NotedStream& near, bool v6 = false) {
    const Endpoint to = listen(v6).local;
    near.connect(to);
    ASSERT_TRUE(this->wait([&] { return near.connected == 1 && listener.streams.size() == 1; }));
  }
  NotedStream& far() { return *listener.streams.front(); }

  NotedListener listener;
};
TYPED_TEST_SUITE_P(StreamContract);

TYPED_TEST_P(StreamContract, CarriesBytesBothWaysOverBothFamilies) {
  for (const bool v6 : {false, true}) {
    NotedStream near(this->client.net, this->reentry);
    const Bound<ListenId> bound = this->listen(v6);
    EXPECT_NE(bound.local.port, 0);
    near.connect(bound.local);
    ASSERT_TRUE(this->wait([&] { return near.connected == 1; }));
    EXPECT_TRUE(near.send("GET "));
    EXPECT_TRUE(near.send("/"));
    ASSERT_TRUE(this->wait([&] { return !this->listener.streams.empty(); }));
    EXPECT_EQ(this->listener.peers.back().address.is_v6, v6);
    NotedStream& far = this->far();
    ASSERT_TRUE(this->wait([&] { return far.received == "GET /"; }));
    far.send("200");
    ASSERT_TRUE(this->wait([&] { return near.received == "200"; }));
    near.close();
    far.close();
    ASSERT_TRUE(this->wait([&] { return near.is_closed() && far.is_closed(); }));
    this->listener.streams.clear();
    this->server.net.close(bound.id);
  }
}

TYPED_TEST_P(StreamContract, SplitsAndJoinsWithoutLossOrDisorder) {
  NotedStream near(this->client.net, this->reentry);
  this->connect_pair(near);
  const std::string bytes = pattern(3'000'000);
  const auto pump = [&](NotedStream& from, std::size_t& sent) {
    // Sizes from one byte to more than any buffer that a world may have.
    for (std::size_t size = 1; sent < bytes.size(); size = size * 3 % 300'007 + 1) {
      const std::string_view piece = std::string_view(bytes).substr(sent, size);
      sent += piece.size();
      if (!from.send(piece)) return;
    }
  };
  std::size_t near_sent = 0, far_sent = 0;
  int near_writable = 0, far_writable = 0;
  pump(near, near_sent);
  pump(this->far(), far_sent);
  ASSERT_TRUE(this->wait([&] {
    if (near.writable > near_writable) near_writable = near.writable, pump(near, near_sent);
    if (this->far().writable > far_writable)
      far_writable = this->far().writable, pump(this->far(), far_sent);
    return near.received.size() == bytes.size() && this->far().received.size() == bytes.size();
  }));
  EXPECT_TRUE(near.received == bytes);
  EXPECT_TRUE(this->far().received == bytes);
  near.reset();
  ASSERT_TRUE(this->wait([&] { return near.is_closed() && this->far().is_closed(); }));
}

TYPED_TEST_P(StreamContract, SaysWhenToStopAndWhenToGoOn) {
  NotedStream near(this->client.net, this->reentry);
  this->connect_pair(near);
  this->far().pause();
  const std::string block = pattern(64 * 1024);
  std::size_t sent = 0;
  constexpr std::size_t too_much = 256u << 20;
  // Real systems take megabytes into their own buffers before anything waits here.
  bool go_on = true;
  while (go_on && sent < too_much) {
    go_on = near.send(block);
    sent += block.size();
  }
  ASSERT_FALSE(go_on);
  EXPECT_TRUE(this->stays_false([&] { return !this->far().received.empty(); }));
  // What the system still took may have made room; a second stop then is the one that holds.
  while (near.writable > 0 && sent < too_much) {
    near.writable = 0;
    while (near.send(block)) sent += block.size();
    sent += block.size();
    this->stays_false([&] { return near.writable > 0; });
  }
  this->far().resume();
  ASSERT_TRUE(this->wait([&] { return this->far().received.size() == sent; }));
  EXPECT_TRUE(this->wait([&] { return near.writable == 1; }));
  EXPECT_TRUE(near.send("more"));
  near.reset();
  ASSERT_TRUE(this->wait([&] { return near.is_closed() && this->far().is_closed(); }));
}

TYPED_TEST_P(StreamContract, APausedReaderIsNotCalledUntilItResumes) {
  NotedStream near(this->client.net, this->reentry);
  this->connect_pair(near);
  near.pause();
  this->far().send("early");
  EXPECT_TRUE(this->stays_false([&] { return !near.received.empty(); }));
  near.resume();
  EXPECT_TRUE(this->wait([&] { return near.received == "early"; }));
  near.reset();
  ASSERT_TRUE(this->wait([&] { return near.is_closed() && this->far().is_closed(); }));
}

TYPED_TEST_P(StreamContract, EachSideEndsOnItsOwn) {
  NotedStream near(this->client.net, this->reentry);
  this->connect_pair(near);
  near.send("question");
  near.finish();
  ASSERT_TRUE(this->wait([&] { return this->far().ended == 1; }));
  EXPECT_EQ(this->far().received, "question");
  EXPECT_FALSE(near.is_closed());
  this->far().send("answer");
  ASSERT_TRUE(this->wait([&] { return near.received == "answer"; }));
  this->far().finish();
  ASSERT_TRUE(this->wait([&] { return near.is_closed() && this->far().is_closed(); }));
  EXPECT_EQ(near.ended, 1);
  EXPECT_EQ(near.closed, std::vector{CloseReason::finished});
  EXPECT_EQ(this->far().closed, std::vector{CloseReason::finished});
}

TYPED_TEST_P(StreamContract, CloseSendsWhatIsQueuedAndWaitsForNobody) {
  NotedStream near(this->client.net, this->reentry);
  this->connect_pair(near);
  this->far().send("unread");
  near.send("last words");
  near.close();
  EXPECT_FALSE(near.is_closed());
  ASSERT_TRUE(this->wait([&] { return near.is_closed(); }));
  EXPECT_EQ(near.closed, std::vector{CloseReason::finished});
  ASSERT_TRUE(this->wait([&] { return this->far().ended == 1; }));
  EXPECT_EQ(this->far().received, "last words");
  this->far().send("to nobody");
  this->far().close();
  ASSERT_TRUE(this->wait([&] { return this->far().is_closed(); }));
}

TYPED_TEST_P(StreamContract, AResetEndsBothSidesAtOnce) {
  NotedStream near(this->client.net, this->reentry);
  this->connect_pair(near);
  near.reset();
  EXPECT_FALSE(near.is_closed());
  ASSERT_TRUE(this->wait([&] { return near.is_closed() && this->far().is_closed(); }));
  EXPECT_EQ(near.closed, std::vector{CloseReason::reset});
  EXPECT_EQ(this->far().closed, std::vector{CloseReason::reset});
  EXPECT_EQ(this->far().ended, 0);
}

TYPED_TEST_P(StreamContract, RefusesWhereNobodyListensAndWhereTheOwnerSaysNo) {
  for (const bool v6 : {false, true}) {
    const Bound<ListenId> bound = this->listen(v6);
    this->listener.refuse = true;
    NotedStream unwanted(this->client.net, this->reentry);
    unwanted.connect(bound.local);
    ASSERT_TRUE(this->wait([&] { return unwanted.is_closed(); }));
    EXPECT_EQ(unwanted.closed, std::vector{CloseReason::reset});
    this->server.net.close(bound.id);
    NotedStream lost(this->client.net, this->reentry);
    lost.connect(bound.local);
    EXPECT_FALSE(lost.is_closed());
    ASSERT_TRUE(this->wait([&] { return lost.is_closed(); }));
    EXPECT_EQ(lost.closed, std::vector{CloseReason::refused});
    EXPECT_EQ(lost.connected, 0);
  }
}

TYPED_TEST_P(StreamContract, ADeadIdDoesNothing) {
  NotedStream near(this->client.net, this->reentry);
  this->connect_pair(near);
  near.close();
  near.close();
  near.reset();  // at most a quicker end: on_closed still comes once
  near.finish();
  ASSERT_TRUE(this->wait([&] { return near.is_closed(); }));
  near.send("x");
  near.pause();
  near.resume();
  near.finish();
  near.close();
  near.reset();
  EXPECT_TRUE(this->stays_false([&] { return near.closed.size() > 1; }));
  this->far().close();
  this->wait([&] { return this->far().is_closed(); });
}

TYPED_TEST_P(StreamContract, AStreamMayBeEndedInsideItsOwnHandlers) {
  NotedStream near(this->client.net, this->reentry);
  this->listener.when_accepted = [&](NotedStream& stream) {
    this->server.net.send(stream.id, "welcome");
    stream.when_received = [&, id = stream.id] { this->server.net.reset(id); };
  };
  this->connect_pair(near);
  near.when_received = [&] {
    if (near.received == "welcome") this->client.net.send(near.id, "!");
  };
  ASSERT_TRUE(this->wait([&] { return near.is_closed() && this->far().is_closed(); }));
  EXPECT_EQ(near.received, "welcome");
  EXPECT_EQ(this->far().received, "!");
}

TYPED_TEST_P(StreamContract, StreamsOutliveTheirListener) {
  NotedStream near(this->client.net, this->reentry);
  const Bound<ListenId> bound = this->listen();
  near.connect(bound.local);
  ASSERT_TRUE(this->wait([&] { return near.connected == 1 && !this->listener.streams.empty(); }));
  this->server.net.close(bound.id);
  near.send("still here");
  EXPECT_TRUE(this->wait([&] { return this->far().received == "still here"; }));
  near.reset();
  ASSERT_TRUE(this->wait([&] { return near.is_closed() && this->far().is_closed(); }));
}

TYPED_TEST_P(StreamContract, APlaceIsListenedToOnce) {
  const Bound<ListenId> bound = this->listen();
  const auto second = this->server.net.listen(bound.local, this->listener);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, Errc::address_in_use);
  this->server.net.close(bound.id);
  const auto third = this->server.net.listen(bound.local, this->listener);
  ASSERT_TRUE(third.has_value());
  this->server.net.close(third->id);
}

REGISTER_TYPED_TEST_SUITE_P(StreamContract, CarriesBytesBothWaysOverBothFamilies,
                            SplitsAndJoinsWithoutLossOrDisorder, SaysWhenToStopAndWhenToGoOn,
                            APausedReaderIsNotCalledUntilItResumes, EachSideEndsOnItsOwn,
                            CloseSendsWhatIsQueuedAndWaitsForNobody, AResetEndsBothSidesAtOnce,
                            RefusesWhereNobodyListensAndWhereTheOwnerSaysNo, ADeadIdDoesNothing,
                            AStreamMayBeEndedInsideItsOwnHandlers, StreamsOutliveTheirListener,
                            APlaceIsListenedToOnce);

}  // namespace curia::contract

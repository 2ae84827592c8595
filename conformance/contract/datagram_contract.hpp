// The contract of datagrams and names (model/env/net.hpp).
#pragma once

#include <optional>
#include <utility>

#include "conformance/contract/contract_fixture.hpp"

namespace curia::contract {

struct NotedDatagrams final : DatagramHandler {
  explicit NotedDatagrams(Reentry& r) : reentry(r) {}
  void on_datagram(const Endpoint& from, std::string_view bytes) override {
    reentry.entered();
    received.emplace_back(from, bytes);
  }
  Reentry& reentry;
  std::vector<std::pair<Endpoint, std::string>> received;
};

template <class W>
using DatagramContract = ContractTest<W>;
TYPED_TEST_SUITE_P(DatagramContract);

TYPED_TEST_P(DatagramContract, AnswersFindTheirSender) {
  for (const bool v6 : {false, true}) {
    NotedDatagrams near(this->reentry), far(this->reentry);
    const auto there = this->server.net.bind({this->world.server_address(v6), 0}, far);
    const auto here = this->client.net.bind({IpAddress{{}, v6}, 0}, near);
    ASSERT_TRUE(there && here);
    EXPECT_NE(there->local.port, 0);
    EXPECT_NE(here->local.port, 0);
    // A world may lose datagrams: asked again until an answer is there.
    const auto exchange = [&](std::string_view bytes) {
      for (int tries = 0; tries < 50; ++tries) {
        this->reentry.during([&] { this->client.net.send_to(here->id, there->local, bytes); });
        if (this->world.run_until([&] { return !far.received.empty(); }, a_while)) return true;
      }
      return false;
    };
    const std::string largest(1200, 'm');
    ASSERT_TRUE(exchange(largest));
    EXPECT_EQ(far.received.front().second, largest);
    EXPECT_EQ(far.received.front().first.port, here->local.port);
    const Endpoint sender = far.received.front().first;
    for (int tries = 0; near.received.empty() && tries < 50; ++tries) {
      this->server.net.send_to(there->id, sender, "answer");
      this->world.run_until([&] { return !near.received.empty(); }, a_while);
    }
    ASSERT_FALSE(near.received.empty());
    EXPECT_EQ(near.received.front(), std::pair(there->local, std::string("answer")));
    this->server.net.close(there->id);
    far.received.clear();
    this->client.net.send_to(here->id, there->local, "to nobody");
    EXPECT_TRUE(this->stays_false([&] { return !far.received.empty(); }));
    this->client.net.close(here->id);
    this->client.net.send_to(here->id, there->local, "from nobody");
    this->client.net.close(here->id);
  }
}

TYPED_TEST_P(DatagramContract, APlaceIsBoundOnce) {
  NotedDatagrams one(this->reentry), two(this->reentry);
  const auto first = this->server.net.bind({this->world.server_address(false), 0}, one);
  ASSERT_TRUE(first);
  const auto second = this->server.net.bind(first->local, two);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::address_in_use);
  this->server.net.close(first->id);
}

TYPED_TEST_P(DatagramContract, NamesAndAddressesResolveLater) {
  using Answer = Result<std::vector<IpAddress>>;
  const auto ask = [&](const std::string& host) {
    std::optional<Answer> answer;
    this->reentry.during([&] {
      this->client.net.resolve(host, [&](Answer found) {
        this->reentry.entered();
        answer.emplace(std::move(found));
      });
    });
    EXPECT_FALSE(answer);
    EXPECT_TRUE(this->wait([&] { return answer.has_value(); }));
    return answer ? std::move(*answer) : Answer(fail(Errc::timed_out, "no answer"));
  };
  EXPECT_EQ(ask("192.0.2.7").value(), std::vector{parse_ip("192.0.2.7").value()});
  EXPECT_EQ(ask("2001:db8::7").value(), std::vector{parse_ip("2001:db8::7").value()});
  const Answer known = ask(this->world.server_name());
  ASSERT_TRUE(known.has_value());
  bool found = false;
  for (const IpAddress& address : *known)
    found = found || address == this->world.server_address(address.is_v6);
  EXPECT_TRUE(found);
  const Answer unknown = ask("no-such-host.invalid");
  ASSERT_FALSE(unknown.has_value());
  // A machine without a name server cannot tell.
  EXPECT_TRUE(unknown.error().code == Errc::not_found || unknown.error().code == Errc::unavailable);
}

REGISTER_TYPED_TEST_SUITE_P(DatagramContract, AnswersFindTheirSender, APlaceIsBoundOnce,
                            NamesAndAddressesResolveLater);

}  // namespace curia::contract

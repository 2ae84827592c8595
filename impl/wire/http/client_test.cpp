#include "impl/wire/http/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "model/base/reached.hpp"

namespace curia::http {
namespace {

using testing::HasSubstr;

class ClientMachineTest : public testing::Test {
 protected:
  void SetUp() override { machine.on_connected(now); }

  std::uint64_t ask(std::string method = "GET") {
    return machine.send({.method = std::move(method), .target = "/a"}, now).value();
  }
  std::string output() {
    std::string out;
    machine.take_output(out, now);
    return out;
  }
  // The outcome after these bytes; they must bring exactly one.
  Result<Response> outcome(std::string_view bytes) {
    machine.feed(bytes, now);
    return only();
  }
  Result<Response> only() {
    auto first = machine.next();
    EXPECT_TRUE(first.has_value());
    EXPECT_FALSE(machine.next().has_value());
    return first ? std::move(first->response) : fail(Errc::cancelled, "no outcome");
  }

  Instant now{std::chrono::seconds(100)};
  ClientMachine machine{"example.com"};
};

TEST_F(ClientMachineTest, AsksAndReadsTheAnswer) {
  ASSERT_TRUE(machine.send({"POST", "/x?y", {{"Accept", "*/*"}}, "abc"}, now));
  EXPECT_EQ(output(),
            "POST /x?y HTTP/1.1\r\nHost: example.com\r\nUser-Agent: Curia\r\nAccept: */*\r\n"
            "Content-Length: 3\r\n\r\nabc");
  const auto response =
      outcome("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello");
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->header("content-type"), "text/plain");
  EXPECT_EQ(response->body, "hello");
  EXPECT_FALSE(machine.wants_close());
}

TEST_F(ClientMachineTest, UsesTheConnectionAgainOneRequestAtATime) {
  ask(), ask();
  EXPECT_THAT(output(), HasSubstr("GET /a"));
  EXPECT_EQ(output(), "");
  EXPECT_TRUE(outcome("HTTP/1.1 204 No Content\r\n\r\n").has_value());
  EXPECT_THAT(output(), HasSubstr("GET /a"));
  EXPECT_TRUE(outcome("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n").has_value());
  EXPECT_TRUE(machine.idle());
}

TEST_F(ClientMachineTest, ReadsChunksAndSkipsInterimAnswers) {
  ask(), output();
  const auto response = outcome(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n"
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n");
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(response->body, "abcde");
  EXPECT_EQ(response->headers.size(), 1u);
}

TEST_F(ClientMachineTest, ABodyWithoutLengthEndsWithTheConnection) {
  ask(), output();
  machine.feed("HTTP/1.0 200 OK\r\n\r\nabc", now);
  machine.feed("def", now);
  EXPECT_FALSE(machine.next().has_value());
  machine.end_of_input(now);
  EXPECT_EQ(only()->body, "abcdef");
  EXPECT_TRUE(machine.wants_close());
}

TEST_F(ClientMachineTest, AnAnswerToHeadHasNoBody) {
  ask("HEAD"), output();
  EXPECT_EQ(outcome("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n")->body, "");
  EXPECT_FALSE(machine.wants_close());
}

TEST_F(ClientMachineTest, ObeysConnectionCloseAndConnectsAgain) {
  ask(), ask();
  output();
  EXPECT_TRUE(
      outcome("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").has_value());
  EXPECT_TRUE(machine.wants_close());
  EXPECT_EQ(output(), "");
  machine.on_closed(now);
  EXPECT_FALSE(machine.wants_close());
  EXPECT_TRUE(machine.wants_connect());
  machine.on_connected(now);
  EXPECT_THAT(output(), HasSubstr("GET /a"));
}

TEST_F(ClientMachineTest, ARequestLostToAnIdleCloseIsSentOnceMore) {
  ReachedSet marks;
  ask(), output();
  EXPECT_TRUE(outcome("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").has_value());
  ask(), output();
  machine.on_closed(now);
  EXPECT_FALSE(machine.next().has_value());
  EXPECT_EQ(marks.names().count("http.client_sends_again"), 1u);
  machine.on_connected(now);
  EXPECT_THAT(output(), HasSubstr("GET /a"));
  machine.on_closed(now);
  EXPECT_EQ(only().error().code, Errc::unavailable);
}

TEST_F(ClientMachineTest, APostIsNeverSentTwice) {
  ask(), output();
  EXPECT_TRUE(outcome("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").has_value());
  ask("POST"), output();
  machine.on_closed(now);
  EXPECT_EQ(only().error().code, Errc::unavailable);
}

TEST_F(ClientMachineTest, TimesOut) {
  ask(), output();
  ASSERT_TRUE(machine.send({.timeout = 5s}, now));
  EXPECT_EQ(machine.deadline(), now + 5s);  // it waits in the queue: that counts
  machine.on_deadline(now + 5s);
  EXPECT_EQ(only().error().code, Errc::timed_out);
  EXPECT_FALSE(machine.wants_close());
  machine.on_deadline(machine.deadline());
  EXPECT_EQ(only().error().code, Errc::timed_out);
  EXPECT_TRUE(machine.wants_close());
}

TEST_F(ClientMachineTest, AnIdleConnectionIsClosedBeforeTheServerDoesIt) {
  EXPECT_EQ(machine.deadline(), now + limits::http_client_idle_timeout);
  ask(), output();
  EXPECT_TRUE(
      outcome("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=9\r\nContent-Length: 0\r\n\r\n")
          .has_value());
  EXPECT_EQ(machine.deadline(), now + 4s);
  machine.on_deadline(now + 4s);
  EXPECT_TRUE(machine.wants_close());
}

TEST_F(ClientMachineTest, MalformedAnswersAreErrors) {
  const std::string long_text(limits::http_header_bytes, 'a');
  const std::vector<std::pair<std::string, Errc>> answers{
      {"SSH-2.0-OpenSSH\r\n\r\n", Errc::protocol_error},
      {"HTTP/1.1 200 OK\n\n", Errc::protocol_error},
      {"HTTP/1.1 2x0 OK\r\n\r\n", Errc::protocol_error},
      {"HTTP/2.0 200 OK\r\n\r\n", Errc::protocol_error},
      {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", Errc::protocol_error},
      {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
       Errc::protocol_error},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", Errc::protocol_error},
      {"HTTP/1.1 101 Switching\r\n\r\n", Errc::protocol_error},
      {"HTTP/1.1 000 Nothing\r\n\r\n", Errc::protocol_error},
      {"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", Errc::limit_reached},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9999999\r\n", Errc::limit_reached},
      {"HTTP/1.1 200 " + long_text, Errc::limit_reached},
  };
  for (const auto& [answer, code] : answers) {
    ask(), output();
    EXPECT_EQ(outcome(answer).error().code, code) << answer;
    EXPECT_TRUE(machine.wants_close());
    machine.on_closed(now);
    machine.on_connected(now);
  }
}

TEST_F(ClientMachineTest, UnaskedBytesEndTheConnection) {
  machine.feed("HTTP/1.1 408 Request Timeout\r\n\r\n", now);
  EXPECT_TRUE(machine.wants_close());
  EXPECT_FALSE(machine.next().has_value());
}

TEST_F(ClientMachineTest, NoConnectionFailsEverything) {
  machine.on_closed(now);
  ask(), ask();
  machine.on_failed({Errc::unavailable, {}, "example.com refused the connection"});
  EXPECT_EQ(machine.next()->response.error().message, "example.com refused the connection");
  EXPECT_EQ(machine.next()->number, 2u);
  EXPECT_FALSE(machine.wants_connect());
}

TEST_F(ClientMachineTest, RefusesWhatCannotBeSent) {
  EXPECT_FALSE(machine.send({.method = "G T"}, now));
  EXPECT_FALSE(machine.send({.target = "/a b"}, now));
  EXPECT_FALSE(machine.send({.target = "a"}, now));
  EXPECT_FALSE(machine.send({.headers = {{"X", "a\r\nb"}}}, now));
  EXPECT_FALSE(machine.send({.headers = {{"Host", "a"}}}, now));
  for (std::size_t i = 0; i < limits::http_client_queue; ++i) ask();
  EXPECT_EQ(machine.send({}, now).error().code, Errc::limit_reached);
}

RC_GTEST_PROP(ClientProperty, AnySplitMeansTheSame, ()) {
  const std::string answer = *rc::gen::element<std::string>(
      "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello world!",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      "6\r\nhello \r\n6;a=\"b\"\r\nworld!\r\n0\r\nX: y\r\n\r\n",
      "HTTP/1.0 200 OK\r\n\r\nhello world!");
  ClientMachine machine("h");
  machine.on_connected(Instant{});
  RC_ASSERT(machine.send({}, Instant{}).has_value());
  std::string out;
  machine.take_output(out, Instant{});
  for (std::size_t at = 0; at < answer.size();) {
    const auto size = *rc::gen::inRange<std::size_t>(1, 20);
    machine.feed(std::string_view(answer).substr(at, size), Instant{});
    at += size;
  }
  machine.end_of_input(Instant{});
  const auto outcome = machine.next();
  RC_ASSERT(outcome.has_value());
  RC_ASSERT(outcome->response->body == "hello world!");
}

}  // namespace
}  // namespace curia::http

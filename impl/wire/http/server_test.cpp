#include "impl/wire/http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "impl/wire/http/server_testing.hpp"
#include "impl/wire/http/text.hpp"
#include "model/base/reached.hpp"

namespace curia::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr WallTime wall{std::chrono::seconds(784111777)};  // the example of RFC 9110 5.6.7

class ServerMachineTest : public testing::Test {
 protected:
  const Arrival* feed(std::string_view bytes) {
    machine.feed(bytes, now);
    return machine.next(now);
  }
  std::string output() {
    std::string out;
    machine.take_output(out, now, wall);
    return out;
  }

  ServerContext context{"Server: Curia\r\n", {}};
  Instant now{std::chrono::seconds(100)};
  ServerMachine machine{context, now};
};

TEST_F(ServerMachineTest, AnswersOneRequest) {
  const Arrival* arrival = feed("GET /a?b=c HTTP/1.1\r\nHost: x\r\nAccept:  text/xml \r\n\r\n");
  ASSERT_NE(arrival, nullptr);
  EXPECT_EQ(arrival->number, 1u);
  EXPECT_EQ(arrival->request.method, "GET");
  EXPECT_EQ(arrival->request.target, "/a?b=c");
  EXPECT_EQ(arrival->request.header("ACCEPT"), "text/xml");
  machine.respond(1, {200, {{"Content-Type", "text/xml"}}, "<x></x>"});
  EXPECT_EQ(output(),
            "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: Curia\r\n"
            "Content-Type: text/xml\r\nContent-Length: 7\r\n"
            "Connection: Keep-Alive\r\nKeep-Alive: timeout=60, max=9999\r\n\r\n<x></x>");
  EXPECT_FALSE(machine.wants_close());
}

TEST_F(ServerMachineTest, AnswersLeaveInTheOrderOfTheRequests) {
  ASSERT_NE(feed("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n"), nullptr);
  ASSERT_NE(machine.next(now), nullptr);
  EXPECT_EQ(machine.next(now), nullptr);
  machine.respond(2, {404, {}, "two"});
  EXPECT_EQ(output(), "");
  machine.respond(1, {200, {}, "one"});
  const std::string out = output();
  EXPECT_LT(out.find("one"), out.find("404"));
  EXPECT_THAT(out, EndsWith("two"));
}

TEST_F(ServerMachineTest, StopsReadingAtTheLimitOfUnansweredRequests) {
  std::string many;
  for (int i = 0; i < 20; ++i) many += "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  machine.feed(many, now);
  std::size_t count = 0;
  while (machine.next(now) != nullptr) ++count;
  EXPECT_EQ(count, limits::http_requests_in_flight);
  EXPECT_TRUE(machine.wants_pause());
  EXPECT_EQ(machine.deadline(), never);  // it is our turn, not the peer's
  machine.respond(1, {});
  EXPECT_THAT(output(), StartsWith("HTTP/1.1 200"));
  EXPECT_FALSE(machine.wants_pause());
  EXPECT_EQ(machine.next(now)->number, 17u);
}

TEST_F(ServerMachineTest, HeadIsAnsweredWithoutBody) {
  ASSERT_NE(feed("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n"), nullptr);
  machine.respond(1, {200, {}, "12345"});
  const std::string out = output();
  EXPECT_THAT(out, HasSubstr("Content-Length: 5\r\n"));
  EXPECT_THAT(out, EndsWith("\r\n\r\n"));
}

TEST_F(ServerMachineTest, NoContentHasNeitherBodyNorLength) {
  ASSERT_NE(feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), nullptr);
  machine.respond(1, {204, {}, ""});
  EXPECT_THAT(output(), Not(HasSubstr("Content-Length")));
}

TEST_F(ServerMachineTest, BodyOfKnownLengthInPieces) {
  EXPECT_EQ(feed("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01234"), nullptr);
  const Arrival* arrival = feed("56789GET /n");
  ASSERT_NE(arrival, nullptr);
  EXPECT_EQ(arrival->request.body, "0123456789");
  EXPECT_EQ(arrival->request.header("Host"), "x");
  arrival = feed("ext HTTP/1.1\r\nHost: y\r\n\r\n");
  ASSERT_NE(arrival, nullptr);
  EXPECT_EQ(arrival->request.target, "/next");
}

TEST_F(ServerMachineTest, ChunkedBody) {
  EXPECT_EQ(feed("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhel"),
            nullptr);
  const Arrival* arrival = feed("lo\r\n3;name=\"v\"\r\n ab\r\n0\r\nTrailer: x\r\n\r\nGET /2 HTT");
  ASSERT_NE(arrival, nullptr);
  EXPECT_EQ(arrival->request.body, "hello ab");
  EXPECT_EQ(arrival->request.headers.size(), 2u);  // trailers are dropped
  arrival = feed("P/1.1\r\nHost: x\r\n\r\n");
  ASSERT_NE(arrival, nullptr);
  EXPECT_EQ(arrival->request.target, "/2");
}

TEST_F(ServerMachineTest, ConnectionCloseIsObeyed) {
  ASSERT_NE(feed("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\n"),
            nullptr);
  EXPECT_EQ(machine.next(now), nullptr);
  EXPECT_FALSE(machine.wants_close());
  machine.respond(1, {});
  EXPECT_THAT(output(), HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(machine.wants_close());
}

TEST_F(ServerMachineTest, Http10ClosesUnlessAskedToKeep) {
  ASSERT_NE(feed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"), nullptr);
  machine.respond(1, {});
  EXPECT_THAT(output(), HasSubstr("Connection: Keep-Alive\r\n"));
  ASSERT_NE(feed("GET / HTTP/1.0\r\n\r\n"), nullptr);
  machine.respond(2, {});
  EXPECT_THAT(output(), HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(machine.wants_close());
}

TEST_F(ServerMachineTest, ContinueIsSaidOnceWhenTheBodyIsAwaited) {
  EXPECT_EQ(feed("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n"),
            nullptr);
  EXPECT_EQ(output(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(output(), "");
  const Arrival* arrival = feed("ab");
  ASSERT_NE(arrival, nullptr);
  EXPECT_EQ(arrival->request.body, "ab");
}

TEST_F(ServerMachineTest, ContinueWaitsForEarlierAnswers) {
  ASSERT_NE(feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n"
                 "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"),
            nullptr);
  EXPECT_EQ(machine.next(now), nullptr);
  EXPECT_EQ(output(), "");
  machine.respond(1, {200, {}, "done"});
  EXPECT_THAT(output(), EndsWith("doneHTTP/1.1 100 Continue\r\n\r\n"));
}

TEST_F(ServerMachineTest, NoContinueForABodyThatIsTooLarge) {
  EXPECT_EQ(
      feed("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n"),
      nullptr);
  EXPECT_THAT(output(), StartsWith("HTTP/1.1 413 "));
  EXPECT_TRUE(machine.wants_close());
}

TEST_F(ServerMachineTest, IdleConnectionsCloseSilently) {
  EXPECT_EQ(machine.deadline(), now + limits::http_idle_timeout);
  machine.feed("\r\n", now + 1s);  // an empty line is no request
  EXPECT_EQ(machine.next(now + 1s), nullptr);
  EXPECT_EQ(machine.deadline(), now + limits::http_idle_timeout);
  machine.on_deadline(machine.deadline());
  EXPECT_TRUE(machine.wants_close());
  EXPECT_EQ(output(), "");
}

TEST_F(ServerMachineTest, SlowRequestsGet408) {
  EXPECT_EQ(feed("GET / HTTP/1.1\r\nHo"), nullptr);
  const Instant deadline = machine.deadline();
  EXPECT_EQ(deadline, now + limits::http_request_timeout);
  now += 10s;
  EXPECT_EQ(feed("st: x\r\n"), nullptr);  // a byte now and then buys no time
  EXPECT_EQ(machine.deadline(), deadline);
  machine.on_deadline(deadline - 1ns);
  EXPECT_EQ(output(), "");
  machine.on_deadline(deadline);
  EXPECT_THAT(output(), AllOf(StartsWith("HTTP/1.1 408 "), HasSubstr("Connection: close")));
  EXPECT_TRUE(machine.wants_close());
  EXPECT_EQ(machine.deadline(), never);
}

TEST_F(ServerMachineTest, SlowBodiesGet408AfterTheAnswersThatAreOwed) {
  ASSERT_NE(feed("GET / HTTP/1.1\r\nHost: x\r\n\r\nPOST / HTTP/1.1\r\nHost: x\r\nContent-Length: "
                 "5\r\n\r\nab"),
            nullptr);
  EXPECT_EQ(machine.next(now), nullptr);
  machine.on_deadline(machine.deadline());
  EXPECT_EQ(output(), "");
  EXPECT_FALSE(machine.wants_close());
  machine.respond(1, {200, {}, "one"});
  const std::string out = output();
  EXPECT_THAT(out, AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("oneHTTP/1.1 408 ")));
}

TEST_F(ServerMachineTest, PeersThatDoNotReadAreGivenUp) {
  ASSERT_NE(feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), nullptr);
  machine.on_blocked(now);
  machine.on_blocked(now + 5s);
  EXPECT_EQ(machine.deadline(), now + limits::http_write_timeout);
  machine.on_writable();
  EXPECT_EQ(machine.deadline(), never);
  machine.on_blocked(now + 10s);
  machine.on_deadline(now + 10s + limits::http_write_timeout);
  EXPECT_TRUE(machine.wants_reset());
  EXPECT_FALSE(machine.wants_close());
  machine.respond(1, {});  // comes too late, harms nobody
}

TEST_F(ServerMachineTest, DrainingEndsWithTheAnswersThatAreOwed) {
  ASSERT_NE(feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), nullptr);
  machine.drain();
  EXPECT_FALSE(machine.wants_close());
  machine.respond(1, {});
  EXPECT_THAT(output(), HasSubstr("Connection: close"));
  EXPECT_TRUE(machine.wants_close());
}

TEST_F(ServerMachineTest, DrainingLetsABegunRequestFinish) {
  EXPECT_EQ(feed("GET / HTT"), nullptr);
  machine.drain();
  EXPECT_FALSE(machine.wants_close());
  ASSERT_NE(feed("P/1.1\r\nHost: x\r\n\r\n"), nullptr);
  machine.respond(1, {});
  EXPECT_THAT(output(), HasSubstr("Connection: close"));
}

TEST_F(ServerMachineTest, DrainingClosesAnIdleConnection) {
  machine.drain();
  EXPECT_TRUE(machine.wants_close());
}

TEST_F(ServerMachineTest, EndOfInputStillAnswersWhatWasAsked) {
  machine.feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n", now);
  machine.end_of_input(now);
  ASSERT_NE(machine.next(now), nullptr);
  EXPECT_EQ(machine.next(now), nullptr);
  EXPECT_FALSE(machine.wants_close());
  machine.respond(1, {});
  EXPECT_THAT(output(), StartsWith("HTTP/1.1 200"));
  EXPECT_TRUE(machine.wants_close());
}

TEST_F(ServerMachineTest, TheLastRequestOfAConnectionSaysSo) {
  for (std::size_t i = 1; i < limits::http_requests_per_connection; ++i) {
    ASSERT_NE(feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), nullptr);
    machine.respond(i, {});
    ASSERT_THAT(output(), HasSubstr("Keep-Alive: timeout=60"));
  }
  ASSERT_NE(feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), nullptr);
  machine.respond(limits::http_requests_per_connection, {});
  EXPECT_THAT(output(), HasSubstr("Connection: close"));
  EXPECT_TRUE(machine.wants_close());
}

TEST_F(ServerMachineTest, TextFromOutsideCannotEndAHeader) {
  ReachedSet marks;
  ASSERT_NE(feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), nullptr);
  machine.respond(1, {200, {{"Location", "/a\r\nSet-Cookie: b"}}, ""});
  EXPECT_THAT(output(), HasSubstr("Location: /a  Set-Cookie: b\r\n"));
  EXPECT_EQ(marks.names().count("http.header_value_cleaned"), 1u);
}

TEST_F(ServerMachineTest, ABrokenCallerIsStopped) {
  ASSERT_NE(feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), nullptr);
  EXPECT_DEATH(machine.respond(2, {}), "not waiting");
  EXPECT_DEATH(machine.respond(1, {100, {}, ""}), "final status");
  machine.respond(1, {200, {{"Content-Length", "7"}}, ""});
  EXPECT_DEATH(machine.respond(1, {}), "once");
  EXPECT_DEATH(output(), "belong to the machine");
}

}  // namespace
}  // namespace curia::http

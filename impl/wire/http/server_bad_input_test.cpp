// What the server machine says to input that is not HTTP/1.1, or too much of it; and that the way
// the input is split makes no difference.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "impl/wire/http/server_testing.hpp"
#include "model/base/limits.hpp"

namespace curia::http {
namespace {

struct BadInput {
  std::string name;
  std::string input;
  int status;
  std::string why;  // a part of the sentence
};

void PrintTo(const BadInput& bad, std::ostream* out) { *out << bad.name; }

std::string with_header(std::string_view line) {
  return "GET / HTTP/1.1\r\nHost: x\r\n" + std::string(line) + "\r\n\r\n";
}

std::string chunked(std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(body);
}

std::vector<BadInput> bad_inputs() {
  const std::string long_text(limits::http_header_bytes, 'a');
  const std::string long_target(limits::http_target_bytes, 'a');
  return {
      {"tls_hello", "\x16\x03\x01", 400, "not HTTP"},
      {"bare_line_feeds", "GET / HTTP/1.1\nHost: x\n\n", 400, "CR LF"},
      {"no_version", "GET /\r\nHost: x\r\n\r\n", 400, "target"},
      {"no_target", "GET\r\nHost: x\r\n\r\n", 400, "method"},
      {"bad_version", "GET / HTTP/one\r\nHost: x\r\n\r\n", 400, "HTTP/1.1"},
      {"http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "HTTP/1.1"},
      {"http09", "GET / HTTP/0.9\r\n\r\n", 505, "HTTP/1.1"},
      {"control_in_target", "GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "target"},
      {"relative_target", "GET a HTTP/1.1\r\nHost: x\r\n\r\n", 400, "'/'"},
      {"authority_target", "CONNECT a:443 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "'/'"},
      {"star_target", "GET * HTTP/1.1\r\nHost: x\r\n\r\n", 400, "'/'"},
      {"no_host", "GET / HTTP/1.1\r\n\r\n", 400, "no Host"},
      {"two_hosts", with_header("Host: y"), 400, "more than one Host"},
      {"bad_host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "name a host"},
      {"no_colon", with_header("Accept"), 400, "name: value"},
      {"blank_before_colon", with_header("Accept : x"), 400, "name: value"},
      {"empty_name", with_header(": x"), 400, "name: value"},
      {"control_in_value", with_header("Accept: a\x01z"), 400, "value"},
      {"nul_in_value", with_header(std::string("Accept: a\0z", 11)), 400, "value"},
      {"folded", with_header("Accept: a\r\n b"), 400, "folded"},
      {"folded_empty", with_header("Accept:\r\n b"), 400, "folded"},
      {"bad_length", with_header("Content-Length: 5x"), 400, "not a number"},
      {"negative_length", with_header("Content-Length: -5"), 400, "not a number"},
      {"huge_length", with_header("Content-Length: 99999999999999999999"), 400, "not a number"},
      {"empty_length", with_header("Content-Length:"), 400, "not a number"},
      {"two_lengths", with_header("Content-Length: 0\r\nContent-Length: 5"), 400, "more than one"},
      {"same_lengths", with_header("Content-Length: 5\r\nContent-Length: 5"), 400, "more than one"},
      {"length_list", with_header("Content-Length: 5, 5"), 400, "more than one"},
      {"length_then_coding", with_header("Content-Length: 5\r\nTransfer-Encoding: chunked"), 400,
       "exclude"},
      {"coding_then_length", with_header("Transfer-Encoding: chunked\r\nContent-Length: 5"), 400,
       "exclude"},
      {"two_codings", with_header("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400,
       "more than one"},
      {"unknown_coding", with_header("Transfer-Encoding: gzip, chunked"), 501, "chunked"},
      {"obscured_coding", with_header("Transfer-Encoding: xchunked"), 501, "chunked"},
      {"identity_coding", with_header("Transfer-Encoding: identity"), 501, "chunked"},
      {"coding_in_http10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
       "HTTP/1.0"},
      {"unknown_expectation", with_header("Expect: a-miracle"), 417, "100-continue"},
      {"long_target", "GET /" + long_target + " HTTP/1.1\r\nHost: x\r\n\r\n", 414, "longer"},
      {"endless_line", long_text, 414, "longer"},
      {"long_header", with_header("A: " + long_text), 431, "longer"},
      {"large_body", with_header("Content-Length: 1048577"), 413, "body"},
      {"no_chunk_size", chunked(";\r\n"), 400, "size"},
      {"bad_chunk_size", chunked("5x\r\nhello"), 400, "extension"},
      {"blank_after_size", chunked("5 \r\nhello"), 400, "extension"},
      {"long_chunk", chunked("2\r\nabcd\r\n"), 400, "longer than its size"},
      {"large_chunk", chunked("100001\r\n"), 413, "body"},
      {"overflowing_chunk", chunked("FFFFFFFFFFFFFFFFF\r\n"), 413, "body"},
      {"chunk_line_feed", chunked("2\nab\r\n"), 400, "CR LF"},
      {"long_extension", chunked("2;" + std::string(limits::http_chunk_line_bytes, 'a')), 431,
       "ext"},
      {"bad_trailer", chunked("0\r\nno colon\r\n\r\n"), 400, "trailer"},
      {"long_trailer", chunked("0\r\nA: " + long_text), 431, "trailer"},
  };
}

class BadInputTest : public testing::TestWithParam<BadInput> {};

TEST_P(BadInputTest, IsRefusedWithItsReason) {
  const BadInput& bad = GetParam();
  const Exchange whole = run_server({bad.input});
  const std::string status = std::to_string(bad.status) + " ";
  EXPECT_THAT(whole.output, testing::StartsWith("HTTP/1.1 " + status));
  EXPECT_THAT(whole.output, testing::HasSubstr("Connection: close\r\n\r\n" + status));
  EXPECT_THAT(whole.output, testing::HasSubstr(bad.why));
  EXPECT_TRUE(whole.requests.empty());

  std::vector<std::string_view> bytes;
  for (const char& c : bad.input) bytes.emplace_back(&c, 1);
  const Exchange split = run_server(bytes);
  EXPECT_EQ(split.output, whole.output);
  EXPECT_TRUE(split.requests.empty());
}

INSTANTIATE_TEST_SUITE_P(Http, BadInputTest, testing::ValuesIn(bad_inputs()),
                         [](const auto& tested) { return tested.param.name; });

TEST(ServerLeniency, EmptyLinesAndAbsoluteTargetsAreTaken) {
  const Exchange exchange = run_server(
      {"\r\n\r\nGET HTTP://x:80/a?b HTTP/1.1\r\nHost: x\r\n\r\nOPTIONS * HTTP/1.1\r\nHost:\r\n\r\n"
       "GET https://x HTTP/1.1\r\nHost: x\r\n\r\n"});
  ASSERT_EQ(exchange.requests.size(), 3u);
  EXPECT_THAT(exchange.requests[0], testing::StartsWith("GET /a?b\n"));
  EXPECT_THAT(exchange.requests[1], testing::StartsWith("OPTIONS *\n"));
  EXPECT_THAT(exchange.requests[2], testing::StartsWith("GET /\n"));
}

TEST(ServerLeniency, AnEndInTheMiddleIsAnswered) {
  EXPECT_THAT(run_server({"GET / HTTP/1.1\r\nHo"}, AnswerOrder::forward, true).output,
              testing::HasSubstr("400 Bad Request: the connection ended in the middle"));
  EXPECT_EQ(run_server({"\r\n"}, AnswerOrder::forward, true).output, "");
}

// A stream of good and bad requests, made of parts that interest the machine.
rc::Gen<std::string> stream() {
  const auto part = rc::gen::element<std::string>(
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
      "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
      "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      "PUT /e HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
      "HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "\r\n", "\r", "\n", "GET ", "\x16",
      "0\r\n\r\n", "5;a=b\r\n",
      "DELETE /d HTTP/1.1\r\nHost: x\r\nX: ", "Transfer-Encoding: chunked\r\n");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(part),
                      [](const std::vector<std::string>& parts) {
                        std::string all;
                        for (const std::string& p : parts) all += p;
                        return all;
                      });
}

RC_GTEST_PROP(ServerProperty, AnySplitMeansTheSame, ()) {
  const std::string input = *stream();
  const bool ends = *rc::gen::arbitrary<bool>();
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at < input.size();) {
    const auto size = *rc::gen::inRange<std::size_t>(1, 40);
    pieces.push_back(std::string_view(input).substr(at, size));
    at += size;
  }
  const Exchange whole = run_server({input}, AnswerOrder::forward, ends);
  const Exchange split = run_server(pieces, AnswerOrder::backward, ends);
  RC_ASSERT(whole.requests == split.requests);
  RC_ASSERT(whole.output == split.output);
}

}  // namespace
}  // namespace curia::http

#include <gtest/gtest.h>

#include "sim/scenario/fake_target.hpp"
#include "sim/scenario/judge.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/run.hpp"
#include "sim/scenario/text.hpp"
#include "sim/scenario/write.hpp"

namespace curia::scenario {
namespace {

constexpr std::string_view everything = R"(
# Every kind of line once.
scenario "all of it"
source   api-conventions 9
world    seed 7
world    empty
world    unused
world    account bob "two words" api
world    user userJid=ada@example.com name="Ada Lovelace"

at 0s
  POST /coSpaces name="Sales & Co" uri=sales empty= -> created space
  a: GET /coSpaces/$space?limit=1 limit=2 -> 200 or lost or 404 fails coSpaceDoesNotExist
    as bob "two words"
    send header X-Thing = any value at all
    retry for 10s
    within 2s
    xml /coSpace/name = Sales & Co
    xml "/coSpaces/coSpace[@id = '$space']/name" absent
    header Location absent
    body matches .*[A-Za-z0-9_-]{22}.*
    body contains "a \"quoted\" thing\n"
    xml /emailInvitation/invitation =
      | Dear all,
      |
      |   indented
    save secret = xml /coSpace/secret
    save whole = body
    save again = id
  PUT /coSpaces/$space -> 400 bad name invalidValue bad uri valueTooLong fails duplicateCoSpaceUri
    as nobody
    send body "name=\xff\x00"
  raw -> 400
    | GET / HTTP/1.1
    | Host: x
    |
    |
at 5s
  wait 250ms
  together
    GET /system/status -> 200
    after 3ms power cut
    power cut at write 3
  end
  start server
  for i = 1..3
    POST /coSpaces name=space-$i -> created
  end
  network latency 5ms..50ms loss 10 resets 1
  network perfect
  partition a
  heal
  disk full
  disk works
  kill server
  stop server
  peer templates answers /t 200 after 2s header Content-Type=text/plain
    | Subject: hello
    | %name%
  peer templates asked /t?language=da_DK times 2
  log contains started
  log lacks stopped
)";

TEST(Scenario, WritesWhatItReads) {
  const auto first = parse(everything, "a.sim");
  ASSERT_TRUE(first) << first.error().message;
  const auto text = write(*first);
  const auto second = parse(text, "b.sim");
  ASSERT_TRUE(second) << second.error().message << "\n" << text;
  EXPECT_EQ(*first, *second) << text;
  EXPECT_EQ(text, write(*second));
}

// Found by scenario_fuzz.
TEST(Scenario, TakesTheLastOfTwoLogins) {
  const auto first = parse("scenario a\nGET /x\n  as admin wrong\n  as nobody\n", "a.sim");
  ASSERT_TRUE(first) << first.error().message;
  const auto second = parse(write(*first), "b.sim");
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(*first, *second);
}

// What scenario_fuzz looks for, on the words that could be taken for something else.
TEST(Scenario, WritesWordsThatLookLikeKeywords) {
  const auto first = parse(
      "scenario \"\"\nGET \"->\" ->=x\n  as \"nobody\" \"\"\n"
      "a: raw \"->\" -> created lost or lost\n  send body \"\\x01\\xff\"\n",
      "a.sim");
  ASSERT_TRUE(first) << first.error().message;
  const auto text = write(*first);
  const auto second = parse(text, "b.sim");
  ASSERT_TRUE(second) << second.error().message << "\n" << text;
  EXPECT_EQ(*first, *second) << text;
}

TEST(Scenario, KeepsBlocksOfLines) {
  const auto scenario = parse(everything, "a.sim");
  ASSERT_TRUE(scenario);
  const auto& get = std::get<Exchange>(scenario->steps[2].what);
  EXPECT_EQ(get.checks[5].value, "Dear all,\n\n  indented");
  const auto& raw = std::get<Exchange>(scenario->steps[4].what);
  EXPECT_EQ(raw.raw, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(needs_simulation(*scenario));
}

TEST(Scenario, SaysWhereAMistakeIs) {
  const auto complaint = [](std::string_view text) {
    const auto parsed = parse(text, "x.sim");
    return parsed ? std::string("parsed") : parsed.error().message;
  };
  EXPECT_EQ(complaint(""), "x.sim:1: a file begins with: scenario \"what it shows\"");
  EXPECT_EQ(complaint("scenario a\n\nGET /x -> ok"),
            "x.sim:3: expected a status, `created NAME` or `lost`, not 'ok'");
  EXPECT_EQ(complaint("scenario a\nfrobnicate"),
            "x.sim:2: 'frobnicate' is not the begin of a step");
  EXPECT_EQ(complaint("scenario a\nfor i = 1..3\nwait 1s"), "x.sim:3: the end of `for` is missing");
  EXPECT_EQ(complaint("scenario a\nGET /x -> created b\r or lost"),
            "x.sim:2: a control character stands here; in quotes write it as \\xHH");
  EXPECT_EQ(complaint("scenario a\ntogether\n  after 0s #a: GET /x\nend"),
            "x.sim:3: a client has a name of letters and digits");
  EXPECT_EQ(complaint("scenario a\nGET /x name"), "x.sim:2: expected name=value or ->, not 'name'");
  EXPECT_EQ(complaint("scenario a\nGET /x name='a b'"),
            "x.sim:2: expected name=value or ->, not 'b'': what has blanks stands in \"...\"");
}

TEST(Scenario, RunsUntilTheFirstDifference) {
  FakeTarget target;
  const auto scenario = parse(R"(scenario "keeps its name"
    POST /coSpaces name=Sales -> created space
    GET /coSpaces/$space -> 200
      xml /coSpace/@id = $space
      xml /coSpace/form = name=Sale
  )",
                              "x.sim");
  ASSERT_TRUE(scenario) << scenario.error().message;
  const auto report = run(*scenario, target);
  EXPECT_EQ(report.verdict, Report::Verdict::failed);
  EXPECT_EQ(report.line, 5);
  EXPECT_NE(report.text.find("expected  name=Sale\n"), std::string::npos) << report.text;
  EXPECT_NE(report.text.find("got       name=Sales\n"), std::string::npos) << report.text;
  EXPECT_NE(report.text.find("POST /api/v1/coSpaces [name=Sales]"), std::string::npos)
      << report.text;
}

TEST(Scenario, RunsThroughFaultsAndLoops) {
  FakeTarget target;
  const auto scenario = parse(R"(scenario "loops"
    for i = 1..3
      POST /coSpaces name=$i -> created space
    end
    power cut
    GET /coSpaces/$space -> lost
    start server
    GET /coSpaces/$space -> 200
      body contains name=3
    GET /coSpaces/nothing -> 404 fails coSpaceDoesNotExist
    log contains started
    at 5s
    GET /coSpaces/$space url=$templates -> 404
  )",
                              "x.sim");
  ASSERT_TRUE(scenario) << scenario.error().message;
  const auto report = run(*scenario, target);
  EXPECT_EQ(report.verdict, Report::Verdict::passed) << report.text;
  EXPECT_EQ(report.exchanges, 7U);
  EXPECT_EQ(report.time, 5s + 1ms);
}

TEST(Scenario, MovesLaterTimesByALateOneOnlyWhereToldSo) {
  const auto late = parse("scenario \"late\"\nwait 3s\nat 1s\nat 2s\n", "late.sim");
  ASSERT_TRUE(late) << late.error().message;
  FakeTarget punctual;
  const auto refused = run(*late, punctual);
  EXPECT_TRUE(refused.mistake);
  EXPECT_EQ(refused.line, 3);
  FakeTarget slow;
  EXPECT_EQ(run(*late, slow, {.may_be_late = true}).verdict, Report::Verdict::passed);
  EXPECT_EQ(slow.now(), 4s);
}

TEST(Text, ReplacesVariables) {
  const Variables variables{{"a", "1"}, {"bc", "2"}};
  EXPECT_EQ(expand("$a ${bc}$$ $ $1 x$", variables), "1 2$ $ $1 x$");
  EXPECT_EQ(expand("$nothing", variables).error().parameter, "nothing");
  EXPECT_EQ(expand(without_variables("$a $$"), variables), "$a $$");
}

TEST(Text, ReadsDurations) {
  EXPECT_EQ(parse_duration("250ms"), 250ms);
  EXPECT_EQ(to_text(90s), "90s");
  EXPECT_EQ(to_text(120s), "2m");
  EXPECT_FALSE(parse_duration("5"));
  EXPECT_EQ(parse_duration("87600h"), longest_time);
  EXPECT_FALSE(parse_duration("87601h"));
  EXPECT_FALSE(parse_duration("-5s"));
}

}  // namespace
}  // namespace curia::scenario

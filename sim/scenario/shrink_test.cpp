#include "sim/scenario/shrink.hpp"

#include <gtest/gtest.h>

#include "sim/scenario/fake_target.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/run.hpp"
#include "sim/scenario/write.hpp"

namespace curia::scenario {
namespace {

TEST(Shrink, LeavesWhatTheFailureNeeds) {
  const auto scenario = parse(R"(scenario "loses an object at a power cut"
    POST /coSpaces name=First -> created first
    GET /coSpaces/$first -> 200
    wait 10s
    for i = 1..40
      POST /coSpaces name=Space-$i uri=space-$i -> created space
      GET /coSpaces/$space -> 200
    end
    network latency 1ms..5ms
    power cut at write 17
    start server
    GET /coSpaces/$space -> 200
    GET /coSpaces/$first -> 200
    GET /coSpaces/$space -> 200
  )",
                              "x.sim");
  ASSERT_TRUE(scenario) << scenario.error().message;
  FakeTarget target;
  target.loses_on_power_cut = true;
  const auto whole = run(*scenario, target);
  ASSERT_EQ(whole.verdict, Report::Verdict::failed);
  const auto small = shrink(*scenario, [&](const Scenario& candidate) {
    return fails_alike(run(candidate, target), whole);
  });
  EXPECT_EQ(write(small), R"(scenario "loses an object at a power cut"

POST /coSpaces -> created first
power cut at write 1
start server
GET /coSpaces/$first -> 200
)");
}

}  // namespace
}  // namespace curia::scenario

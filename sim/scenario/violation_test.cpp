// A server that is wrong on purpose fails its scenario with the invariant that it breaks, and the
// scenario can be shrunk.
#include <gtest/gtest.h>

#include "model/objects/call_leg.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/run.hpp"
#include "sim/scenario/shrink.hpp"
#include "sim/scenario/sim_target.hpp"

namespace curia::scenario {
namespace {

// Takes the call away from every leg that rings.
class LostCalls final : public Observer {
 public:
  LostCalls(Registry& registry, const Env& env) : registry_(registry) {
    env.timers.at(env.clock.now(), [this] { registry_.observe(*this); });
  }
  void applied(std::span<const Event> events) override {
    for (const Event& event : events) {
      if (event.after == nullptr || event.after->kind != Kind::call_leg) continue;
      Table& legs = registry_.table(Kind::call_leg);
      auto& leg = static_cast<CallLeg&>(*legs.find(event.after->id));
      CallLeg after = leg;
      after.call = Guid{};
      legs.update(leg, after);
    }
  }

 private:
  Registry& registry_;
};

constexpr std::string_view text = R"(scenario "somebody is dialled"
source   a test

POST /coSpaces name=Board -> created space
POST /coSpaces name=Other -> created other
POST /calls coSpace=$space -> created call
GET /calls/$call -> 200
POST /calls/$call/participants remoteParty=ann@example.com -> created ann
GET /coSpaces/$other -> 200
wait 5s
)";

template <class Wrong>
Report run_against(const Scenario& scenario) {
  std::vector<std::unique_ptr<Wrong>> wrongs;  // outlive the target
  SimTarget target({.is_plain = true, .on_made = [&](Registry& registry, const Env& env) {
                      wrongs.push_back(std::make_unique<Wrong>(registry, env));
                    }});
  return run(scenario, target);
}

TEST(Violation, FailsTheScenarioWithItsName) {
  const auto scenario = parse(text, "wrong.sim");
  ASSERT_TRUE(scenario) << scenario.error().message;
  const Report report = run_against<LostCalls>(*scenario);
  EXPECT_EQ(report.verdict, Report::Verdict::failed);
  EXPECT_EQ(report.invariant, "no leg without a call") << report.text;
  EXPECT_NE(report.text.find("ann@example.com"), std::string::npos) << report.text;
}

TEST(Violation, IsShrunkToTheStepsThatItNeeds) {
  const auto scenario = parse(text, "wrong.sim");
  ASSERT_TRUE(scenario);
  const Report whole = run_against<LostCalls>(*scenario);
  const Scenario small = shrink(*scenario, [&](const Scenario& candidate) {
    return fails_alike(run_against<LostCalls>(candidate), whole);
  });
  EXPECT_EQ(small.steps.size(), 3u);  // the coSpace, the call, the participant
}

}  // namespace
}  // namespace curia::scenario

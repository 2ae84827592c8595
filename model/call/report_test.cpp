// What endpoints say of their legs, and the machines that are dialled for a call.
#include "model/call/report.hpp"

#include "model/call/keys.hpp"
#include "model/call/testing/meeting.hpp"

namespace curia::call {
namespace {

class Reports : public testing::Test {
 protected:
  Reports() {
    space = meeting.post(Kind::co_space, {{"name", "Board"}, {"uri", "board"}});
    call = meeting.post(Kind::call, {{"coSpace", to_string(space)}});
  }

  Guid dial(const std::string& address, Form form = {}) {
    form.push_back({"remoteParty", address});
    Guid id;
    meeting.act([&](Change& change) {
      const FieldSpec& field = field_of(Kind::call_leg, "call");
      const auto made = create_object(change, spec_of(Kind::call_leg), {}, form, {&field, call});
      ASSERT_TRUE(made.has_value());
      id = (*made)->id;
    });
    return id;
  }
  bool report(const Guid& leg, Report what) {
    bool is_done = false;
    meeting.act([&](Change& change) { is_done = take_report(change, leg, what); });
    return is_done;
  }

  Meeting meeting;
  Guid space, call;
};

TEST_F(Reports, LeadALegThroughItsStates) {
  const Guid ann = dial("ann@example.com");
  EXPECT_EQ(meeting.leg(ann).state, CallLegState::initial);
  EXPECT_TRUE(report(ann, Report::rings));
  EXPECT_EQ(meeting.leg(ann).state, CallLegState::ringing);
  EXPECT_FALSE(report(ann, Report::held));
  EXPECT_TRUE(report(ann, Report::answered));
  EXPECT_EQ(meeting.leg(ann).state, CallLegState::connected);
  EXPECT_FALSE(report(ann, Report::rings));
  EXPECT_TRUE(report(ann, Report::held));
  EXPECT_TRUE(report(ann, Report::resumed));
  EXPECT_TRUE(report(ann, Report::leaves));
  EXPECT_FALSE(report(ann, Report::leaves));
  EXPECT_FALSE(meeting.exists(ann));
}

TEST_F(Reports, ALostConnectionIsKeptForAMinute) {
  const Guid ann = dial("ann@example.com");
  report(ann, Report::answered);
  EXPECT_TRUE(report(ann, Report::lost));
  meeting.pass(59s);
  EXPECT_TRUE(report(ann, Report::found));
  meeting.pass(10min);
  EXPECT_TRUE(meeting.is_inside(ann));
  report(ann, Report::lost);
  meeting.pass(61s);
  EXPECT_FALSE(meeting.exists(ann));
}

TEST_F(Reports, WhoMustConfirmIsInTheCallAfterAKey) {
  const Guid ann = dial("ann@example.com", {{"confirmation", "true"}});
  const Guid bob = dial("bob@example.com", {{"confirmation", "true"}});
  report(ann, Report::answered);
  report(bob, Report::answered);
  EXPECT_FALSE(meeting.is_inside(ann));
  meeting.act([&](Change& change) { press(change, ann, "1"); });
  EXPECT_TRUE(meeting.is_inside(ann));
  meeting.pass(61s);
  EXPECT_TRUE(meeting.exists(ann));
  EXPECT_FALSE(meeting.exists(bob));
}

TEST_F(Reports, ARecorderIsDialledOnceForEachOrder) {
  const Guid profile =
      meeting.post(Kind::call_profile, {{"sipRecorderUri", "recorder@example.com"}});
  meeting.put(Kind::co_space, space, {{"callProfile", to_string(profile)}});
  const auto recorder = [&] {
    Guid found;
    meeting.act([&](Change& change) {
      for (const Object* leg : call_legs_of(change, *meeting.registry.find<Call>(call)))
        if (static_cast<const CallLeg*>(leg)->service == LegService::recorder) found = leg->id;
    });
    return found;
  };
  const auto is_recorded = [&] {
    return meeting.registry.find<Call>(call)->recording_status == Flag::yes;
  };
  meeting.put(Kind::call, call, {{"recording", "true"}});
  EXPECT_FALSE(recorder());  // nobody is there
  const Guid ann = dial("ann@example.com");
  report(ann, Report::answered);
  ASSERT_TRUE(recorder());
  EXPECT_FALSE(is_recorded());
  report(recorder(), Report::answered);
  EXPECT_TRUE(is_recorded());
  report(recorder(), Report::leaves);
  EXPECT_FALSE(recorder());
  EXPECT_FALSE(is_recorded());
  meeting.put(Kind::call, call, {{"recording", "false"}});
  meeting.put(Kind::call, call, {{"recording", "true"}});
  ASSERT_TRUE(recorder());
  meeting.leave(ann);
  EXPECT_FALSE(recorder());
}

}  // namespace
}  // namespace curia::call

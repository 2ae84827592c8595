// Who waits and who is let in (api-conventions section 10).
#include "model/call/actions.hpp"
#include "model/call/testing/meeting.hpp"

namespace curia::call {
namespace {

class Lobby : public testing::Test {
 protected:
  Lobby() {
    guests = meeting.post(Kind::call_leg_profile, {{"needsActivation", "true"}});
    space = meeting.post(Kind::co_space, {{"name", "Board"}, {"uri", "board"}});
    const Guid guest =
        meeting.post(Kind::access_method,
                     {{"uri", "board.guest"}, {"callLegProfile", to_string(guests)}}, space);
    EXPECT_TRUE(guest);
  }

  Meeting meeting;
  Guid guests, space;
};

TEST_F(Lobby, GuestsWaitForAnActivatorAndLeaveWithTheLast) {
  const Guid ann = meeting.join("board.guest");
  EXPECT_TRUE(meeting.waits(ann));
  const Guid host = meeting.join("board");
  EXPECT_TRUE(meeting.is_inside(ann));
  EXPECT_TRUE(meeting.is_inside(host));
  meeting.leave(host);
  EXPECT_TRUE(meeting.waits(ann));
}

TEST_F(Lobby, DeactivationWaitsItsTime) {
  meeting.put(Kind::call_leg_profile, guests, {{"deactivationModeTime", "30"}});
  const Guid host = meeting.join("board");
  const Guid ann = meeting.join("board.guest");
  meeting.leave(host);
  meeting.pass(29s);
  EXPECT_TRUE(meeting.is_inside(ann));
  meeting.pass(1s);
  EXPECT_TRUE(meeting.waits(ann));
}

TEST_F(Lobby, AnActivatorWhoComesBackInTimeChangesNothing) {
  meeting.put(Kind::call_leg_profile, guests, {{"deactivationModeTime", "30"}});
  const Guid host = meeting.join("board");
  const Guid ann = meeting.join("board.guest");
  meeting.leave(host);
  meeting.pass(20s);
  meeting.join("board");
  meeting.pass(60s);
  EXPECT_TRUE(meeting.is_inside(ann));
}

TEST_F(Lobby, DisconnectEndsThoseLeftAlone) {
  meeting.put(Kind::call_leg_profile, guests,
              {{"deactivationMode", "disconnect"}, {"deactivationModeTime", "5"}});
  const Guid host = meeting.join("board");
  const Guid ann = meeting.join("board.guest");
  meeting.leave(host);
  meeting.pass(5s);
  EXPECT_FALSE(meeting.exists(ann));
  EXPECT_EQ(meeting.registry.table(Kind::call).size(), 0u) << "the call ends with its last leg";
  EXPECT_EQ(meeting.registry.table(Kind::participant).size(), 0u);
}

TEST_F(Lobby, RemainActivatedLeavesThemInButNotNewcomers) {
  meeting.put(Kind::call_leg_profile, guests, {{"deactivationMode", "remainActivated"}});
  const Guid host = meeting.join("board");
  const Guid ann = meeting.join("board.guest");
  meeting.leave(host);
  EXPECT_TRUE(meeting.is_inside(ann));
  EXPECT_TRUE(meeting.waits(meeting.join("board.guest")));
}

TEST_F(Lobby, WhoeverWasAdmittedByHandStaysIn) {
  const Guid ann = meeting.join("board.guest");
  meeting.put(Kind::participant, meeting.leg(ann).participant, {{"deactivated", "false"}});
  EXPECT_TRUE(meeting.is_inside(ann));
  const Guid host = meeting.join("board");
  meeting.leave(host);
  EXPECT_TRUE(meeting.is_inside(ann));
}

TEST_F(Lobby, ALockHoldsGuestsOrAll) {
  const Guid host = meeting.join("board");
  meeting.put(Kind::call, meeting.leg(host).call, {{"locked", "true"}});
  const Guid guest = meeting.join("board.guest");
  EXPECT_TRUE(meeting.waits(guest));
  EXPECT_TRUE(meeting.is_inside(meeting.join("board"))) << "lockMode is needsActivation";

  const Guid strict = meeting.post(Kind::call_profile, {{"lockMode", "all"}});
  meeting.put(Kind::co_space, space, {{"callProfile", to_string(strict)}});
  const Guid late = meeting.join("board");
  EXPECT_TRUE(meeting.waits(late));
  EXPECT_TRUE(meeting.is_inside(host)) << "a lock puts nobody out";
  meeting.put(Kind::call, meeting.leg(host).call, {{"locked", "false"}});
  EXPECT_TRUE(meeting.is_inside(late));
  EXPECT_TRUE(meeting.is_inside(guest));
}

TEST_F(Lobby, AProfileThatChangesDuringTheCallTakesEffect) {
  const Guid ann = meeting.join("board.guest");
  meeting.put(Kind::call_leg_profile, guests, {{"needsActivation", "false"}});
  EXPECT_TRUE(meeting.is_inside(ann));
}

TEST_F(Lobby, LegsRingForAMinuteAndMayNotStayForEver) {
  const Guid host = meeting.join("board");
  const Guid call = meeting.leg(host).call;
  Guid dialled;
  meeting.act([&](Change& change) {
    const auto made =
        create_object(change, spec_of(Kind::call_leg), {}, {{"remoteParty", "bob@example.com"}},
                      {&field_of(Kind::call_leg, "call"), call});
    dialled = (*made)->id;
  });
  meeting.pass(59s);
  EXPECT_TRUE(meeting.exists(dialled));
  meeting.pass(1s);
  EXPECT_FALSE(meeting.exists(dialled));
  meeting.put(Kind::call_leg, host, {{"maxCallDurationTime", "100"}});
  meeting.pass(40s);
  EXPECT_FALSE(meeting.exists(host));
}

TEST_F(Lobby, APresentationIsSeenAsSoonAsItMayBe) {  // CSCvz01886
  const Guid mute =
      meeting.post(Kind::call_leg_profile, {{"presentationContributionAllowed", "false"}});
  const Guid way = meeting.post(Kind::access_method,
                                {{"uri", "quiet"}, {"callLegProfile", to_string(mute)}}, space);
  EXPECT_TRUE(way);
  const Guid host = meeting.join("board");
  const Guid ann = meeting.join("quiet");
  meeting.act([&](Change& change) { EXPECT_FALSE(share(change, meeting.leg(ann), true)); });
  EXPECT_FALSE(meeting.call_of(host).presenter_call_leg);
  meeting.put(Kind::call_leg, ann, {{"accessMethod", ""}});
  EXPECT_EQ(meeting.call_of(host).presenter_call_leg, ann);
  meeting.leave(ann);
  EXPECT_FALSE(meeting.call_of(host).presenter_call_leg);
}

}  // namespace
}  // namespace curia::call

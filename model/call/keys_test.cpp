// What people press on their telephones.
#include "model/call/keys.hpp"

#include "model/call/status.hpp"
#include "model/call/testing/meeting.hpp"
#include "model/objects/profiles.hpp"

namespace curia::call {
namespace {

class Keys : public testing::Test {
 protected:
  Keys() {
    const Guid host = meeting.post(
        Kind::call_leg_profile,
        {{"muteOthersAllowed", "true"}, {"callLockAllowed", "true"}, {"endCallAllowed", "true"}});
    space = meeting.post(Kind::co_space, {{"name", "Board"},
                                          {"uri", "board"},
                                          {"callId", "77"},
                                          {"passcode", "12"},
                                          {"callLegProfile", to_string(host)}});
    const Guid keys = meeting.post(Kind::dtmf_profile, {{"toggleMuteSelfAudio", "*6"},
                                                        {"lockCall", "*5"},
                                                        {"endCall", "##1"},
                                                        {"muteAllExceptSelfAudio", "*#5"},
                                                        {"nextLayout", "*4"}});
    meeting.act([&](Change& change) {
      change.modify(meeting.registry.singleton<Profiles>()).dtmf_profile = keys;
    });
  }

  void press(const Guid& leg, std::string_view keys) {
    meeting.act([&](Change& change) { call::press(change, leg, keys); });
  }
  LegStatus status(const Guid& leg) {
    LegStatus status;
    meeting.act([&](Change& change) {
      const CallLeg& seen = meeting.leg(leg);
      status = status_of(change, seen, call_leg_levels(change, seen));
    });
    return status;
  }

  Meeting meeting;
  Guid space;
};

TEST_F(Keys, DigitsGatherUntilTheHash) {
  const Guid ann = meeting.join("board");
  press(ann, "1");
  EXPECT_EQ(meeting.leg(ann).stage, CallLegStage::passcode);
  press(ann, "3*12#");
  EXPECT_TRUE(meeting.is_inside(ann));
}

TEST_F(Keys, AnIvrTakesTheNumberAndThenThePasscode) {
  meeting.post(Kind::ivr, {{"uri", "menu"}});
  const Guid ann = meeting.join("menu");
  press(ann, "77#12#");
  EXPECT_TRUE(meeting.is_inside(ann));
}

TEST_F(Keys, AThirdWrongPasscodeEndsTheLegAndTheRestIsForgotten) {
  const Guid ann = meeting.join("board");
  press(ann, "1#2#3#12#");
  EXPECT_FALSE(meeting.exists(ann));
}

TEST_F(Keys, SequencesOfTheProfileActInTheCall) {
  const Guid ann = meeting.join("board"), bob = meeting.join("board");
  press(ann, "12#");
  press(bob, "12#");
  press(ann, "9*6");
  EXPECT_TRUE(status(ann).rx_audio_muted);
  press(ann, "*6");
  EXPECT_FALSE(status(ann).rx_audio_muted);
  press(ann, "*#5");
  EXPECT_TRUE(status(bob).rx_audio_muted);
  EXPECT_FALSE(status(ann).rx_audio_muted);
  press(ann, "*4");
  EXPECT_EQ(status(ann).layout, DefaultLayout::all_equal);
  press(ann, "*5");
  EXPECT_EQ(meeting.call_of(ann).locked, Flag::yes);
  press(ann, "##1");
  EXPECT_FALSE(meeting.exists(ann));
  EXPECT_FALSE(meeting.exists(bob));
}

TEST_F(Keys, WhatTheLegMayNotDoDoesNothing) {
  meeting.put(Kind::co_space, space, {{"callLegProfile", ""}});
  const Guid ann = meeting.join("board"), bob = meeting.join("board");
  press(ann, "12#");
  press(bob, "12#");
  press(ann, "*#5*5##1");
  EXPECT_FALSE(status(bob).rx_audio_muted);
  EXPECT_NE(meeting.call_of(ann).locked, Flag::yes);
}

}  // namespace
}  // namespace curia::call

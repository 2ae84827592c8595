// How people get from an address into a call (api-conventions sections 9 and 10).
#include "model/call/entry.hpp"

#include <algorithm>

#include "model/call/leg_machine.hpp"
#include "model/call/testing/meeting.hpp"

namespace curia::call {
namespace {

class Entry : public testing::Test {
 protected:
  Entry() {
    space = meeting.post(Kind::co_space, {{"name", "Board"}, {"uri", "board"}, {"callId", "77"}});
  }

  Entered key_in(const Guid& leg, std::string_view code) {
    Entered entered = std::unexpected(std::string_view("not asked"));
    meeting.act([&](Change& change) {
      const CallLeg& asked = meeting.leg(leg);
      entered = asked.stage == CallLegStage::ivr ? enter_call_id(change, asked, code)
                                                 : enter_passcode(change, asked, code);
    });
    return entered;
  }

  Meeting meeting;
  Guid space;
};

TEST_F(Entry, EveryTransitionIsInTheTableOnce) {
  const auto table = leg_transitions();
  for (const LegTransition& one : table) {
    EXPECT_EQ(next_place(one.from, one.event), one.to);
    EXPECT_EQ(std::ranges::count_if(table,
                                    [&](const LegTransition& other) {
                                      return other.from == one.from && other.event == one.event;
                                    }),
              1);
  }
  EXPECT_FALSE(next_place({CallLegState::ringing, CallLegStage::call}, LegEvent::resumed));
}

TEST_F(Entry, ANameWithoutPasscodeLeadsStraightIn) {
  const Guid ann = meeting.join("BOARD");
  ASSERT_TRUE(meeting.is_inside(ann));
  EXPECT_EQ(meeting.call_of(ann).co_space, space);
  EXPECT_EQ(meeting.call_of(ann).call_type, CallType::co_space);
  EXPECT_EQ(meeting.call_of(meeting.join("board")).id, meeting.call_of(ann).id);
}

TEST_F(Entry, AnUnknownNameIsRefused) {
  EXPECT_FALSE(meeting.join("nobody"));
  EXPECT_EQ(meeting.refused, reason::unknown_destination);
  EXPECT_EQ(meeting.registry.table(Kind::call_leg).size(), 0u);
}

TEST_F(Entry, ThePasscodeTellsHostsFromGuests) {
  meeting.post(Kind::access_method, {{"uri", "board"}, {"passcode", "1111"}, {"importance", "9"}},
               space);
  meeting.post(Kind::access_method, {{"uri", "board"}, {"passcode", "2222"}}, space);
  const Guid host = meeting.join("board");
  EXPECT_EQ(meeting.leg(host).stage, CallLegStage::passcode);
  EXPECT_TRUE(key_in(host, "1111"));
  EXPECT_TRUE(meeting.is_inside(host));
  const auto* person = meeting.registry.find<Participant>(meeting.leg(host).participant);
  EXPECT_EQ(person->importance, 9);
  EXPECT_EQ(person->access_method, meeting.leg(host).access_method);

  const Guid plain = meeting.join("board");
  EXPECT_TRUE(key_in(plain, "")) << "a blank is the passcode of the coSpace itself";
  EXPECT_FALSE(meeting.leg(plain).access_method);
  EXPECT_TRUE(meeting.is_inside(meeting.arrive(
      {.uri = "board", .remote_party = "guest", .passcode = "2222", .has_passcode = true})));
}

TEST_F(Entry, ThreeWrongPasscodesEndTheLeg) {
  meeting.put(Kind::co_space, space, {{"passcode", "1234"}});
  const Guid ann = meeting.join("board");
  EXPECT_TRUE(key_in(ann, "1"));
  EXPECT_TRUE(key_in(ann, "2"));
  const Entered third = key_in(ann, "3");
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error(), reason::incorrect_passcode);
  EXPECT_FALSE(meeting.exists(ann));
  EXPECT_EQ(meeting.registry.table(Kind::participant).size(), 0u);
}

TEST_F(Entry, AMenuTakesTheNumberOfAMeeting) {
  meeting.post(Kind::ivr, {{"uri", "ivr"}});
  const Guid ann = meeting.join("ivr");
  EXPECT_EQ(meeting.leg(ann).stage, CallLegStage::ivr);
  EXPECT_TRUE(key_in(ann, "78"));
  EXPECT_EQ(meeting.leg(ann).stage, CallLegStage::ivr);
  EXPECT_TRUE(key_in(ann, "77"));
  EXPECT_TRUE(meeting.is_inside(ann));
  const Guid bob = meeting.join("ivr");
  meeting.pass(limits::menu_timeout);
  EXPECT_FALSE(meeting.exists(bob));
}

TEST_F(Entry, OnlyMembersWhereOthersHaveNoAccess) {
  meeting.add_user("ann@example.com");
  meeting.post(Kind::co_space_user, {{"userJid", "ann@example.com"}}, space);
  meeting.put(Kind::co_space, space, {{"nonMemberAccess", "false"}, {"passcode", "1234"}});
  EXPECT_TRUE(meeting.is_inside(meeting.join("board", "Ann@example.com")))
      << "a member is not asked for a passcode";
  const Guid guest = meeting.join("board");
  EXPECT_FALSE(key_in(guest, "1234"));
  EXPECT_FALSE(meeting.exists(guest));
}

TEST_F(Entry, AFullCallTakesNobody) {
  const Guid small = meeting.post(Kind::call_profile, {{"participantLimit", "1"}});
  meeting.put(Kind::co_space, space, {{"callProfile", to_string(small)}});
  meeting.join("board");
  EXPECT_FALSE(meeting.join("board"));
  EXPECT_EQ(meeting.refused, reason::participant_limit);
  EXPECT_EQ(meeting.registry.table(Kind::participant).size(), 1u);
}

}  // namespace
}  // namespace curia::call

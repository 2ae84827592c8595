// Who may make whom what (release notes 2.9).
#include "model/call/roles.hpp"

#include "model/call/testing/meeting.hpp"
#include "model/objects/co_space_user.hpp"

namespace curia::call {
namespace {

class Roles : public testing::Test {
 protected:
  Roles() {
    meeting.add_user("owner@example.com");
    meeting.add_user("member@example.com");
    changer = profile({{"changeRoleAllowed", "true"}});
    space = meeting.post(Kind::co_space, {{"name", "Board"},
                                          {"uri", "board"},
                                          {"ownerJid", "owner@example.com"},
                                          {"callLegProfile", to_string(changer)}});
    guest = method("guest", "public", profile({{"muteSelfAllowed", "false"}}));
    host = method("host", "member", profile({{"changeRoleAllowed", "true"}}));
    secret = method("secret", "private", profile({{"changeRoleAllowed", "true"}}));
    meeting.post(Kind::co_space_user, {{"userJid", "member@example.com"}}, space);
  }

  Guid profile(const Form& form) { return meeting.post(Kind::call_leg_profile, form); }
  Guid method(const std::string& name, const std::string& scope, const Guid& of) {
    return meeting.post(Kind::access_method,
                        {{"name", name},
                         {"uri", name},
                         {"scope", scope},
                         {"importance", "5"},
                         {"callLegProfile", to_string(of)}},
                        space);
  }
  std::string roles(const Guid& initiator, const Guid& target) {
    std::string names;
    meeting.act([&](Change& change) {
      for (const AccessMethod* role :
           assignable_roles(change, meeting.leg(initiator), meeting.leg(target)))
        names += role->name + " ";
    });
    return names;
  }
  bool give(const Guid& initiator, const Guid& target, const Guid& role) {
    bool given = false;
    meeting.act([&](Change& change) {
      given = change_role(change, meeting.leg(initiator), meeting.leg(target),
                          *change.find<AccessMethod>(role));
    });
    return given;
  }
  std::string role(const Guid& leg) {
    std::string name;
    meeting.act([&](Change& change) { name = role_of(change, meeting.leg(leg)).name(); });
    return name;
  }

  Meeting meeting;
  Guid changer, space, guest, host, secret;
};

TEST_F(Roles, ScopeMembershipAndOwnershipSayWhatCanBeGiven) {
  const Guid target = meeting.join("guest");
  EXPECT_EQ(role(target), "guest");
  EXPECT_EQ(roles(meeting.join("board"), target), "") << "only the role it has is public";
  EXPECT_EQ(roles(meeting.join("board", "member@example.com"), target), "host ");
  EXPECT_EQ(roles(meeting.join("secret", "member@example.com"), target), "host secret ");
  EXPECT_EQ(roles(meeting.join("board", "owner@example.com"), target), "host secret ");
}

TEST_F(Roles, WhoeverMayNotChangeRolesHasNoneToGive) {
  EXPECT_EQ(roles(meeting.join("guest", "owner@example.com"), meeting.join("board")),
            "guest host secret ")
      << "the coSpace's profile says it where the guest's says nothing";
  meeting.put(Kind::co_space, space, {{"callLegProfile", ""}});
  EXPECT_EQ(roles(meeting.join("guest", "owner@example.com"), meeting.join("board")), "");
}

TEST_F(Roles, ARoleIsGivenOnlyIfTheOldOneCouldBeGivenBack) {
  const Guid target = meeting.join("host");
  EXPECT_EQ(roles(meeting.join("board"), target), "") << "host is for members to give";
  EXPECT_FALSE(give(meeting.join("board"), target, guest));
  EXPECT_TRUE(give(meeting.join("board", "member@example.com"), target, guest));
  EXPECT_EQ(role(target), "guest");
}

TEST_F(Roles, SpaceDefaultIsLeftForGood) {
  const Guid target = meeting.join("board");
  EXPECT_EQ(role(target), "Space default");
  EXPECT_TRUE(give(meeting.join("board"), target, guest));
  EXPECT_EQ(role(target), "guest");
  const auto* person = meeting.registry.find<Participant>(meeting.leg(target).participant);
  EXPECT_EQ(person->access_method, guest);
  EXPECT_EQ(person->importance, 5);
}

TEST_F(Roles, AMemberChangesByTheProfileOfTheMembership) {
  const Guid member = meeting.join("board", "member@example.com");
  const Guid owner = meeting.join("board", "owner@example.com");
  EXPECT_TRUE(give(owner, member, guest));
  EXPECT_EQ(role(member), "guest");
  EXPECT_FALSE(meeting.leg(member).access_method) << "nothing shows on the leg";
  const auto* person = meeting.registry.find<Participant>(meeting.leg(member).participant);
  EXPECT_FALSE(person->importance.has_value());
  const Guid odd = profile({{"participantLabels", "true"}});
  meeting.put(Kind::co_space_user, meeting.leg(member).co_space_user,
              {{"callLegProfile", to_string(odd)}});
  EXPECT_EQ(role(member), "Custom");
  EXPECT_EQ(roles(owner, member), "") << "Custom cannot be changed";
}

TEST_F(Roles, SomebodyOnTwoDevicesIsMadeTheSameOnBoth) {
  const Guid owner = meeting.join("board", "owner@example.com");
  const Guid room = meeting.join("guest", "visitor@example.com");
  const Guid phone = meeting.join("guest", "visitor@example.com");
  EXPECT_EQ(meeting.leg(room).participant, meeting.leg(phone).participant);
  EXPECT_TRUE(give(owner, phone, host));
  EXPECT_EQ(role(room), "host");
  EXPECT_EQ(role(phone), "host");
}

TEST_F(Roles, AMemberIsMadeSomethingAlsoAsAnotherParticipant) {
  const Guid owner = meeting.join("board", "owner@example.com");
  const Guid web = meeting.join("host", "member@example.com");
  meeting.act([&](Change& change) {
    const auto dialled = create_object(
        change, spec_of(Kind::participant), {}, {{"remoteParty", "member@example.com"}},
        {&field_of(Kind::participant, "call"), meeting.leg(web).call});
    ASSERT_TRUE(dialled.has_value());
  });
  const auto& legs = meeting.registry.table(Kind::call_leg);
  const auto& members =
      legs.referring(field_of(Kind::call_leg, "coSpaceUser"), meeting.leg(web).co_space_user);
  ASSERT_EQ(members.size(), 2u);
  EXPECT_TRUE(give(owner, web, guest));
  members.visit_from(0, [&](std::uint32_t slot) {
    EXPECT_EQ(role(legs.at(slot).id), "guest");
    return true;
  });
}

}  // namespace
}  // namespace curia::call

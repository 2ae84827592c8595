// Each invariant holds in a right meeting, and is named when it is broken on purpose.
#include "sim/checks/call_checks.hpp"

#include "model/call/actions.hpp"
#include "model/call/report.hpp"
#include "model/call/roles.hpp"
#include "model/call/testing/meeting.hpp"
#include "model/objects/profiles.hpp"
#include "sim/checks/call_rules.hpp"

namespace curia::checks {
namespace {

using call::Meeting;

// A coSpace with a way in for hosts and one for guests, who wait for hosts.
class CallChecksTest : public ::testing::Test {
 protected:
  CallChecksTest() : checks(meeting.registry) {
    hosts = meeting.post(
        Kind::call_leg_profile,
        {{"name", "Hosts"}, {"needsActivation", "false"}, {"muteOthersAllowed", "true"}});
    guests =
        meeting.post(Kind::call_leg_profile, {{"name", "Guests"}, {"needsActivation", "true"}});
    space = meeting.post(Kind::co_space, {{"name", "Board"}, {"uri", "board"}});
    const auto way = [&](const std::string& uri, const Guid& profile) {
      return meeting.post(Kind::access_method,
                          {{"uri", uri}, {"callLegProfile", to_string(profile)}}, space);
    };
    host_way = way("board.host", hosts);
    guest_way = way("board.guest", guests);
    look();
  }

  void look() { checks.look(meeting.now); }

  // Changes an object behind the back of everybody but the checks.
  template <class T>
  void spoil(const Guid& id, void (*change)(T&)) {
    Table& table = meeting.registry.table(T::kind_of);
    auto& object = static_cast<T&>(*table.find(id));
    const T before = object;
    T after = object;
    change(after);
    table.update(object, after);
    const Event events[] = {{&before, &object}};
    checks.applied(events);
    look();
  }

  // Somebody who is seen presenting.
  Guid present() {
    const Guid host = meeting.join("board.host");
    meeting.act([&](Change& change) { call::share(change, meeting.leg(host), true); });
    look();
    EXPECT_EQ(broken(), "");
    return host;
  }

  std::string broken() const { return checks.violation() ? checks.violation()->invariant : ""; }

  Meeting meeting;
  CallChecks checks;
  Guid hosts, guests, space, host_way, guest_way;
};

TEST_F(CallChecksTest, RightMeetingKeepsAll) {
  const Guid guest = meeting.join("board.guest");
  const Guid host = meeting.join("board.host");
  meeting.act([&](Change& change) { call::share(change, meeting.leg(guest), true); });
  meeting.put(Kind::call_leg_profile, guests, {{"presentationContributionAllowed", "false"}});
  look();
  meeting.leave(host);
  meeting.leave(guest);
  look();
  EXPECT_EQ(broken(), "");
  EXPECT_GE(checks.looks(), 6u);
}

TEST_F(CallChecksTest, LegWithoutCall) {
  const Guid host = meeting.join("board.host");
  spoil<CallLeg>(host, [](CallLeg& leg) { leg.call = Guid{}; });
  EXPECT_EQ(broken(), "no leg without a call");
  EXPECT_NE(checks.violation()->text().find(to_string(host)), std::string::npos);
}

TEST_F(CallChecksTest, LegAndParticipantInTwoCalls) {
  const Guid host = meeting.join("board.host");
  spoil<CallLeg>(host, [](CallLeg& leg) { leg.participant = Guid{}; });
  EXPECT_EQ(broken(), "a leg and its participant are in one call");
}

TEST_F(CallChecksTest, ParticipantWithoutLeg) {
  const Guid host = meeting.join("board.host");
  const Guid other = meeting.join("board.host");
  (void)host;
  meeting.registry.table(Kind::call_leg).erase(*meeting.registry.table(Kind::call_leg).find(other));
  const Call& call = meeting.call_of(host);
  const Event events[] = {{&call, &call}};
  checks.applied(events);
  look();
  EXPECT_EQ(broken(), "every participant has a leg");
}

TEST_F(CallChecksTest, GuestInsideWithoutHost) {
  const Guid guest = meeting.join("board.guest");
  look();
  EXPECT_EQ(broken(), "");
  spoil<CallLeg>(guest, [](CallLeg& leg) { leg.deactivated = Flag::no; });
  EXPECT_EQ(broken(), "the lobby holds those whom it has to hold, and nobody else");
}

TEST_F(CallChecksTest, GuestWaitsAlthoughHostIsThere) {
  const Guid guest = meeting.join("board.guest");
  meeting.join("board.host");
  spoil<CallLeg>(guest, [](CallLeg& leg) { leg.deactivated = Flag::yes; });
  EXPECT_EQ(broken(), "the lobby holds those whom it has to hold, and nobody else");
}

TEST_F(CallChecksTest, SettingsChangeUnnoticed) {
  meeting.join("board.guest");
  // Guests need no host any more, and nobody judges again who waits.
  spoil<CallLegProfile>(guests,
                        [](CallLegProfile& profile) { profile.needs_activation = Flag::no; });
  EXPECT_EQ(broken(), "the lobby holds those whom it has to hold, and nobody else");
}

TEST_F(CallChecksTest, WrongPresenter) {
  const Guid host = meeting.join("board.host");
  spoil<Call>(meeting.leg(host).call, [](Call& call) { call.presenter_call_leg = call.id; });
  EXPECT_EQ(broken(), "the last who is there, shares and may is seen");
}

TEST_F(CallChecksTest, PresenterIsOnHold) {
  const Guid host = present();
  spoil<CallLeg>(host, [](CallLeg& leg) { leg.state = CallLegState::on_hold; });
  EXPECT_EQ(broken(), "the last who is there, shares and may is seen");
}

TEST_F(CallChecksTest, PresenterIsLost) {
  const Guid host = present();
  spoil<CallLeg>(host, [](CallLeg& leg) { leg.lost = leg.connected; });
  EXPECT_EQ(broken(), "the last who is there, shares and may is seen");
}

TEST_F(CallChecksTest, HandIsUpWhereNoneCanBeRaised) {
  const Guid profile = meeting.post(Kind::call_profile, {{"raiseHandEnabled", "false"}});
  meeting.put(Kind::co_space, space, {{"callProfile", to_string(profile)}});
  const Guid host = meeting.join("board.host");
  look();
  EXPECT_EQ(broken(), "");
  spoil<CallLeg>(host, [](CallLeg& leg) { leg.hand_status = HandStatus::raised; });
  EXPECT_EQ(broken(), "no hand is up where none can be raised");
}

TEST_F(CallChecksTest, StaysTooLong) {
  const Guid host = meeting.join("board.host");
  spoil<CallLeg>(host, [](CallLeg& leg) {
    leg.max_call_duration_time = 10;
    leg.connected -= 11s;
  });
  EXPECT_EQ(broken(), "nobody stays longer than he may");
}

TEST_F(CallChecksTest, WrongEvaluationOfTheHierarchy) {
  const Guid host = meeting.join("board.host");
  const CallState state = state_of(meeting.registry, meeting.call_of(host), meeting.now);
  EXPECT_EQ(levels_differ(state, call_leg_levels<Registry>), "");
  const auto forgets_one = [](const Registry& registry, const CallLeg& leg) {
    auto levels = call_leg_levels(registry, leg);
    levels.pop_back();
    return levels;
  };
  EXPECT_NE(levels_differ(state, forgets_one), "");
  EXPECT_EQ(permissions_differ(state, call::may), "");
  const auto lets_lock = [](const Change& change, const CallLeg& leg, const LegLevels& levels,
                            call::Action action) {
    return action == call::Action::lock || call::may(change, leg, levels, action);
  };
  EXPECT_NE(permissions_differ(state, lets_lock), "");
}

// What the call profile refuses to all is refused, and each permission is looked at.
TEST_F(CallChecksTest, WrongEvaluationOfWhatTheCallSays) {
  const Guid host = meeting.join("board.host");
  const Guid profile = meeting.post(Kind::call_profile, {{"chatAllowed", "false"}});
  meeting.put(Kind::profiles, meeting.registry.singleton<Profiles>().id,
              {{"callProfile", to_string(profile)}});
  const CallState state = state_of(meeting.registry, meeting.call_of(host), meeting.now);
  EXPECT_EQ(permissions_differ(state, call::may), "");
  for (int number = 0; number <= static_cast<int>(call::Action::change_role); ++number) {
    static call::Action wrong;
    wrong = static_cast<call::Action>(number);
    const auto errs_in_one = [](const Change& change, const CallLeg& leg, const LegLevels& levels,
                                call::Action action) {
      return call::may(change, leg, levels, action) != (action == wrong);
    };
    EXPECT_NE(permissions_differ(state, errs_in_one), "") << number;
  }
}

TEST_F(CallChecksTest, NoMemberAnyMore) {
  const Guid host = meeting.join("board.host");
  spoil<CallLeg>(host, [](CallLeg& leg) { leg.co_space_user = leg.id; });
  EXPECT_EQ(broken(), "who is a member takes part as one");
}

TEST_F(CallChecksTest, ActivationWidens) {
  const Guid guest = meeting.join("board.guest");
  look();
  // Let in, and a host by the way: what a wrong server would do.
  Table& legs = meeting.registry.table(Kind::call_leg);
  auto& leg = static_cast<CallLeg&>(*legs.find(guest));
  const CallLeg before = leg;
  CallLeg after = leg;
  after.deactivated = Flag::no;
  after.access_method = host_way;
  legs.update(leg, after);
  const Event events[] = {{&before, &leg}};
  checks.applied(events);
  look();
  EXPECT_EQ(broken(), "activation widens nobody's role");
}

TEST_F(CallChecksTest, ReconnectChangesTheRole) {
  const Guid guest = meeting.join("board.guest");
  meeting.act([&](Change& change) { call::take_report(change, guest, call::Report::lost); });
  look();
  EXPECT_EQ(broken(), "");
  // Found as somebody else: what a wrong server would do.
  Table& legs = meeting.registry.table(Kind::call_leg);
  auto& leg = static_cast<CallLeg&>(*legs.find(guest));
  const CallLeg before = leg;
  CallLeg after = leg;
  after.lost = never;
  after.access_method = host_way;
  legs.update(leg, after);
  const Event events[] = {{&before, &leg}};
  checks.applied(events);
  look();
  EXPECT_EQ(broken(), "a reconnect restores role and lobby state");
}

TEST_F(CallChecksTest, ReconnectLosesWhatWasSet) {
  const Guid guest = meeting.join("board.guest");
  meeting.join("board.host");
  meeting.put(Kind::call_leg, guest, {{"chosenLayout", "stacked"}, {"rxAudioMute", "true"}});
  meeting.act([&](Change& change) { call::take_report(change, guest, call::Report::lost); });
  const CallLeg lost = meeting.leg(guest);
  meeting.pass(61s);
  ASSERT_FALSE(meeting.exists(guest));
  const Guid again =
      meeting.arrive({.uri = "board.guest", .remote_party = "guest", .returns_from = guest});
  look();
  EXPECT_EQ(broken(), "");
  // He had another layout: what a wrong server would forget.
  auto absence = std::make_shared<Absence>(Absence{.leg = lost});
  absence->leg.chosen_layout = DefaultLayout::telepresence;
  Call before = meeting.call_of(again);
  before.absences.push_back(absence);
  const Event events[] = {{nullptr, &meeting.leg(again)}, {&before, &meeting.call_of(again)}};
  checks.applied(events);
  look();
  EXPECT_EQ(broken(), "a reconnect restores role and lobby state");
}

TEST_F(CallChecksTest, TimerWithoutCall) {
  EXPECT_EQ(timer_without_call(meeting.registry, false), "");
  EXPECT_NE(timer_without_call(meeting.registry, true), "");
  meeting.join("board.host");
  EXPECT_EQ(timer_without_call(meeting.registry, true), "");
}

TEST_F(CallChecksTest, TimerForACallThatIsGone) {
  const Guid host = meeting.join("board.host");
  const Guid call = meeting.leg(host).call;
  EXPECT_EQ(waits_for_nothing(meeting.registry, call, true), "");
  EXPECT_EQ(waits_for_nothing(meeting.registry, host, true), "");
  meeting.leave(host);
  EXPECT_EQ(waits_for_nothing(meeting.registry, call, false), "");
  EXPECT_NE(waits_for_nothing(meeting.registry, call, true), "");
  EXPECT_NE(waits_for_nothing(meeting.registry, host, true), "");
}

TEST_F(CallChecksTest, OneWhoSharesAgainstHisProfileIsSeenWhenAllMay) {
  meeting.put(Kind::call_leg_profile, hosts, {{"presentationContributionAllowed", "false"}});
  const Guid host = meeting.join("board.host");
  meeting.act([&](Change& change) { call::share(change, meeting.leg(host), true); });
  EXPECT_FALSE(meeting.call_of(host).presenter_call_leg);
  meeting.act([&](Change& change) {
    change.modify(meeting.call_of(host)).allow_all_presentation_contribution = Flag::yes;
  });
  look();
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(meeting.call_of(host).presenter_call_leg, host);
}

// Whatever people do, in whatever order.
TEST_F(CallChecksTest, HoldWhateverPeopleDo) {
  for (std::uint64_t seed = 1; seed <= 25 && !checks.violation(); ++seed) {
    Prng prng(seed, "checks");
    std::vector<Guid> legs;
    for (int step = 0; step < 50 && !checks.violation(); ++step) {
      std::erase_if(legs, [&](const Guid& leg) { return !meeting.exists(leg); });
      const auto dice = prng.below(12);
      if (legs.empty() || dice < 4) {
        legs.push_back(meeting.join(prng.chance(1, 3) ? "board.host" : "board.guest"));
      } else {
        const Guid one = legs[prng.below(legs.size())];
        const Guid other = legs[prng.below(legs.size())];
        if (dice < 6) meeting.leave(one);
        if (dice == 6)
          meeting.act([&](Change& change) {
            change.modify(meeting.call_of(one)).locked = flag_of(prng.chance(1, 2));
          });
        if (dice == 7)
          meeting.act(
              [&](Change& change) { call::share(change, meeting.leg(one), prng.chance(2, 3)); });
        if (dice == 8)
          meeting.put(Kind::call_leg_profile, guests,
                      {{"deactivationMode", prng.chance(1, 2) ? "remainActivated" : "disconnect"},
                       {"deactivationModeTime", "20"}});
        if (dice == 9) meeting.pass(Duration(1s) * static_cast<int>(prng.below(30)));
        if (dice == 10)
          meeting.put(Kind::participant, meeting.leg(one).participant, {{"deactivated", "false"}});
        if (dice == 11)
          meeting.act([&](Change& change) {
            call::mute(change, meeting.leg(one), meeting.leg(other), true, true);
          });
      }
      look();
    }
    for (const Guid& leg : legs)
      if (meeting.exists(leg)) meeting.leave(leg);
    look();
  }
  EXPECT_EQ(checks.violation() ? checks.violation()->text() : "", "");
}

}  // namespace
}  // namespace curia::checks

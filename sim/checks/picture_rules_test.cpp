// Each rule holds of what people are shown, and is named when they are shown something else.
#include "sim/checks/picture_rules.hpp"

#include <gtest/gtest.h>

#include <map>

#include "impl/service/calls/switchboard.hpp"
#include "model/call/actions.hpp"
#include "model/objects/catalog.hpp"
#include "model/registry/testing/waiting_store.hpp"
#include "model/rules/rules.hpp"
#include "sim/world/world.hpp"

namespace curia::checks {
namespace {

class Viewer final : public call::Endpoint {
 public:
  void show(const Guid&, const call::LegStatus&) override {}
  void hang_up(const Guid&, std::string_view) override {}
  bool wants_pictures() const override { return true; }
};

// Four people in a coSpace in which the active speaker has the first pane, seen by real endpoints
// of a real switchboard; what they saw is then spoilt.
class PictureRules : public ::testing::Test {
 protected:
  PictureRules() {
    registry.loaded([](Result<>) {});
    store.acknowledge_all();
    board.start();
  }

  void meet(const char* mode) {
    space = post(Kind::co_space, {{"name", "Board"},
                                  {"uri", "board"},
                                  {"defaultLayout", "allEqualNinths"},
                                  {"panePlacementHighestImportance", "2"},
                                  {"panePlacementActiveSpeakerMode", mode}});
    for (Viewer& viewer : viewers) {
      legs.push_back(*board.arrive({.uri = "board", .remote_party = "guest"}, viewer));
      world.run_for(1s);
    }
    speak(0);
    speak(1);
    look();
    EXPECT_EQ(broken(), "");
  }

  Guid post(Kind kind, const Form& form) {
    Change change(registry, env.random, env.clock.now());
    const auto made = create_object(change, spec_of(kind), {}, form);
    EXPECT_TRUE(made.has_value());
    const Guid id = (*made)->id;
    registry.apply(std::move(change), [](Result<>) {});
    store.acknowledge_all();
    return id;
  }

  void speak(std::size_t who) {
    board.level(legs[who], 20);
    world.run_for(1s);
    board.level(legs[who], 127);
    world.run_for(1s);
  }

  const CallLeg& leg(std::size_t who) const { return *registry.find<CallLeg>(legs[who]); }

  // What all have been told and shown, to be spoilt or not.
  void look() {
    state.emplace(state_of(registry, *registry.find<Call>(leg(0).call), env.clock.now()));
    seen.emplace(SeenCall{*state, {}, [](const Guid&) { return nullptr; }});
    for (const auto& [one, settings] : state->legs)
      seen->legs.push_back({one, &settings, board.told(one->id), board.shown(one->id)});
  }
  // The picture of one of them as he would see it if `change` were done to it.
  void spoil(std::size_t who, void (*change)(call::Picture&)) {
    call::Picture picture = *seen->legs[who].picture;
    change(picture);
    seen->legs[who].picture = std::make_shared<const call::Picture>(std::move(picture));
  }
  std::string broken() const {
    for (const auto& [name, rule] : picture_rules())
      if (!rule(*seen).empty()) return std::string(name);
    return "";
  }

  sim::World world{1};
  Env env = world.add_host("server", {"10.0.0.1"}).env();
  WaitingStore store;
  Registry registry{store, env.random};
  calls::Switchboard board{env, registry, calls};  // hears of changes before the calls do
  calls::Calls calls{env, registry};
  Guid space;
  Viewer viewers[4];
  std::vector<Guid> legs;
  std::optional<CallState> state;
  std::optional<SeenCall> seen;
};

TEST_F(PictureRules, PaneOfSomebodyWhoLeft) {
  meet("none");
  EXPECT_TRUE(board.report(legs[3], call::Report::leaves));
  const auto before = board.shown(legs[0]);
  world.run_for(1s);
  look();
  EXPECT_EQ(broken(), "");
  seen->legs[0].picture = before;  // nobody was told that he left
  EXPECT_EQ(broken(), "nobody is shown a pane whose owner left");
}

TEST_F(PictureRules, PanesWithoutVideo) {
  meet("none");
  const auto before = board.shown(legs[0]);
  EXPECT_TRUE(board.act(legs[1], [&](Change& change, const CallLeg&) {
    change.modify(leg(0)).tx_video_mute = Flag::yes;
    return true;
  }));
  world.run_for(1s);
  look();
  EXPECT_EQ(broken(), "");
  EXPECT_TRUE(seen->legs[0].picture->view.panes.empty());
  seen->legs[0].picture = before;  // the picture from before he got none
  EXPECT_EQ(broken(), "nobody is shown panes who gets no video");
}

TEST_F(PictureRules, WithAllowselfOneSeesOtherPanes) {
  meet("allowself");
  spoil(2, [](call::Picture& picture) {
    std::swap(picture.view.panes[3].person, picture.view.panes[4].person);
  });
  EXPECT_EQ(broken(), "with allowself all viewers see the same panes");
}

TEST_F(PictureRules, WithSuppressselfOneWhoDoesNotSpeakSeesSomethingElse) {
  meet("suppressself");
  spoil(2, [](call::Picture& picture) { picture.view.panes[0].person.reset(); });
  EXPECT_EQ(broken(), "with suppressself only the speaker's view differs, in pane 1");
}

TEST_F(PictureRules, WithSuppressselfTheSpeakerSeesMoreThanOnePaneDifferently) {
  meet("suppressself");
  EXPECT_NE(seen->legs[1].picture->view.panes, seen->legs[2].picture->view.panes);
  spoil(1, [](call::Picture& picture) {
    picture.view.panes.back().person.reset();
    picture.view.panes[4].person.reset();
  });
  EXPECT_EQ(broken(), "with suppressself only the speaker's view differs, in pane 1");
}

TEST_F(PictureRules, SomebodyHasALayoutThatIsNotAssigned) {
  meet("none");
  const auto is_noticed = [&](void (*change)(call::LegStatus&)) {
    call::LegStatus status = *board.told(legs[0]);
    change(status);
    seen->legs[0].status = &status;
    return broken() == "the first level that says something of a layout assigns it";
  };
  using call::LegStatus;
  EXPECT_TRUE(is_noticed([](LegStatus& it) { it.assigned_layout = DefaultLayout::stacked; }));
  EXPECT_TRUE(is_noticed([](LegStatus& it) { it.layout = DefaultLayout::stacked; }));
  EXPECT_TRUE(is_noticed([](LegStatus& it) { it.has_picked_layout = true; }));
  EXPECT_TRUE(is_noticed([](LegStatus& it) { it.has_layout_template = true; }));
  EXPECT_TRUE(is_noticed([](LegStatus& it) { it.may_change_layout = false; }));
}

TEST_F(PictureRules, SomebodyWasNotToldOfAChange) {
  meet("none");
  const call::LegStatus before = *board.told(legs[0]);
  EXPECT_TRUE(board.act(
      legs[1], [](Change& change, const CallLeg& leg) { return call::share(change, leg, true); }));
  world.run_for(1s);
  look();
  EXPECT_EQ(broken(), "");
  seen->legs[0].status = &before;
  EXPECT_EQ(broken(), "everybody was told what holds");
}

TEST_F(PictureRules, SomebodySeesAnOldPicture) {
  meet("none");
  const auto before = board.shown(legs[0]);
  speak(2);
  look();
  EXPECT_EQ(broken(), "");
  seen->legs[0].picture = before;
  EXPECT_EQ(broken(), "everybody sees the picture there is");
}

}  // namespace
}  // namespace curia::checks

#include "impl/service/events/events.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "impl/service/events/replay.hpp"
#include "impl/service/events/testing/ear.hpp"
#include "model/base/limits_websocket.hpp"
#include "model/call/actions.hpp"
#include "model/call/testing/meeting.hpp"
#include "sim/world/world.hpp"

namespace curia::events {
namespace {

using Texts = std::vector<std::string>;

// A client that acknowledges when told to.
class Client final : public web::Socket {
 public:
  explicit Client(Events& events) : session_(events.admit("client")) { session_->on_open(*this); }
  ~Client() { session_->on_closed({}); }

  void say(const std::string& text) { session_->on_message({websocket::Opcode::text, text}); }
  void subscribe(const std::string& subscriptions) {
    say(message_text(++last_id_, "subscribeRequest", ",\"subscriptions\":[" + subscriptions + "]"));
  }
  void acknowledge(std::int64_t id) { say(ack_text(id, "success")); }
  // What has come since the last question.
  Texts heard() { return std::exchange(heard_, {}); }

  Result<> send(std::string_view text) override {
    if (is_full) return fail(Errc::limit_reached, "full");
    heard_.emplace_back(text);
    return {};
  }
  std::size_t queued() const override { return 0; }
  void close(std::uint16_t code, std::string_view) override { closed = code; }
  void cut() override { is_cut = true; }

  std::uint16_t closed = 0;
  bool is_cut = false, is_full = false;

 private:
  std::shared_ptr<Session> session_;
  std::int64_t last_id_ = 0;
  Texts heard_;
};

class EventsTest : public testing::Test {
 protected:
  EventsTest() {
    space = meeting.post(Kind::co_space, {{"name", "Board"}, {"uri", "board"}});
    world.run_for(1s);
  }
  Texts heard(Client& client) {
    world.run_for(1ms);
    return client.heard();
  }
  std::string call_id(const Guid& leg) const { return to_string(meeting.leg(leg).call); }
  std::string person(const Guid& leg) const { return to_string(meeting.leg(leg).participant); }

  sim::World world{1};
  Env env = world.add_host("server", {"10.0.0.1"}).env();
  call::Meeting meeting;
  Events events{env, meeting.registry};
  Guid space;
};

TEST_F(EventsTest, ListsCallsAndTellsOnlyWhatChanges) {
  Client client(events);
  client.subscribe(R"({"index":7,"type":"calls","elements":["name","participants","lockState"]})");
  EXPECT_EQ(heard(client),
            (Texts{ack_text(1, "success"),
                   message_text(1, "subscriptionUpdate",
                                R"(,"subscriptions":[{"index":7,"state":"pending"}])"),
                   message_text(2, "subscriptionUpdate",
                                R"(,"subscriptions":[{"index":7,"state":"active"}])")}));
  const Guid ann = meeting.join("board");
  const std::string call = call_id(ann);
  const auto list = [&](std::int64_t id, const std::string& update) {
    return message_text(id, "callListUpdate",
                        R"(,"subscriptionIndex":7,"updates":[{"call":")" + call +
                            R"(","updateType":)" + update + "}]");
  };
  EXPECT_EQ(heard(client),
            (Texts{list(3, R"("add","name":"Board","participants":1,"lockState":"unlocked")")}));
  const Guid ben = meeting.join("board");
  EXPECT_EQ(heard(client), (Texts{list(4, R"("update","participants":2)")}));
  meeting.put(Kind::call, meeting.leg(ann).call, {{"locked", "true"}});
  EXPECT_EQ(heard(client), (Texts{list(5, R"("update","lockState":"locked")")}));
  meeting.leave(ann);
  meeting.leave(ben);
  EXPECT_EQ(heard(client), (Texts{list(6, R"("remove")")}));
}

TEST_F(EventsTest, TellsARosterAndItsEnd) {
  const Guid ann = meeting.join("board");
  Client client(events);
  client.subscribe(R"({"index":1,"type":"callRoster","call":")" + call_id(ann) +
                   R"(","elements":["name","state","audioMuted","presenter"]})");
  const auto roster = [](std::int64_t id, const std::string& updates) {
    return message_text(id, "rosterUpdate",
                        R"(,"subscriptionIndex":1,"updates":[)" + updates + "]");
  };
  const auto one = [&](const std::string& who, const std::string& update) {
    return R"({"participant":")" + who + R"(","updateType":)" + update + "}";
  };
  const std::string ann_id = person(ann);
  Texts first = heard(client);
  ASSERT_EQ(first.size(), 4u);
  EXPECT_EQ(first[3], roster(3, one(ann_id, R"("add","name":"guest","state":"connected",)"
                                            R"("audioMuted":false,"presenter":false)")));
  meeting.put(Kind::call_leg, ann, {{"rxAudioMute", "true"}});
  EXPECT_EQ(heard(client), (Texts{roster(4, one(ann_id, R"("update","audioMuted":true)"))}));
  // Nobody asked for the importance.
  meeting.put(Kind::participant, meeting.leg(ann).participant, {{"importance", "3"}});
  EXPECT_EQ(heard(client), Texts{});
  meeting.leave(ann);
  EXPECT_EQ(heard(client),
            (Texts{roster(5, one(ann_id, R"("remove")")),
                   message_text(6, "subscriptionUpdate",
                                R"(,"subscriptions":[{"index":1,"state":"deactivated",)"
                                R"("reason":"callEnded"}])")}));
}

TEST_F(EventsTest, TellsWhoSpeaksAndWhoPresents) {
  const Guid ann = meeting.join("board");
  const Guid ben = meeting.join("board");
  Client client(events);
  client.subscribe(R"({"index":1,"type":"callRoster","call":")" + call_id(ann) +
                   R"(","elements":["activeSpeaker","presenter"]})");
  heard(client);
  const auto speaks = [&](const Guid& leg) {
    meeting.act([&](Change& change) {
      change.modify(meeting.call_of(ann)).active_speaker = meeting.leg(leg).participant;
    });
  };
  const auto told = [&](const Guid& leg, const char* element, bool holds) {
    return R"({"participant":")" + person(leg) + R"(","updateType":"update",")" + element +
           "\":" + (holds ? "true}" : "false}");
  };
  const auto has = [](const Texts& texts, const std::string& part) {
    return texts.size() == 1 && texts.front().find(part) != std::string::npos;
  };
  speaks(ann);
  EXPECT_TRUE(has(heard(client), told(ann, "activeSpeaker", true)));
  speaks(ben);
  const Texts next = heard(client);
  EXPECT_TRUE(has(next, told(ann, "activeSpeaker", false)));
  EXPECT_TRUE(has(next, told(ben, "activeSpeaker", true)));
  meeting.act([&](Change& change) { call::share(change, meeting.leg(ann), true); });
  EXPECT_TRUE(has(heard(client), told(ann, "presenter", true)));
}

TEST_F(EventsTest, TellsTheDetailsOfACall) {
  const Guid ann = meeting.join("board");
  Client client(events);
  client.subscribe(R"({"index":2,"type":"callInfo","call":")" + call_id(ann) +
                   R"(","elements":["recording","joinAudioMuteOverride"]})");
  const auto info = [&](std::int64_t id, const std::string& elements) {
    return message_text(
        id, "callInfoUpdate",
        R"(,"subscriptionIndex":2,"callInfo":{"call":")" + call_id(ann) + "\"" + elements + "}");
  };
  Texts first = heard(client);
  ASSERT_EQ(first.size(), 4u);
  EXPECT_EQ(first[3], info(3, R"(,"recording":"inactive")"));
  meeting.put(Kind::call, meeting.leg(ann).call, {{"joinAudioMuteOverride", "true"}});
  EXPECT_EQ(heard(client), (Texts{info(4, R"(,"joinAudioMuteOverride":true)")}));
  meeting.put(Kind::call, meeting.leg(ann).call, {{"joinAudioMuteOverride", ""}});
  EXPECT_EQ(heard(client), (Texts{info(5, R"(,"joinAudioMuteOverride":null)")}));
}

TEST_F(EventsTest, AnswersBadSubscriptionsWithAReason) {
  Client client(events);
  client.subscribe(R"({"index":1,"type":"weather"},)"
                   R"({"index":2,"type":"calls","elements":["colour"]},)"
                   R"({"index":3,"type":"callRoster","call":"no"},)"
                   R"({"index":4,"type":"calls","elements":["name"]})");
  EXPECT_EQ(heard(client),
            (Texts{ack_text(1, "success"),
                   message_text(1, "subscriptionUpdate",
                                R"(,"subscriptions":[{"index":4,"state":"pending"}])"),
                   message_text(2, "subscriptionUpdate",
                                R"(,"subscriptions":[)"
                                R"({"index":1,"state":"deactivated","reason":"unknownType"},)"
                                R"({"index":2,"state":"deactivated","reason":"unknownElement"},)"
                                R"({"index":3,"state":"deactivated","reason":"callDoesNotExist"},)"
                                R"({"index":4,"state":"active"}])")}));
  client.subscribe(R"({"index":1,"type":"calls"},{"index":1,"type":"calls"})");
  EXPECT_EQ(heard(client), (Texts{ack_text(2, "duplicateIndex")}));
  client.say(message_text(3, "danceRequest", ""));
  EXPECT_EQ(heard(client), (Texts{ack_text(3, "unknownMessageType")}));
  client.say(message_text(4, "subscribeRequest", R"(,"subscriptions":[{"index":"one"}])"));
  EXPECT_EQ(heard(client), (Texts{ack_text(4, "invalidMessage")}));
  client.say("hello");
  EXPECT_EQ(client.closed, websocket::close_code::policy_violation);
}

TEST_F(EventsTest, EachRequestReplacesTheSetAndWhatStaysIsNotToldAgain) {
  const Guid ann = meeting.join("board");
  Client client(events);
  const std::string list = R"({"index":1,"type":"calls","elements":["name"]})";
  client.subscribe(list);
  EXPECT_EQ(heard(client).size(), 4u);
  client.subscribe(list + R"(,{"index":2,"type":"calls","elements":["participants"]})");
  const Texts second = heard(client);
  ASSERT_EQ(second.size(), 4u);  // acknowledgement, pending, active, the list of the second
  EXPECT_NE(second[3].find("\"subscriptionIndex\":2"), std::string::npos);
  client.subscribe("");
  EXPECT_EQ(heard(client), (Texts{ack_text(3, "success")}));
  meeting.leave(ann);
  EXPECT_EQ(heard(client), Texts{});
}

TEST_F(EventsTest, TooManySubscriptionsAreRefused) {
  Client client(events);
  std::string many;
  for (std::size_t i = 0; i <= limits::events_subscriptions; ++i)
    many += (i == 0 ? "" : ",") + std::string(R"({"index":)") + std::to_string(i) +
            R"(,"type":"calls"})";
  client.subscribe(many);
  EXPECT_EQ(heard(client), (Texts{ack_text(1, "tooManySubscriptions")}));
}

TEST_F(EventsTest, CutsOffWhoDoesNotAcknowledge) {
  Client client(events), other(events);
  for (Client* one : {&client, &other})
    one->subscribe(R"({"index":1,"type":"calls","elements":["participants"]})");
  std::int64_t told = 0;
  for (std::size_t i = 0; i < limits::events_unacknowledged; ++i) {
    const Guid ann = meeting.join("board");
    world.run_for(1ms);
    meeting.leave(ann);
    world.run_for(1ms);
    for (const std::string& text : other.heard())
      if (text.starts_with(R"({"type":"message",)")) other.acknowledge(++told);
  }
  EXPECT_TRUE(client.is_cut);
  EXPECT_FALSE(other.is_cut);
  EXPECT_EQ(client.heard().size(), limits::events_unacknowledged + 1);  // and the answer
}

TEST_F(EventsTest, CutsOffWhoDoesNotRead) {
  Client client(events);
  client.subscribe(R"({"index":1,"type":"calls","elements":["participants"]})");
  client.is_full = true;
  (void)meeting.join("board");
  world.run_for(1ms);
  EXPECT_TRUE(client.is_cut);
}

TEST_F(EventsTest, LongListsComeInSeveralMessages) {
  for (std::size_t i = 0; i < limits::events_updates_per_message + 1; ++i) {
    const std::string uri = "space" + std::to_string(i);
    meeting.post(Kind::co_space, {{"name", uri}, {"uri", uri}});
    (void)meeting.join(uri);
  }
  Client client(events);
  client.subscribe(R"({"index":1,"type":"calls","elements":["name"]})");
  EXPECT_EQ(heard(client).size(), 5u);
}

TEST_F(EventsTest, WithoutSubscribersNothingIsDone) {
  world.run_for(1s);
  const Guid ann = meeting.join("board");
  EXPECT_FALSE(world.step());
  meeting.leave(ann);
  EXPECT_FALSE(world.step());
}

TEST_F(EventsTest, WhatWasToldIsWhatIs) {
  Ear ear(events);
  const View view{meeting.registry, {}};
  Prng prng(7);
  std::vector<Guid> legs;
  meeting.post(Kind::co_space, {{"name", "Sales"}, {"uri", "sales"}});
  for (int i = 0; i < 300; ++i) {
    std::erase_if(legs, [&](const Guid& leg) { return !meeting.exists(leg); });
    const std::uint64_t what = legs.empty() ? 0 : prng.below(8);
    const auto some = [&] { return legs[prng.below(legs.size())]; };
    if (what < 2) {
      legs.push_back(meeting.join(prng.below(2) == 0 ? "board" : "sales"));
    } else if (what == 2) {
      meeting.leave(some());
    } else if (what == 3) {
      meeting.put(Kind::call_leg, some(), {{"rxAudioMute", prng.below(2) == 0 ? "true" : "false"}});
    } else if (what == 4) {
      meeting.act([&](Change& change) {
        const Guid speaker = prng.below(4) == 0 ? Guid{} : meeting.leg(some()).participant;
        change.modify(meeting.call_of(some())).active_speaker = speaker;
      });
    } else if (what == 5) {
      const bool on = prng.below(2) == 0;
      meeting.act([&](Change& change) { call::share(change, meeting.leg(some()), on); });
    } else if (what == 6) {
      meeting.put(Kind::call, meeting.leg(some()).call,
                  {{"locked", prng.below(2) == 0 ? "true" : "false"}});
    } else {
      meeting.put(Kind::participant, meeting.leg(some()).participant,
                  {{"importance", prng.below(2) == 0 ? "5" : ""}});
    }
    if (prng.below(3) == 0) continue;  // several changes are told together
    world.run_for(1ms);
    ASSERT_EQ(ear.differences(view), Texts{}) << "after step " << i;
  }
  EXPECT_GT(ear.messages(), 300u);
}

TEST(EventTokens, HoldForATimeAndOnce) {
  SeededRandom random;
  Tokens tokens;
  const std::string token = tokens.make(random, Instant{});
  EXPECT_FALSE(tokens.spend("", Instant{}));
  EXPECT_TRUE(tokens.spend(token, Instant{} + limits::events_token_lifetime - 1ns));
  EXPECT_FALSE(tokens.spend(token, Instant{}));
  const std::string old = tokens.make(random, Instant{});
  EXPECT_FALSE(tokens.spend(old, Instant{} + limits::events_token_lifetime));
}

TEST(EventTokens, AreNotKeptWithoutLimit) {
  SeededRandom random;
  Tokens tokens;
  const std::string first = tokens.make(random, Instant{});
  for (std::size_t i = 0; i < limits::events_tokens; ++i) (void)tokens.make(random, Instant{});
  EXPECT_EQ(tokens.size(), limits::events_tokens);
  EXPECT_FALSE(tokens.spend(first, Instant{}));
}

TEST_F(EventsTest, TakesSoManyClientsAndNoMore) {
  const auto status = [&](const std::string& token) {
    const std::string target = "/events/v1?authToken=" + token;
    const http::Request request{.method = "GET", .target = target, .headers = {}, .body = {}};
    const auto upgrade = events.upgrade(request, {*parse_ip("192.0.2.7"), 50022});
    return !upgrade ? 404 : upgrade->handler ? 101 : upgrade->refusal.status;
  };
  std::deque<Client> clients;
  for (std::size_t i = 0; i < limits::events_sockets; ++i) clients.emplace_back(events);
  EXPECT_EQ(events.sessions(), limits::events_sockets);
  EXPECT_EQ(status(events.make_token()), 503);
  clients.pop_front();
  EXPECT_EQ(status("guessed"), 401);
  EXPECT_EQ(status(events.make_token()), 101);
}

}  // namespace
}  // namespace curia::events

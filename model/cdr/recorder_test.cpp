// Records of meetings, transition by transition and over random histories.
#include "model/cdr/recorder.hpp"

#include <algorithm>
#include <deque>

#include "model/base/prng.hpp"
#include "model/call/testing/meeting.hpp"
#include "model/cdr/checker.hpp"
#include "model/cdr/facts.hpp"
#include "model/cdr/meetings.hpp"

namespace curia::cdr {
namespace {

constexpr WallTime begin{1'574'870'400s};

// Feeds a recorder with everything that happens in a meeting, and a consumer with its records.
class Recorded : public testing::Test, public Observer {
 protected:
  Recorded() {
    meeting.registry.observe(*this);
    space =
        meeting.post(Kind::co_space,
                     {{"name", "Board"}, {"uri", "board"}, {"callId", "77"}, {"cdrTag", "sales"}});
  }

  void applied(std::span<const Event> events) override {
    std::vector<Happening> happenings;
    const WallTime wall = begin + (meeting.now - Instant{});
    for (const Event& event : events)
      if (auto happening = happening_of(meeting.registry, endpoints, event, meeting.now, wall))
        happenings.push_back(std::move(*happening));
    const std::size_t before = records.size();
    recorder.take(happenings, random, records);
    for (std::size_t i = before; i < records.size(); ++i) {
      const auto complaint = consumer.take(records[i]);
      EXPECT_EQ(complaint, "") << complaint;
    }
  }

  // "callStart callLegStart(call)": types, with the elements that say where a leg is.
  std::string told() {
    std::string text;
    for (const Record& record : std::exchange(records, {})) {
      text += (text.empty() ? "" : " ") + std::string(name_of(record.type));
      std::string marks;
      for (const Element& element : record.elements) {
        const bool is_mark = element.name == "call" || element.name == "ivr";
        const bool is_value = element.name == "state" || element.name == "deactivated" ||
                              element.name == "reason" || element.name == "ownerId";
        if (is_mark && name_of(record.type).starts_with("callLeg"))
          marks += (marks.empty() ? "" : ",") + element.name;
        if (is_value) marks += (marks.empty() ? "" : ",") + element.name + "=" + element.text;
      }
      if (!marks.empty()) text += "(" + marks + ")";
    }
    return text;
  }
  void set_state(const Guid& leg, CallLegState state) {
    meeting.act([&](Change& change) { change.modify(meeting.leg(leg)).state = state; });
  }
  const Record& last(RecordType type) {
    const auto found = std::find_if(records.rbegin(), records.rend(),
                                    [&](const Record& record) { return record.type == type; });
    EXPECT_NE(found, records.rend());
    return *found;
  }

  call::Meeting meeting;
  SeededRandom random;
  Recorder recorder;
  EndpointBook endpoints;
  std::vector<Record> records;
  Meetings consumer;
  Guid space;
};

TEST_F(Recorded, SomebodyWhoDialsInStartsTheCallAndEndsIt) {
  const Guid ann = meeting.join("board");
  EXPECT_EQ(records.front().elements.front(), (Element{"name", "Board"}));
  EXPECT_EQ(*records.front().find("callType"), "coSpace");
  EXPECT_EQ(*records.front().find("cdrTag"), "sales");
  EXPECT_EQ(*records.front().find("coSpace"), to_string(space));
  EXPECT_EQ(records[1].id, ann);
  EXPECT_EQ(*records[1].find("remoteParty"), "guest");
  EXPECT_EQ(*records[1].find("direction"), "incoming");
  EXPECT_EQ(told(),
            "callStart callLegStart(call) callLegUpdate(state=connected,call,deactivated=false)");
  meeting.pass(90s);
  meeting.leave(ann);
  EXPECT_EQ(*last(RecordType::call_leg_end).find("durationSeconds"), "90");
  EXPECT_EQ(*last(RecordType::call_leg_end).find("activatedDuration"), "90");
  EXPECT_EQ(*last(RecordType::call_leg_end).find("remoteTeardown"), "true");
  EXPECT_EQ(*last(RecordType::call_end).find("callLegsCompleted"), "1");
  EXPECT_EQ(*last(RecordType::call_end).find("durationSeconds"), "90");
  EXPECT_EQ(told(), "callLegEnd(reason=remoteTeardown) callEnd");
  EXPECT_EQ(recorder.open_calls() + recorder.open_legs(), 0u);
  EXPECT_TRUE(consumer.empty());
}

TEST_F(Recorded, AMenuComesBeforeTheCall) {
  meeting.post(Kind::ivr, {{"uri", "welcome"}});
  const Guid leg = meeting.join("welcome");
  EXPECT_EQ(told(), "callLegStart(ivr) callLegUpdate(state=connected,ivr)");
  meeting.act([&](Change& change) {
    EXPECT_TRUE(call::enter_call_id(change, meeting.leg(leg), "77").has_value());
  });
  EXPECT_EQ(told(), "callStart callLegUpdate(call,deactivated=false)");
  const Guid other = meeting.join("welcome");
  meeting.pass(limits::menu_timeout);
  EXPECT_FALSE(meeting.exists(other));
  EXPECT_EQ(told(),
            "callLegStart(ivr) callLegUpdate(state=connected,ivr) "
            "callLegEnd(reason=ivrTimeout)");
}

TEST_F(Recorded, TheLobbyIsToldWhenSomebodyWaitsAndIsLetIn) {
  const Guid guests = meeting.post(Kind::call_leg_profile, {{"needsActivation", "true"}});
  meeting.put(Kind::co_space, space, {{"callLegProfile", to_string(guests)}});
  const Guid guest = meeting.join("board");
  EXPECT_EQ(told(),
            "callStart callLegStart(call) callLegUpdate(state=connected,call,deactivated=true)");
  meeting.pass(30s);
  meeting.put(Kind::participant, meeting.leg(guest).participant, {{"deactivated", "false"}});
  EXPECT_EQ(told(), "callLegUpdate(deactivated=false)");
  meeting.pass(45s);
  meeting.leave(guest);
  EXPECT_EQ(*last(RecordType::call_leg_end).find("durationSeconds"), "75");
  EXPECT_EQ(*last(RecordType::call_leg_end).find("activatedDuration"), "45");
}

TEST_F(Recorded, WhoIsDialledAndNeverAnswersHasNoUpdate) {
  const Guid call = meeting.post(Kind::call, {{"coSpace", to_string(space)}});
  meeting.act([&](Change& change) {
    const auto made =
        create_object(change, spec_of(Kind::call_leg), {}, {{"remoteParty", "bob@example.com"}},
                      {&field_of(Kind::call_leg, "call"), call});
    ASSERT_TRUE(made.has_value());
  });
  EXPECT_EQ(*last(RecordType::call_leg_start).find("direction"), "outgoing");
  meeting.pass(limits::ringing_timeout);
  EXPECT_EQ(*last(RecordType::call_leg_end).find("durationSeconds"), "0");
  EXPECT_EQ(told(), "callStart callLegStart(call) callLegEnd(reason=ringingTimeout)");
}

TEST_F(Recorded, AChangedOwnerIsAnUpdate) {
  const Guid ann = meeting.join("board");
  told();
  meeting.put(Kind::call_leg, ann, {{"ownerId", "desk 7"}});
  EXPECT_EQ(told(), "callLegUpdate(ownerId=desk 7)");
  meeting.put(Kind::call_leg, ann, {{"rxAudioMute", "true"}});
  EXPECT_EQ(told(), "");
  meeting.leave(ann);
  EXPECT_EQ(*last(RecordType::call_leg_end).find("ownerId"), "desk 7");
}

TEST_F(Recorded, HoldingAndResumingAreNoRecords) {
  const Guid ann = meeting.join("board");
  told();
  set_state(ann, CallLegState::on_hold);
  set_state(ann, CallLegState::connected);
  EXPECT_EQ(told(), "");
}

TEST_F(Recorded, RecordingsEndBeforeTheirCall) {
  const Guid ann = meeting.join("board");
  const auto record = [&](Flag on) {
    meeting.act([&](Change& change) { change.modify(meeting.call_of(ann)).recording_status = on; });
  };
  told();
  record(Flag::yes);
  EXPECT_EQ(*records.front().find("call"), to_string(meeting.call_of(ann).id));
  const Guid first = records.front().id;
  record(Flag::no);
  EXPECT_EQ(records.back().id, first);
  record(Flag::yes);
  EXPECT_NE(records.back().id, first);
  EXPECT_EQ(told(), "recordingStart recordingEnd recordingStart");
  meeting.act([&](Change& change) {
    auto& call = change.modify(meeting.call_of(ann));
    call.streaming_status = call.endpoint_recording = Flag::yes;
  });
  meeting.leave(ann);
  EXPECT_EQ(*last(RecordType::call_end).find("endpointRecorded"), "true");
  EXPECT_EQ(told(),
            "streamingStart callLegEnd(reason=remoteTeardown) recordingEnd streamingEnd callEnd");
}

TEST_F(Recorded, AMovedLegCountsInBothCalls) {
  const Guid ann = meeting.join("board");
  const Guid bob = meeting.join("board");
  const Guid from = meeting.call_of(ann).id;
  const Guid other = meeting.post(Kind::call, {{"name", "Annex"}});
  told();
  meeting.act([&](Change& change) {
    change.modify(meeting.leg(bob)).call = other;
    change.modify(*meeting.registry.find<Participant>(meeting.leg(bob).participant)).call = other;
  });
  EXPECT_EQ(told(), "callLegUpdate(call,deactivated=false)");
  meeting.act([&](Change& change) {
    change.erase(*meeting.registry.find<Call>(from), call::reason::call_ended);
  });
  EXPECT_EQ(*last(RecordType::call_end).find("callLegsCompleted"), "2");
  EXPECT_EQ(*last(RecordType::call_end).find("callLegsMaxActive"), "2");
  EXPECT_EQ(told(), "callLegEnd(reason=callEnded) callEnd");
}

TEST_F(Recorded, MediaIsToldAsFarAsItIsKnown) {
  const Guid ann = meeting.join("board");
  auto facts = std::make_shared<EndpointFacts>();
  facts->remote_address = "192.0.2.9";
  facts->had_encrypted_media = true;
  facts->usage = MediaUsage{.main_video_viewer = 1000, .presentation_viewer = 5};
  facts->alarms = {{"packetLoss", 125}};
  facts->rx_audio = StreamFacts{.codec = "opus", .packets = PacketStatistics{251, 1205, 0, 7}};
  facts->tx_video = StreamFacts{.codec = "h264", .max_width = 1280, .max_height = 720};
  told();
  endpoints[ann] = facts;
  meeting.act([&](Change& change) { change.modify(meeting.leg(ann)); });
  EXPECT_EQ(*records.front().find("remoteAddress"), "192.0.2.9");
  meeting.leave(ann);
  const Record& end = last(RecordType::call_leg_end);
  const auto element = [&](std::string_view name) {
    return *std::ranges::find(end.elements, name, &Element::name);
  };
  EXPECT_EQ(*end.find("encryptedMedia"), "true");
  EXPECT_EQ(end.find("unencryptedMedia"), nullptr);
  EXPECT_EQ(element("mediaUsagePercentages").children.front().text, "100.0");
  EXPECT_EQ(element("mediaUsagePercentages").children[2].text, "0.5");
  EXPECT_EQ(element("alarm").attributes.back().second, "12.5");
  const Element bursts = element("rxAudio").children[1].children[0];
  EXPECT_EQ(bursts.children[0], (Element{"duration", "0.251"}));
  EXPECT_EQ(bursts.children[1], (Element{"density", "12.05"}));
  EXPECT_EQ(element("txVideo").children[1], (Element{"maxSizeWidth", "1280"}));
  EXPECT_EQ(end.find("rxVideo"), nullptr);
}

TEST_F(Recorded, WhatOnlyTheFarEndKnowsIsTold) {
  const Guid ann = meeting.join("board");
  const Guid moved = new_guid(random);
  const Guid bridge = new_guid(random);
  endpoints[ann] =
      std::make_shared<EndpointFacts>(EndpointFacts{.sub_type = "lync",
                                                    .lync_sub_type = "applicationSharing",
                                                    .replaces_sip_call_id = "41@192.0.2.9",
                                                    .moved_call_leg = moved,
                                                    .moved_call_leg_call_bridge = bridge,
                                                    .max_screens = 2});
  const LegFacts facts = facts_of(meeting.registry, meeting.leg(ann), endpoints);
  const auto has = [&](std::string_view name, const std::string& text) {
    return std::ranges::find(facts.start, Element{std::string(name), text}) != facts.start.end();
  };
  EXPECT_TRUE(has("subType", "lync"));
  EXPECT_TRUE(has("lyncSubType", "applicationSharing"));
  EXPECT_TRUE(has("replacesSipCallId", "41@192.0.2.9"));
  EXPECT_TRUE(has("movedCallLeg", to_string(moved)));
  EXPECT_TRUE(has("movedCallLegCallBridge", to_string(bridge)));
  EXPECT_TRUE(has("localAddress", "board"));
  meeting.act([&](Change& change) { change.modify(meeting.leg(ann)); });
  meeting.leave(ann);
  EXPECT_EQ(*last(RecordType::call_leg_end).find("maxScreens"), "2");
}

TEST_F(Recorded, WhatWasOpenAtACrashIsClosedWithItsNumbers) {
  const Guid ann = meeting.join("board");
  meeting.join("board");
  meeting.pass(60s);
  const auto kept = Meetings::decode(consumer.encode());
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(*kept, consumer);
  const auto endings = kept->endings(begin + 70s, "error");
  ASSERT_EQ(endings.size(), 3u);
  EXPECT_EQ(*endings[0].find("durationSeconds"), "70");
  EXPECT_EQ(*endings[2].find("callLegsCompleted"), "2");
  Meetings after = *kept;
  for (const Record& record : endings) EXPECT_EQ(after.take(record), "");
  EXPECT_TRUE(after.empty());
  EXPECT_TRUE(meeting.exists(ann));
}

TEST_F(Recorded, RandomHistoriesReplayToTheSameMeetings) {
  meeting.post(Kind::ivr, {{"uri", "welcome"}});
  const Guid guests = meeting.post(Kind::call_leg_profile,
                                   {{"needsActivation", "true"}, {"maxCallDurationTime", "600"}});
  for (const char* name : {"alpha", "beta", "gamma"})
    meeting.post(Kind::co_space, {{"uri", name},
                                  {"callId", std::to_string(name[0])},
                                  {"callLegProfile", to_string(guests)}});
  Prng chance(7, "histories");
  const auto any_leg = [&]() -> Guid {
    const Table& legs = meeting.registry.table(Kind::call_leg);
    if (legs.size() == 0) return {};
    return legs.at(*legs.all().nth(chance.below(legs.size()))).id;
  };
  for (int step = 0; step < 2000; ++step) {
    const char* names[] = {"alpha", "beta", "gamma", "board", "welcome"};
    const std::uint64_t what = chance.below(8);
    if (what < 3) meeting.join(names[chance.below(5)]);
    const Guid leg = any_leg();
    if (what == 3 && leg) meeting.leave(leg);
    if (what == 4 && leg && meeting.leg(leg).stage == CallLegStage::ivr)
      meeting.act([&](Change& change) {
        (void)call::enter_call_id(change, meeting.leg(leg),
                                  std::to_string("abgx"[chance.below(4)]));
      });
    if (what == 5 && leg)
      meeting.put(Kind::participant, meeting.leg(leg).participant,
                  {{"deactivated", chance.chance(1, 2) ? "true" : "false"}});
    if (what == 6) meeting.pass(std::chrono::seconds(chance.below(90)));
    if (what == 7 && leg && meeting.leg(leg).call && chance.chance(1, 4))
      meeting.act(
          [&](Change& change) { change.erase(meeting.call_of(leg), call::reason::api_teardown); });
    ASSERT_EQ(consumer.legs().size(), meeting.registry.table(Kind::call_leg).size());
    ASSERT_EQ(consumer.calls().size(), meeting.registry.table(Kind::call).size());
    for (const auto& [id, told] : consumer.legs()) {
      ASSERT_TRUE(meeting.exists(id));
      ASSERT_EQ(told.call, meeting.leg(id).call);
      ASSERT_EQ(told.active_since.has_value(), meeting.is_inside(id));
    }
  }
  EXPECT_GT(records.size(), 1000u);
  for (const Record& record : records) {
    const auto again = decode(encode(record));
    ASSERT_TRUE(again.has_value());
    ASSERT_EQ(*again, record);
    ASSERT_FALSE(decode(encode(record).substr(0, encode(record).size() - 1)).has_value());
  }
}

}  // namespace
}  // namespace curia::cdr

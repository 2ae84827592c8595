// What a server tells is what happened; and it is named when a record or an event is missing.
#include "sim/checks/listener.hpp"

#include "model/call/testing/meeting.hpp"
#include "sim/world/world.hpp"

namespace curia::checks {
namespace {

// Records of the meeting as a receiver gets them, one of which can be lost on the way.
class RecordsOf final : public Observer {
 public:
  explicit RecordsOf(call::Meeting& meeting) : meeting_(meeting) {
    meeting.registry.observe(*this);
  }
  void applied(std::span<const Event> events) override {
    std::vector<cdr::Happening> happenings;
    for (const Event& event : events)
      if (auto one = cdr::happening_of(meeting_.registry, {}, event, meeting_.now, {}))
        happenings.push_back(std::move(*one));
    std::vector<cdr::Record> records;
    recorder_.take(happenings, random_, records);
    for (cdr::Record& record : records) {
      if (record.type == lost) continue;
      complaint += checker.take({.session = {},
                                 .record_index = ++count_,
                                 .correlator_index = count_ - 1,
                                 .missing = 0,
                                 .record = std::move(record)});
    }
  }

  cdr::Checker checker;
  std::string complaint;
  std::optional<cdr::RecordType> lost;

 private:
  call::Meeting& meeting_;
  cdr::Recorder recorder_;
  SeededRandom random_;
  std::uint64_t count_ = 0;
};

class ListenerTest : public ::testing::Test {
 protected:
  ListenerTest() { meeting.post(Kind::co_space, {{"name", "Board"}, {"uri", "board"}}); }
  std::string broken() const {
    const auto wrong = records_differ(records.checker, meeting.registry);
    return wrong ? wrong->objects : "";
  }
  call::Meeting meeting;
  RecordsOf records{meeting};
};

TEST_F(ListenerTest, EveryStartHasAnEnd) {
  const Guid ann = meeting.join("board");
  EXPECT_EQ(broken(), "");
  meeting.leave(ann);
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(records.complaint, "");
}

TEST_F(ListenerTest, AnEndIsMissing) {
  const Guid ann = meeting.join("board");
  records.lost = cdr::RecordType::call_leg_end;
  meeting.leave(ann);
  EXPECT_EQ(broken(), "leg " + to_string(ann) + " is gone, and no record says so");
}

TEST_F(ListenerTest, AStartIsMissing) {
  records.lost = cdr::RecordType::call_leg_start;
  const Guid ann = meeting.join("board");
  EXPECT_EQ(broken(), "leg " + to_string(ann) + " is there, and no record says so");
}

TEST_F(ListenerTest, AnEndComesTwice) {
  const Guid ann = meeting.join("board");
  const cdr::Record end{cdr::RecordType::call_leg_end, ann, {}, {}};
  const std::uint64_t next = records.checker.records().size() + 1;
  const auto take = [&](std::uint64_t index) {
    return records.checker.take({{}, index, index - 1, 0, end});
  };
  (void)take(next);
  EXPECT_NE(take(next + 1).find("has ended"), std::string::npos);
}

// Real events of a meeting; what they are not told of is done to the tables behind their back.
class EventListenerTest : public ::testing::Test {
 protected:
  EventListenerTest() { meeting.post(Kind::co_space, {{"name", "Board"}, {"uri", "board"}}); }
  std::string broken(const std::set<Guid>& changed) {
    const auto wrong = listener.look(meeting.now, changed);
    if (!wrong) return "";
    EXPECT_EQ(wrong->invariant, "the sum of the events is what there is");
    return wrong->objects;
  }
  std::set<Guid> concerned(const Guid& leg) const { return {leg, meeting.leg(leg).call}; }
  void rename(const Guid& leg, const std::string& name) {
    Table& people = meeting.registry.table(Kind::participant);
    auto& person = static_cast<Participant&>(*people.find(meeting.leg(leg).participant));
    Participant after = person;
    after.name = name;
    people.update(person, after);
  }
  std::string person(const Guid& leg) const { return to_string(meeting.leg(leg).participant); }

  sim::World world{1};
  Env env = world.add_host("server", {"10.0.0.1"}).env();
  call::Meeting meeting;
  events::Events events{env, meeting.registry};
  EventListener listener{meeting.registry, events};
};

TEST_F(EventListenerTest, WhatIsToldIsWhatThereIs) {
  const Guid ann = meeting.join("board");
  const Guid call = meeting.leg(ann).call;
  EXPECT_EQ(broken(concerned(ann)), "");  // nothing is told yet, and that is no fault
  world.run_for(1ms);
  EXPECT_EQ(broken({}), "");
  meeting.leave(ann);
  world.run_for(1ms);
  EXPECT_EQ(broken({ann, call}), "");
}

// No message comes, now or later.
TEST_F(EventListenerTest, TheLastUpdateIsMissing) {
  const Guid ann = meeting.join("board");
  world.run_for(1ms);
  EXPECT_EQ(broken(concerned(ann)), "");
  rename(ann, "Ann");
  EXPECT_EQ(broken({ann}), person(ann) + ": name is \"Ann\", told was \"guest\"");
}

TEST_F(EventListenerTest, TheLastEndIsMissing) {
  const Guid ann = meeting.join("board");
  const Guid call = meeting.leg(ann).call;
  world.run_for(1ms);
  EXPECT_EQ(broken(concerned(ann)), "");
  Table& calls = meeting.registry.table(Kind::call);
  calls.erase(*calls.find(call));
  EXPECT_EQ(broken({call}), "calls: " + to_string(call) + " is gone, which was not told");
}

TEST_F(EventListenerTest, SomebodyWhoLeftIsStillOnTheRoster) {
  const Guid ann = meeting.join("board");
  const Guid ben = meeting.join("board");
  world.run_for(1ms);
  EXPECT_EQ(broken(concerned(ann)), "");
  Table& people = meeting.registry.table(Kind::participant);
  people.erase(*people.find(meeting.leg(ben).participant));
  EXPECT_EQ(broken(concerned(ann)),
            to_string(meeting.leg(ann).call) + ": participants is 1, told was 2");
}

// Whoever did not change himself has his turn, however many there are.
TEST_F(EventListenerTest, AnybodyInALargeCall) {
  std::vector<Guid> legs;
  for (int i = 0; i < 150; ++i) legs.push_back(meeting.join("board"));
  world.run_for(1ms);
  EXPECT_EQ(broken({meeting.leg(legs[0]).call}), "");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(broken({}), "");
  rename(legs[140], "Ann");
  EXPECT_EQ(broken({}), "");  // nothing has changed that anybody could know of
  EXPECT_EQ(broken({meeting.leg(legs[0]).call}), "");
  std::string found;
  for (int i = 0; i < 2 && found.empty(); ++i) found = broken({});
  EXPECT_EQ(found, person(legs[140]) + ": name is \"Ann\", told was \"guest\"");
}

}  // namespace
}  // namespace curia::checks

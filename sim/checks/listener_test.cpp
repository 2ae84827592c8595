// What a server tells is what happened; and it is named when a record or an event is missing.
#include "sim/checks/listener.hpp"

#include "model/call/testing/meeting.hpp"

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

// An Ear that was not told of something: the roster that it adds up is another one.
TEST(Listener, NamesTheSumOfTheEvents) {
  EXPECT_FALSE(events_differ({}));
  const auto wrong = events_differ({"ann was never told"});
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->invariant, "the sum of the events is what there is");
}

}  // namespace
}  // namespace curia::checks

#include "impl/store/group_commit.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "impl/store/step_work.hpp"
#include "sim/world/disk.hpp"

namespace curia::store {
namespace {

class GroupCommitTest : public ::testing::Test {
 protected:
  void SetUp() override { open(); }

  void open() {
    auto engine = SqliteEngine::open({"/curia.db", disk_.vfs_name()});
    ASSERT_TRUE(engine.has_value()) << engine.error().message;
    store_.emplace(work_, std::move(*engine));
  }

  void commit(std::uint64_t ordinal, std::string value = "value") {
    store_->commit({{ordinal, "coSpace", std::move(value)}}, [this, ordinal](Result<> outcome) {
      answers_.emplace_back(ordinal, outcome ? "ok" : std::string(name_of(outcome.error().code)));
    });
  }

  std::vector<std::uint64_t> stored() {
    std::vector<std::uint64_t> ordinals;
    store_->load(0, 1'000'000, [&](Result<std::vector<StoreRow>> rows) {
      ASSERT_TRUE(rows.has_value());
      for (const StoreRow& row : *rows) ordinals.push_back(row.ordinal);
    });
    work_.drain();
    return ordinals;
  }

  using Answers = std::vector<std::pair<std::uint64_t, std::string>>;
  sim::SimDisk disk_{1};
  StepWork work_;
  std::optional<GroupCommit> store_;
  Answers answers_;
};

TEST_F(GroupCommitTest, AnswersInALaterEvent) {
  commit(1);
  EXPECT_TRUE(answers_.empty());
  work_.step();
  EXPECT_TRUE(answers_.empty());
  work_.step();
  EXPECT_EQ(answers_, (Answers{{1, "ok"}}));
}

TEST_F(GroupCommitTest, WhatComesDuringASyncSharesTheNext) {
  for (std::uint64_t i = 1; i <= 100; ++i) commit(i);
  const std::uint64_t syncs = disk_.counters().syncs;
  work_.drain();
  EXPECT_EQ(answers_.size(), 100u);
  EXPECT_EQ(store_->stats().groups, 2u);
  EXPECT_EQ(disk_.counters().syncs - syncs, 3u);  // the head of the log, and two groups
  for (std::uint64_t i = 0; i < 100; ++i) EXPECT_EQ(answers_[i].first, i + 1);
}

TEST_F(GroupCommitTest, AGroupHasALimit) {
  for (std::uint64_t i = 0; i <= limits::store_group_batches + 1; ++i) commit(i + 1);
  work_.drain();
  EXPECT_EQ(store_->stats().groups, 3u);
  EXPECT_EQ(store_->stats().waiting, 0u);
}

TEST_F(GroupCommitTest, AFailureFailsAllThatIsOutstanding) {
  commit(1);
  work_.drain();
  disk_.set_capacity(disk_.bytes_used());
  for (std::uint64_t i = 2; i <= 4; ++i) commit(i);  // 2 is in flight, 3 and 4 wait
  work_.drain();
  EXPECT_EQ(answers_, (Answers{{1, "ok"}, {2, "disk_full"}, {3, "disk_full"}, {4, "disk_full"}}));
  disk_.set_capacity(1 << 30);
  commit(5);
  work_.drain();
  EXPECT_EQ(answers_.back().second, "ok");
  EXPECT_EQ(stored(), (std::vector<std::uint64_t>{1, 5}));
}

TEST_F(GroupCommitTest, AFreshStartMayBeMadeFromInsideAFailure) {
  disk_.fail(sim::DiskFault::write_error);
  store_->commit({{1, "k", "v"}}, [&](Result<> outcome) {
    EXPECT_FALSE(outcome.has_value());
    commit(3);
  });
  commit(2);
  work_.drain();
  EXPECT_EQ(answers_, (Answers{{2, "io_error"}, {3, "ok"}}));
  EXPECT_EQ(stored(), (std::vector<std::uint64_t>{3}));
}

TEST_F(GroupCommitTest, TheWaitingRoomHasALimit) {
  const std::uint64_t limit = limits::store_batches_waiting;
  for (std::uint64_t i = 1; i <= limit + 1; ++i) commit(i);
  work_.step();
  work_.step();  // the first is answered: there is room, but what comes stands on the refused one
  commit(limit + 2);
  work_.drain();
  ASSERT_EQ(answers_.size(), limit + 2);
  EXPECT_EQ(answers_[limit - 1], (Answers::value_type{limit, "ok"}));
  EXPECT_EQ(answers_[limit], (Answers::value_type{limit + 1, "limit_reached"}));
  EXPECT_EQ(answers_[limit + 1], (Answers::value_type{limit + 2, "limit_reached"}));
  commit(limit + 3);
  work_.drain();
  EXPECT_EQ(answers_.back().second, "ok");
}

TEST_F(GroupCommitTest, CloseAnswersEverythingFirst) {
  for (std::uint64_t i = 1; i <= 3; ++i) commit(i);
  bool closed = false;
  store_->close([&](Result<> outcome) {
    EXPECT_TRUE(outcome.has_value());
    EXPECT_EQ(answers_.size(), 4u);
    closed = true;
  });
  commit(4);
  work_.drain();
  EXPECT_TRUE(closed);
  EXPECT_EQ(answers_.back(), (Answers::value_type{4, "cancelled"}));
  commit(5);
  EXPECT_EQ(answers_.size(), 4u);
  work_.drain();
  EXPECT_EQ(answers_.back(), (Answers::value_type{5, "cancelled"}));
  EXPECT_EQ(disk_.files(), std::vector<std::string>{"/curia.db"});
  open();
  EXPECT_EQ(stored(), (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST_F(GroupCommitTest, MayBeDestroyedAtAnyTime) {
  commit(1);
  commit(2);
  store_.reset();
  work_.drain();
  EXPECT_TRUE(answers_.empty());
  open();
  EXPECT_EQ(stored(), (std::vector<std::uint64_t>{1}));
}

TEST_F(GroupCommitTest, LoadComesInPagesAndInOrder) {
  for (std::uint64_t i = 50; i > 0; --i) commit(i * 2);
  work_.drain();
  std::vector<std::uint64_t> seen;
  std::uint64_t after = 0;
  for (bool more = true; more;) {
    store_->load(after, 7, [&](Result<std::vector<StoreRow>> rows) {
      more = !rows->empty();
      for (const StoreRow& row : *rows) seen.push_back(after = row.ordinal);
    });
    work_.drain();
  }
  ASSERT_EQ(seen.size(), 50u);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
}

}  // namespace
}  // namespace curia::store

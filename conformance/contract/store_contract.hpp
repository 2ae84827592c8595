// The contract of the port Store, for any store in any world. See world_under_test.hpp for the
// style; a store needs a little more than an Env: it is opened, it crashes, and it is opened again.
//
//   INSTANTIATE_TYPED_TEST_SUITE_P(Simulated, StoreContract, SimulatedStore);
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/env/store.hpp"

namespace curia::contract {

class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;
  virtual Store& store() = 0;  // open from the beginning
  // The server dies without a word and starts again: only what was acknowledged is sure.
  virtual void crash() = 0;
  // The server stops in order and starts again.
  virtual void restart() = 0;
  virtual bool run_until(const std::function<bool()>& predicate) = 0;
};

template <class Subject>
class StoreContract : public ::testing::Test {
 protected:
  using Objects = std::map<std::uint64_t, std::pair<std::string, std::string>>;

  Result<> commit(Batch batch) {
    std::optional<Result<>> answer;
    subject_.store().commit(std::move(batch), [&](Result<> got) { answer = std::move(got); });
    EXPECT_FALSE(answer.has_value()) << "an answer is a later event";
    EXPECT_TRUE(subject_.run_until([&] { return answer.has_value(); }));
    return answer.value_or(fail(Errc::timed_out, "no answer"));
  }

  std::vector<StoreRow> page(std::uint64_t after, std::size_t limit) {
    std::optional<Result<std::vector<StoreRow>>> answer;
    subject_.store().load(after, limit, [&](auto got) { answer = std::move(got); });
    EXPECT_FALSE(answer.has_value()) << "an answer is a later event";
    EXPECT_TRUE(subject_.run_until([&] { return answer.has_value(); }));
    EXPECT_TRUE(answer && answer->has_value());
    return answer && *answer ? std::move(**answer) : std::vector<StoreRow>();
  }

  Objects everything() {
    Objects objects;
    for (StoreRow& row : page(0, 1'000'000)) objects[row.ordinal] = {row.kind, row.value};
    return objects;
  }

  Subject subject_;
};

TYPED_TEST_SUITE_P(StoreContract);

TYPED_TEST_P(StoreContract, GivesBackWhatItTook) {
  const std::string bytes("\0\xff\r\n", 4);
  ASSERT_TRUE(this->commit({{5, "coSpace", bytes}, {2, "user", ""}}).has_value());
  ASSERT_TRUE(this->commit({{5, "coSpace", "new"}, {9, "tenant", bytes}}).has_value());
  ASSERT_TRUE(this->commit({{2, "user", {}}}).has_value());
  EXPECT_EQ(this->everything(),
            (typename TestFixture::Objects{{5, {"coSpace", "new"}}, {9, {"tenant", bytes}}}));
}

TYPED_TEST_P(StoreContract, LoadsInCreationOrderAPageAtATime) {
  Batch batch;
  for (std::uint64_t i = 30; i > 0; --i) batch.push_back({i * 3, "k", std::to_string(i)});
  ASSERT_TRUE(this->commit(std::move(batch)).has_value());
  std::uint64_t after = 0;
  std::size_t seen = 0;
  for (auto rows = this->page(0, 7); !rows.empty(); rows = this->page(after, 7)) {
    EXPECT_LE(rows.size(), 7u);
    for (const StoreRow& row : rows) {
      EXPECT_GT(row.ordinal, after);
      after = row.ordinal;
      ++seen;
    }
  }
  EXPECT_EQ(seen, 30u);
}

TYPED_TEST_P(StoreContract, AnswersInOrder) {
  std::vector<std::uint64_t> answered;
  for (std::uint64_t i = 1; i <= 500; ++i)
    this->subject_.store().commit({{1, "k", std::to_string(i)}}, [&answered, i](Result<> outcome) {
      EXPECT_TRUE(outcome.has_value());
      answered.push_back(i);
    });
  ASSERT_TRUE(this->subject_.run_until([&] { return answered.size() == 500; }));
  for (std::uint64_t i = 0; i < 500; ++i) ASSERT_EQ(answered[i], i + 1);
  EXPECT_EQ(this->everything()[1].second, "500");
}

TYPED_TEST_P(StoreContract, AcknowledgedSurvivesACrash) {
  for (std::uint64_t round = 1; round <= 5; ++round) {
    ASSERT_TRUE(this->commit({{round, "k", "a"}, {100 + round, "k", "b"}}).has_value());
    // Given, but not acknowledged: whole or absent afterwards.
    this->subject_.store().commit({{200 + round, "k", "c"}, {300 + round, "k", "d"}},
                                  [](Result<>) {});
    this->subject_.crash();
    const auto objects = this->everything();
    for (std::uint64_t i = 1; i <= round; ++i) {
      EXPECT_TRUE(objects.contains(i) && objects.contains(100 + i));
      EXPECT_EQ(objects.contains(200 + i), objects.contains(300 + i));
    }
  }
}

TYPED_TEST_P(StoreContract, SurvivesARestart) {
  ASSERT_TRUE(this->commit({{1, "k", "v"}}).has_value());
  const auto before = this->everything();
  this->subject_.restart();
  EXPECT_EQ(this->everything(), before);
  EXPECT_TRUE(this->commit({{2, "k", "w"}}).has_value());
}

REGISTER_TYPED_TEST_SUITE_P(StoreContract, GivesBackWhatItTook, LoadsInCreationOrderAPageAtATime,
                            AnswersInOrder, AcknowledgedSurvivesACrash, SurvivesARestart);

}  // namespace curia::contract

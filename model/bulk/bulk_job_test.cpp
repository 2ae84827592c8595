#include "model/bulk/bulk_job.hpp"

#include <gtest/gtest.h>

#include "model/bulk/index_mapping.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space.hpp"
#include "model/registry/registry.hpp"
#include "model/registry/testing/seeded_random.hpp"
#include "model/registry/testing/waiting_store.hpp"
#include "model/rules/rules.hpp"

namespace curia {
namespace {

class BulkJobTest : public testing::Test {
 protected:
  BulkJobTest() {
    registry.loaded([](Result<>) {});
    store.acknowledge_all();
  }

  Guid post(Kind kind, const Form& form) {
    Change change(registry, random);
    const auto made = create_object(change, spec_of(kind), {}, form);
    EXPECT_TRUE(made) << (made ? "" : made.error().front().reason);
    const Guid id = made ? (*made)->id : Guid{};
    apply(std::move(change));
    return id;
  }
  Guid set(int first, int last, const std::string& more = "") {
    Form form = {{"startIndex", std::to_string(first)},
                 {"endIndex", std::to_string(last)},
                 {"coSpaceUriMapping", "room-$index$"},
                 {"coSpaceNameMapping", "Room $index$" + more}};
    return post(Kind::co_space_bulk_parameter_set, form);
  }
  Guid sync(const Guid& of, bool remove_all = false) {
    return post(Kind::co_space_bulk_sync, {{"cospaceBulkParameterSet", to_string(of)},
                                           {"removeAll", remove_all ? "true" : "false"}});
  }
  void erase(Kind kind, const Guid& id) {
    Change change(registry, random);
    EXPECT_TRUE(erase_object(change, *registry.find(kind, id)));
    apply(std::move(change));
  }
  void apply(Change change) {
    registry.apply(std::move(change), [](Result<> stored) { EXPECT_TRUE(stored); });
    store.acknowledge_all();
  }
  bool step(BulkJob& job) {
    Change change(registry, random);
    job.step(change);
    if (!change.empty()) apply(std::move(change));
    return !job.is_over();
  }
  BulkSyncStatus run(const Guid& id) {
    BulkJob job(id);
    while (step(job)) {
    }
    return job.outcome();
  }
  std::size_t spaces() const { return registry.table(Kind::co_space).size(); }

  SeededRandom random;
  WaitingStore store;
  Registry registry{store, random};
};

TEST(IndexMappingTest, PutsTheNumberInAndTakesEscapesOff) {
  EXPECT_EQ(map_index("room-$index$", 17), "room-17");
  EXPECT_EQ(map_index("$index$", 0), "0");
  EXPECT_EQ(map_index("no number", 5), "no number");
  EXPECT_EQ(map_index(R"(a\\b\$index\$$index$)", 5), R"(a\b$index$5)");
  EXPECT_EQ(map_index("", 5), "");
}

TEST_F(BulkJobTest, MakesASeriesAndMakesItAgain) {
  const Guid of = set(1, 120);
  EXPECT_EQ(run(sync(of)), BulkSyncStatus::complete);
  EXPECT_EQ(spaces(), 120u);
  const auto found = registry.holders(Index::uri, "room-77");
  ASSERT_EQ(found.size(), 1u);
  const auto& space = static_cast<const CoSpace&>(*found.front());
  EXPECT_EQ(space.name, "Room 77");
  EXPECT_EQ(space.auto_generated, Flag::yes);
  EXPECT_EQ(space.bulk_parameter_set, of);
  BulkJob again(sync(of));
  while (step(again)) {
  }
  EXPECT_EQ(again.removed(), 120u);
  EXPECT_EQ(again.made(), 120u);
  EXPECT_EQ(again.slices(), 6u);  // 50 + 50 + 20, twice
  EXPECT_EQ(spaces(), 120u);
  EXPECT_EQ(run(sync(of, true)), BulkSyncStatus::complete);
  EXPECT_EQ(spaces(), 0u);
}

TEST_F(BulkJobTest, AConflictLeavesNothingBehind) {
  const Guid other = post(Kind::co_space, {{"uri", "room-110"}, {"callId", "77"}});
  const Guid of = set(1, 120);
  EXPECT_EQ(run(sync(of)), BulkSyncStatus::failed_co_space_uri_conflict);
  EXPECT_EQ(spaces(), 1u);
  EXPECT_NE(registry.find<CoSpace>(other), nullptr);
  const Guid numbers =
      post(Kind::co_space_bulk_parameter_set,
           {{"startIndex", "1"}, {"endIndex", "100"}, {"coSpaceCallIdMapping", "$index$"}});
  EXPECT_EQ(run(sync(numbers)), BulkSyncStatus::failed_call_id_conflict);
  const Guid same = post(Kind::co_space_bulk_parameter_set,
                         {{"startIndex", "1"}, {"endIndex", "2"}, {"coSpaceUriMapping", "same"}});
  EXPECT_EQ(run(sync(same)), BulkSyncStatus::failed_co_space_uri_conflict);
  const Guid letters =
      post(Kind::co_space_bulk_parameter_set,
           {{"startIndex", "1"}, {"endIndex", "2"}, {"coSpaceCallIdMapping", "no$index$"}});
  EXPECT_EQ(run(sync(letters)), BulkSyncStatus::failed);
  EXPECT_EQ(spaces(), 1u);
}

TEST_F(BulkJobTest, RangesAreCheckedBeforeAnythingGoes) {
  const Guid of = set(1, 3);
  EXPECT_EQ(run(sync(of)), BulkSyncStatus::complete);
  const auto put = [&](const Form& form) {
    Change change(registry, random);
    const Object& object = *registry.find(Kind::co_space_bulk_parameter_set, of);
    EXPECT_TRUE(modify_object(change, object, form));
    apply(std::move(change));
  };
  put({{"startIndex", "4"}});
  EXPECT_EQ(run(sync(of)), BulkSyncStatus::failed_index_range_invalid);
  put({{"endIndex", std::to_string(4 + limits::bulk_index_range)}});
  EXPECT_EQ(run(sync(of)), BulkSyncStatus::failed_index_range_too_great);
  EXPECT_EQ(spaces(), 3u);
  EXPECT_EQ(run(sync(post(Kind::co_space_bulk_parameter_set, {}))),
            BulkSyncStatus::failed_index_range_invalid);
}

TEST_F(BulkJobTest, CancellingTakesWhatWasMade) {
  const Guid of = set(1, 120);
  const Guid id = sync(of);
  BulkJob job(id);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(step(job));
  EXPECT_EQ(spaces(), 100u);
  erase(Kind::co_space_bulk_sync, id);
  EXPECT_EQ(spaces(), 0u);
  EXPECT_FALSE(step(job));
  EXPECT_EQ(job.outcome(), BulkSyncStatus::unset);
  EXPECT_EQ(spaces(), 0u);
}

TEST_F(BulkJobTest, BeganAgainItEndsTheSame) {
  const Guid of = set(1, 120);
  const Guid id = sync(of);
  for (int steps = 1; steps < 6; ++steps) {
    BulkJob cut(id);
    for (int i = 0; i < steps && step(cut); ++i) {
    }
    if (cut.is_over()) break;
    EXPECT_LE(spaces(), 120u);
  }
  EXPECT_EQ(run(id), BulkSyncStatus::complete);
  EXPECT_EQ(spaces(), 120u);
}

TEST_F(BulkJobTest, WithoutItsSetAJobFailsAndTheSpacesStay) {
  const Guid of = set(1, 120);
  const Guid id = sync(of);
  BulkJob job(id);
  for (int i = 0; i < 2; ++i) step(job);
  erase(Kind::co_space_bulk_parameter_set, of);
  EXPECT_FALSE(step(job));
  EXPECT_EQ(job.outcome(), BulkSyncStatus::failed_no_such_parameter_set);
  EXPECT_EQ(spaces(), 50u);
}

// A test that never ends means that each question looks at all steps.
TEST_F(BulkJobTest, AGreatChangeIsNotQuadratic) {
  const Guid tenant = post(Kind::tenant, {{"name", "Acme"}});
  Change change(registry, random);
  for (int i = 0; i < 20000; ++i) {
    const std::string number = std::to_string(i);
    ASSERT_TRUE(
        create_object(change, spec_of(Kind::co_space), {},
                      {{"uri", "u" + number}, {"callId", number}, {"tenant", to_string(tenant)}}));
    change.settle();
  }
  EXPECT_FALSE(create_object(change, spec_of(Kind::co_space), {},
                             {{"uri", "u7"}, {"tenant", to_string(tenant)}}));
  EXPECT_EQ(change.holders(Index::uri, "u123").size(), 1u);
}

}  // namespace
}  // namespace curia

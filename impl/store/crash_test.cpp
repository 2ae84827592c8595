// Crash runs: random batches through GroupCommit on the simulated disk, the power cut at a random
// change (within a group, a checkpoint, a migration, the making of the file or a recovery), and
// after each restart every acknowledged batch is there and the rest is a prefix of whole batches.
//
// CURIA_STORE_SEEDS=20000 runs more seeds than the default; CURIA_STORE_SEED=N runs only seed N.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>

#include "impl/store/group_commit.hpp"
#include "impl/store/schema.hpp"
#include "impl/store/step_work.hpp"
#include "model/base/reached.hpp"
#include "model/base/testing/asked.hpp"
#include "sim/world/disk.hpp"

namespace curia::store {
namespace {

using Objects = std::map<std::uint64_t, std::pair<std::string, std::string>>;
constexpr const char* path = "/curia.db";

void apply_to(Objects& objects, const Batch& batch) {
  for (const StoreWrite& write : batch)
    if (write.value)
      objects[write.ordinal] = {write.kind, *write.value};
    else
      objects.erase(write.ordinal);
}

class CrashRun {
 public:
  explicit CrashRun(std::uint64_t seed)
      : chance_(seed, "crash_run"), disk_(seed, disk_options(chance_)) {}

  void run() {
    if (chance_.chance(1, 4)) make_old_file();
    const std::uint64_t lives = 1 + chance_.below(3);
    for (std::uint64_t life = 0; life < lives && !::testing::Test::HasFailure(); ++life) {
      if (chance_.chance(1, 3)) disk_.cut_after(1 + chance_.below(40));
      start();
      if (::testing::Test::HasFailure()) return;
      live();
    }
    if (!::testing::Test::HasFailure()) start();
  }

 private:
  static sim::DiskOptions disk_options(Prng& chance) {
    sim::DiskOptions options;
    options.sector_bytes = chance.chance(1, 2) ? 512 : 4096;
    return options;
  }

  std::string random_value() {
    static constexpr std::size_t sizes[] = {1, 40, 300, 300, 3000, 20000};
    std::string value(chance_.below(sizes[chance_.below(6)]), '\0');
    for (char& byte : value) byte = static_cast<char>(chance_.next());
    return value;
  }

  Batch random_batch() {
    Batch batch;
    for (std::uint64_t left = 1 + chance_.below(4); left > 0; --left) {
      StoreWrite write{1 + chance_.below(40), chance_.chance(1, 2) ? "coSpace" : "tenant", {}};
      if (!chance_.chance(1, 4)) write.value = random_value();
      batch.push_back(std::move(write));
    }
    return batch;
  }

  // Version 1, as the first program wrote it: with a log, and no checksums.
  void make_old_file() {
    Result<Connection> db = Connection::open(path, disk_.vfs_name(), true);
    ASSERT_TRUE(db.has_value());
    ASSERT_TRUE(db->run("PRAGMA locking_mode=EXCLUSIVE").has_value());
    ASSERT_TRUE(create_schema(*db, 1).has_value());
    ASSERT_TRUE(db->run("PRAGMA journal_mode=WAL").has_value());
    Statement put(db->get(), "INSERT INTO object(ordinal, kind, value) VALUES(?1, ?2, ?3)");
    for (std::uint64_t ordinal = 1 + chance_.below(3); ordinal < 30; ordinal += 3) {
      base_[ordinal] = {"user", random_value()};
      put.bind(1, static_cast<std::int64_t>(ordinal))
          .bind_text(2, "user")
          .bind_blob(3, base_[ordinal].second);
      ASSERT_EQ(put.step(), 101);  // SQLITE_DONE
      put.reset();
    }
  }

  // Opens until it works: the power may go again while the file is recovered.
  void start() {
    std::unique_ptr<SqliteEngine> engine;
    for (int cuts = 0; engine == nullptr; ++cuts) {
      EngineOptions options{path, disk_.vfs_name(), true, 1 + chance_.below(30)};
      Result<std::unique_ptr<SqliteEngine>> opened = SqliteEngine::open(options);
      if (disk_.powered()) {
        ASSERT_TRUE(opened.has_value()) << opened.error().message;
        engine = std::move(*opened);
        compare(*engine);
        if (disk_.powered()) break;
        engine = nullptr;
      }
      opened = fail(Errc::cancelled, "the power went");
      reached("crash.while_opening");
      disk_.power_cut();
      if (cuts < 3 && chance_.chance(1, 2)) disk_.cut_after(1 + chance_.below(25));
    }
    disk_.cut_after(0);
    store_.emplace(work_, std::move(engine));
  }

  // The file holds base_ plus the first k batches of log_, with every acknowledged one among them.
  void compare(SqliteEngine& engine) {
    Objects found;
    std::uint64_t after = 0;
    const std::size_t limit = 1 + chance_.below(20);
    for (;;) {
      Result<std::vector<StoreRow>> page = engine.load(after, limit);
      if (!page && !disk_.powered()) return;
      ASSERT_TRUE(page.has_value()) << page.error().message;
      if (page->empty()) break;
      for (StoreRow& row : *page) {
        ASSERT_GT(row.ordinal, after);
        after = row.ordinal;
        found[row.ordinal] = {std::move(row.kind), std::move(row.value)};
      }
    }
    Objects certain = base_;
    for (std::size_t k = 0; k < acknowledged_; ++k) apply_to(certain, log_[k]);
    log_.erase(log_.begin(), log_.begin() + static_cast<std::ptrdiff_t>(acknowledged_));
    failed_.push_back(std::move(log_));
    const bool is_prefix =
        found == certain || std::any_of(failed_.begin(), failed_.end(), [&](const auto& tail) {
          Objects expected = certain;
          return std::any_of(tail.begin(), tail.end(), [&](const Batch& batch) {
            apply_to(expected, batch);
            return found == expected;
          });
        });
    ASSERT_TRUE(is_prefix) << found.size() << " objects, " << certain.size() << " expected";
    if (found != certain) reached("crash.unacknowledged_survived");
    forget_past();
    base_ = std::move(found);
  }

  void forget_past() {
    log_.clear();
    failed_.clear();
    acknowledged_ = 0;
  }

  void commit() {
    Batch batch = random_batch();
    log_.push_back(batch);
    store_->commit(std::move(batch), [this](Result<> outcome) {
      if (outcome) {
        ++acknowledged_;
        failed_.clear();  // what failed before has been written over
        return;
      }
      // All that is outstanding fails at once. A restart may find it, until another commit
      // succeeds.
      if (log_.size() == acknowledged_) return;
      const auto first = log_.begin() + static_cast<std::ptrdiff_t>(acknowledged_);
      failed_.emplace_back(first, log_.end());
      log_.erase(first, log_.end());
    });
  }

  void arm_fault() {
    const std::uint64_t skip = chance_.below(60);
    switch (chance_.below(5)) {
      case 0:
        return disk_.fail(sim::DiskFault::write_error, skip, 1 + chance_.below(3));
      case 1:
        poisoned_ = true;
        return disk_.fail(sim::DiskFault::sync_error, skip / 4);
      case 2:
        return disk_.set_capacity(disk_.bytes_used() + chance_.below(100000));
      default:
        return;
    }
  }

  void live() {
    poisoned_ = false;
    arm_fault();
    if (chance_.chance(3, 4)) disk_.cut_after(1 + chance_.below(150));
    for (std::uint64_t left = chance_.below(120); left > 0 && disk_.powered(); --left) {
      if (chance_.chance(1, 2))
        commit();
      else
        work_.step();
      if (chance_.chance(1, 40)) disk_.set_capacity(std::uint64_t{1} << 40);
    }
    disk_.clear_faults();
    disk_.set_capacity(std::uint64_t{1} << 40);
    if (disk_.powered() && chance_.chance(1, 4)) end_well();
    work_.forget();
    store_.reset();
    disk_.power_cut();
  }

  void end_well() {
    bool closed = false;
    store_->close([&](Result<> outcome) { closed = outcome.has_value(); });
    while (disk_.powered() && work_.step()) {
    }
    if (!disk_.powered() || poisoned_) return;
    EXPECT_TRUE(closed);
    EXPECT_FALSE(disk_.content("/curia.db-wal").has_value());
    EXPECT_EQ(acknowledged_, log_.size());
  }

  Prng chance_;
  sim::SimDisk disk_;
  StepWork work_;
  std::optional<GroupCommit> store_;
  Objects base_;                            // what was certainly there when the server started
  std::vector<Batch> log_;                  // what was given since
  std::size_t acknowledged_ = 0;            // of log_, from its beginning
  std::vector<std::vector<Batch>> failed_;  // since the last acknowledgement
  bool poisoned_ = false;
};

TEST(StoreCrash, AcknowledgedBatchesSurviveAndTheRestIsAPrefix) {
  const std::int64_t only = asked_number("CURIA_STORE_SEED", 0);
  const std::int64_t first = only != 0 ? only : 1;
  const std::int64_t last = only != 0 ? only : asked_number("CURIA_STORE_SEEDS", 400);
  ReachedSet reached_marks;
  for (std::int64_t seed = first; seed <= last; ++seed) {
    SCOPED_TRACE("CURIA_STORE_SEED=" + std::to_string(seed));
    CrashRun(static_cast<std::uint64_t>(seed)).run();
    if (HasFailure()) return;
  }
  if (last - first < 300) return;
  for (const char* mark : {"crash.while_opening", "crash.unacknowledged_survived",
                           "disk.power_lost_within", "store.poisoned", "store.group_failed",
                           "store.checkpoint_failed", "store.making_was_cut_off"})
    EXPECT_TRUE(reached_marks.names().contains(mark)) << mark;
}

}  // namespace
}  // namespace curia::store

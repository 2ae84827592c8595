#include "sim/world/disk.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <set>

#include "impl/store/sqlite.hpp"

namespace curia::sim {
namespace {

// Rows on a SimDisk, written by SQLite in the way of the store.
class Notes {
 public:
  explicit Notes(SimDisk& disk) : db_(*store::Connection::open("/notes", disk.vfs_name(), true)) {
    ok_ =
        run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE IF NOT EXISTS note(n INTEGER)");
    sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  }
  bool run(const std::string& sql) { return db_.run(sql).has_value(); }
  bool add(int n) { return run("INSERT INTO note VALUES(" + std::to_string(n) + ")"); }
  std::int64_t count() { return db_.number("SELECT count(*) FROM note").value_or(-1); }
  bool ok() const { return ok_; }

 private:
  store::Connection db_;
  bool ok_ = false;
};

TEST(SimDisk, KeepsWhatWasSynced) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SimDisk disk(seed);
    {
      Notes notes(disk);
      for (int i = 0; i < 5; ++i) ASSERT_TRUE(notes.add(i));
      disk.power_cut();
      EXPECT_FALSE(notes.add(6));  // an old connection only gets errors
    }
    EXPECT_EQ(Notes(disk).count(), 5);
  }
}

TEST(SimDisk, ForgetsWhatWasNot) {
  std::set<std::int64_t> counts;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SimDisk disk(seed);
    {
      Notes notes(disk);
      ASSERT_TRUE(notes.run("PRAGMA synchronous=OFF"));
      for (int i = 0; i < 5; ++i) ASSERT_TRUE(notes.add(i));
      disk.power_cut();
    }
    counts.insert(Notes(disk).count());
  }
  EXPECT_TRUE(counts.contains(0));  // some disks wrote nothing
  EXPECT_TRUE(counts.contains(5));  // some everything
  EXPECT_GT(counts.size(), 2u);     // most something
}

TEST(SimDisk, PowerGoesWithinATransaction) {
  SimDisk disk(3);
  int lost = 0;
  disk.on_power_lost([&] { ++lost; });
  {
    Notes notes(disk);
    ASSERT_TRUE(notes.add(1));
    disk.cut_after(2);
    EXPECT_FALSE(notes.add(2));
    EXPECT_FALSE(disk.powered());
    EXPECT_FALSE(notes.add(3));
    EXPECT_FALSE(store::Connection::open("/notes", disk.vfs_name(), true).has_value());
  }
  EXPECT_EQ(lost, 1);
  disk.power_cut();
  EXPECT_TRUE(disk.powered());
  EXPECT_GE(Notes(disk).count(), 1);
}

TEST(SimDisk, EqualSeedsGiveEqualBytes) {
  const auto run = [](std::uint64_t seed) {
    SimDisk disk(seed);
    {
      Notes notes(disk);
      for (int i = 0; i < 20; ++i) notes.add(i);
      notes.run("PRAGMA synchronous=OFF");
      for (int i = 0; i < 20; ++i) notes.add(i);
    }
    disk.power_cut();
    std::string bytes;
    for (const std::string& name : disk.files()) bytes += name + *disk.content(name);
    return bytes;
  };
  EXPECT_EQ(run(1), run(1));
  EXPECT_NE(run(1), run(2));
}

TEST(SimDisk, FaultsComeWhereTheyWereOrdered) {
  SimDisk disk(1);
  Notes notes(disk);
  ASSERT_TRUE(notes.add(1));
  disk.fail(DiskFault::write_error, 1);
  EXPECT_FALSE(notes.add(2));  // the second write of this commit
  EXPECT_TRUE(notes.add(3));
  disk.fail(DiskFault::sync_error, 0, 2);
  EXPECT_FALSE(notes.add(4));
  disk.clear_faults();
  disk.set_capacity(disk.bytes_used());
  EXPECT_FALSE(notes.run("INSERT INTO note SELECT randomblob(10000)"));
  disk.set_capacity(1 << 20);
  EXPECT_TRUE(notes.add(5));
}

TEST(SimDisk, TwoConnectionsExcludeEachOther) {
  SimDisk disk(1);
  Notes first(disk);
  ASSERT_TRUE(first.add(1));
  EXPECT_FALSE(Notes(disk).ok());
}

TEST(SimDisk, BitRotIsOneBit) {
  SimDisk disk(1);
  disk.put("/file", "abc");
  disk.flip_bit("/file", 1, 0);
  EXPECT_EQ(disk.content("/file"), "acc");
  EXPECT_FALSE(disk.content("/other").has_value());
}

}  // namespace
}  // namespace curia::sim

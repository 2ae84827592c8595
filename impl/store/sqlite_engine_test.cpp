#include "impl/store/sqlite_engine.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <rapidcheck/gtest.h>

#include <map>

#include "impl/store/crc32c.hpp"
#include "impl/store/schema.hpp"
#include "sim/world/disk.hpp"

namespace curia::store {
namespace {

using sim::DiskFault;
using sim::SimDisk;
using Rows = std::map<std::uint64_t, std::string>;
using Engine = std::unique_ptr<SqliteEngine>;

constexpr const char* path = "/curia.db";
constexpr std::uint64_t everything = 1'000'000;

Result<Engine> try_open(SimDisk& disk, bool create = true) {
  return SqliteEngine::open({path, disk.vfs_name(), create, 1000});
}

Engine open_engine(SimDisk& disk) {
  Result<Engine> engine = try_open(disk);
  EXPECT_TRUE(engine.has_value()) << engine.error().message;
  return engine ? std::move(*engine) : nullptr;
}

Batch put(std::uint64_t ordinal, std::string value) {
  return {{ordinal, "coSpace", std::move(value)}};
}

Result<> apply_one(SqliteEngine& engine, const Batch& batch) {
  return engine.apply(std::span(&batch, 1));
}

Rows rows_of(SqliteEngine& engine) {
  Rows rows;
  const Result<std::vector<StoreRow>> loaded = engine.load(0, everything);
  EXPECT_TRUE(loaded.has_value()) << loaded.error().message;
  if (loaded)
    for (const StoreRow& row : *loaded) rows[row.ordinal] = row.value;
  return rows;
}

std::map<std::string, std::string> image(const SimDisk& disk) {
  std::map<std::string, std::string> bytes;
  for (const std::string& name : disk.files()) bytes[name] = *disk.content(name);
  return bytes;
}

// What a refusal must do: this code, this word in the sentence, and not one byte changed.
void expect_refused(SimDisk& disk, Errc code, std::string_view word) {
  const auto before = image(disk);
  const Result<Engine> engine = try_open(disk);
  ASSERT_FALSE(engine.has_value());
  EXPECT_EQ(engine.error().code, code) << engine.error().message;
  EXPECT_NE(engine.error().message.find(word), std::string::npos) << engine.error().message;
  EXPECT_EQ(before, image(disk));
}

void make_store(SimDisk& disk, std::uint64_t rows) {
  const Engine engine = open_engine(disk);
  Batch batch;
  for (std::uint64_t ordinal = 1; ordinal <= rows; ++ordinal)
    batch.push_back({ordinal, "coSpace", "value " + std::to_string(ordinal)});
  ASSERT_TRUE(apply_one(*engine, batch).has_value());
  ASSERT_TRUE(engine->close().has_value());
}

void run_sql(SimDisk& disk, const std::string& sql) {
  Result<Connection> db = Connection::open(path, disk.vfs_name(), true);
  ASSERT_TRUE(db.has_value());
  ASSERT_TRUE(db->run("PRAGMA locking_mode=EXCLUSIVE;" + sql).has_value());
}

TEST(Crc32c, IsTheOneOfTheRfc) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aau);  // RFC 3720 appendix B.4
  EXPECT_EQ(crc32c("56789", crc32c("1234")), 0xe3069283u);
  EXPECT_NE(row_checksum(1, "ab", "c"), row_checksum(1, "a", "bc"));
  EXPECT_NE(row_checksum(1, "a", "b"), row_checksum(2, "a", "b"));
}

TEST(SqliteEngine, KeepsWhatItWasGiven) {
  SimDisk disk(1);
  Engine engine = open_engine(disk);
  const std::string bytes("\0\xff\n\x80 text", 9);
  ASSERT_TRUE(apply_one(*engine, {{7, "coSpace", bytes}, {3, "user", ""}}).has_value());
  ASSERT_TRUE(apply_one(*engine, {{9, "coSpace", "gone"}, {9, "coSpace", {}}}).has_value());
  ASSERT_TRUE(engine->close().has_value());
  EXPECT_EQ(disk.files(), std::vector<std::string>{path});
  engine = open_engine(disk);
  const auto rows = engine->load(0, 10);
  ASSERT_TRUE(rows.has_value());
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].ordinal, 3u);
  EXPECT_EQ((*rows)[0].kind, "user");
  EXPECT_EQ((*rows)[1].value, bytes);
  EXPECT_EQ(engine->load(3, 10)->size(), 1u);
  EXPECT_EQ(engine->load(7, 10)->size(), 0u);
}

TEST(SqliteEngine, MissingFileIsMadeOnlyOnDemand) {
  SimDisk disk(1);
  const Result<Engine> engine = try_open(disk, false);
  ASSERT_FALSE(engine.has_value());
  EXPECT_EQ(engine.error().code, Errc::not_found);
  EXPECT_TRUE(disk.files().empty());
}

TEST(SqliteEngine, SecondProcessIsToldWhy) {
  SimDisk disk(1);
  const Engine first = open_engine(disk);
  const Result<Engine> second = try_open(disk);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, Errc::unavailable);
  EXPECT_EQ(second.error().message, "'/curia.db' is in use by another process");
  EXPECT_TRUE(apply_one(*first, put(1, "still works")).has_value());
}

TEST(SqliteEngine, RefusesWhatIsNotItsOwn) {
  SimDisk disk(1);
  disk.put(path, std::string(5000, 'x'));
  expect_refused(disk, Errc::corrupt, "is not a store");
  disk.put(path, "short");
  expect_refused(disk, Errc::corrupt, "is not a store");
  disk.put(path, {});
  run_sql(disk, "CREATE TABLE notes(text); INSERT INTO notes VALUES('mine');");
  expect_refused(disk, Errc::invalid_value, "another program");
}

TEST(SqliteEngine, RefusesANewerVersion) {
  SimDisk disk(1);
  make_store(disk, 10);
  run_sql(disk, "PRAGMA user_version=3;");
  expect_refused(disk, Errc::wrong_version, "newer program (its version is 3");
}

TEST(SqliteEngine, RefusesANewerVersionThatStandsOnlyInTheLog) {
  SimDisk disk(1);
  make_store(disk, 10);
  Result<Connection> db = Connection::open(path, disk.vfs_name(), false);
  sqlite3_db_config(db->get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  ASSERT_TRUE(db->run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA user_version=9;").has_value());
  *db = Connection();
  expect_refused(disk, Errc::wrong_version, "newer program (its version is 9");
}

TEST(SqliteEngine, MigratesAnOlderVersion) {
  SimDisk disk(1);
  {
    Result<Connection> db = Connection::open(path, disk.vfs_name(), true);
    ASSERT_TRUE(create_schema(*db, 1).has_value());
    ASSERT_TRUE(
        db->run("INSERT INTO object VALUES(1,'user',x'00ff'),(5,'tenant','')").has_value() ==
        false);  // STRICT: text is no blob
    ASSERT_TRUE(
        db->run("INSERT INTO object VALUES(1,'user',x'00ff'),(5,'tenant',x'')").has_value());
    ASSERT_FALSE(db->text("SELECT checksum FROM object").has_value());
  }
  const Engine engine = open_engine(disk);
  EXPECT_EQ(rows_of(*engine), (Rows{{1, std::string("\0\xff", 2)}, {5, ""}}));
  ASSERT_TRUE(engine->close().has_value());
  Result<Connection> db = Connection::open(path, disk.vfs_name(), false);
  ASSERT_TRUE(db->run("PRAGMA locking_mode=EXCLUSIVE").has_value());
  EXPECT_EQ(*db->number("PRAGMA user_version"), schema_version);
}

// Every byte matters or does not: a damaged file is refused untouched, refused while loading, or
// gives exactly what was stored.
TEST(SqliteEngine, FindsBitRot) {
  SimDisk disk(1);
  make_store(disk, 300);
  const std::string sound = *disk.content(path);
  Rows stored;
  for (std::uint64_t i = 1; i <= 300; ++i) stored[i] = "value " + std::to_string(i);
  std::size_t refused = 0, found_in_load = 0, harmless = 0;
  Prng chance(5, "rot");
  for (int round = 0; round < 600; ++round) {
    disk.put(path, sound);
    disk.flip_bit(path, chance.below(sound.size()), static_cast<unsigned>(chance.below(8)));
    const std::string damaged = *disk.content(path);
    const Result<Engine> engine = try_open(disk);
    if (engine) {
      const Result<std::vector<StoreRow>> loaded = (*engine)->load(0, everything);
      found_in_load += loaded ? 0 : 1;
      harmless += loaded ? 1 : 0;
      if (loaded) {
        EXPECT_EQ(rows_of(**engine), stored);
      }
      if (!loaded) {
        EXPECT_EQ(loaded.error().code, Errc::corrupt);
      }
    } else {
      ++refused;
      EXPECT_NE(engine.error().message.find("/curia.db"), std::string::npos);
    }
    EXPECT_EQ(*disk.content(path), damaged);
  }
  EXPECT_EQ(disk.files(), std::vector<std::string>{path});
  EXPECT_GT(refused, 20u);
  EXPECT_GT(found_in_load, 100u);
  EXPECT_GT(harmless, 8u);
}

TEST(SqliteEngine, RefusesATruncatedFile) {
  SimDisk disk(1);
  make_store(disk, 2000);
  const std::string sound = *disk.content(path);
  for (const std::size_t bytes : {sound.size() - 4096, sound.size() / 2, std::size_t{4096}}) {
    disk.put(path, sound.substr(0, bytes));
    expect_refused(disk, Errc::corrupt, "damaged");
  }
}

TEST(SqliteEngine, FullDiskPasses) {
  SimDisk disk(1);
  const Engine engine = open_engine(disk);
  ASSERT_TRUE(apply_one(*engine, put(1, "before")).has_value());
  disk.set_capacity(disk.bytes_used() + 10000);
  const Result<> refused = apply_one(*engine, put(2, std::string(50000, 'b')));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Errc::disk_full);
  EXPECT_EQ(rows_of(*engine), (Rows{{1, "before"}}));
  disk.set_capacity(1 << 30);
  EXPECT_TRUE(apply_one(*engine, put(3, "after")).has_value());
  EXPECT_EQ(rows_of(*engine), (Rows{{1, "before"}, {3, "after"}}));
}

TEST(SqliteEngine, WriteErrorPasses) {
  SimDisk disk(1);
  const Engine engine = open_engine(disk);
  disk.fail(DiskFault::write_error);
  const Result<> refused = apply_one(*engine, put(1, "a"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Errc::io_error);
  EXPECT_TRUE(apply_one(*engine, put(2, "b")).has_value());
  EXPECT_EQ(rows_of(*engine), (Rows{{2, "b"}}));
}

TEST(SqliteEngine, FailedSyncPoisonsUntilReopened) {
  SimDisk disk(1);
  Engine engine = open_engine(disk);
  ASSERT_TRUE(apply_one(*engine, put(1, "safe")).has_value());
  disk.fail(DiskFault::sync_error);
  for (std::uint64_t i = 2; i < 5; ++i) {
    const Result<> refused = apply_one(*engine, put(i, "unsafe"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, Errc::io_error);
    EXPECT_NE(refused.error().message.find("started again"), std::string::npos);
  }
  EXPECT_FALSE(engine->close().has_value());
  EXPECT_EQ(apply_one(*engine, put(9, "late")).error().code, Errc::cancelled);
  disk.power_cut();
  engine = open_engine(disk);
  EXPECT_EQ(rows_of(*engine).at(1), "safe");
  EXPECT_TRUE(apply_one(*engine, put(6, "again")).has_value());
}

TEST(SqliteEngine, CheckpointThatFailsLosesNothing) {
  SimDisk disk(1);
  Engine engine = *SqliteEngine::open({path, disk.vfs_name(), true, 2});
  for (std::uint64_t i = 1; i < 10; ++i)
    ASSERT_TRUE(apply_one(*engine, put(i, "kept")).has_value());
  ASSERT_TRUE(engine->wants_checkpoint());
  disk.fail(DiskFault::write_error);
  EXPECT_FALSE(engine->checkpoint().has_value());
  EXPECT_FALSE(engine->wants_checkpoint());  // not again at once
  EXPECT_TRUE(apply_one(*engine, put(10, "kept")).has_value());
  EXPECT_TRUE(engine->checkpoint().has_value());
  disk.power_cut();
  engine = open_engine(disk);
  EXPECT_EQ(rows_of(*engine).size(), 10u);
}

RC_GTEST_PROP(SqliteEngine, IsAMapThatSurvivesRestarts, (std::uint64_t seed)) {
  SimDisk disk(seed);
  Rows expected;
  Engine engine = open_engine(disk);
  const auto groups = *rc::gen::container<std::vector<std::vector<std::pair<int, std::string>>>>(
      rc::gen::container<std::vector<std::pair<int, std::string>>>(
          rc::gen::pair(rc::gen::inRange(1, 20), rc::gen::string<std::string>())));
  for (const auto& group : groups) {
    Batch batch;
    for (const auto& [ordinal, value] : group) {
      const auto place = static_cast<std::uint64_t>(ordinal);
      const bool erase = value.size() % 3 == 2;
      batch.push_back({place, "k", erase ? std::nullopt : std::optional(value)});
      if (erase)
        expected.erase(place);
      else
        expected[place] = value;
    }
    RC_ASSERT(apply_one(*engine, batch).has_value());
    if (group.size() % 4 == 3) {
      engine.reset();
      if (group.size() % 8 == 3) disk.power_cut();
      engine = open_engine(disk);
    }
    RC_ASSERT(rows_of(*engine) == expected);
  }
}

}  // namespace
}  // namespace curia::store

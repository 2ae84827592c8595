// Durable commits per second: one commit per write on raw SQLite, the same through our engine, and
// group commit with 64 writers; then the start of a store of 1,000,000 objects.
//
//   store_commit [FOLDER] [OBJECTS] [CHECKPOINT_PAGES]
//
// FOLDER must be on the disk to be measured.
//
// The three kinds of commit take turns on the same disk, so that a slow minute of the disk hits all
// of them alike. Latency is from commit() to the answer, on the loop of the server.
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/utsname.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "impl/io/reality.hpp"
#include "impl/store/group_commit.hpp"
#include "impl/store/sqlite.hpp"
#include "model/base/check.hpp"

namespace {

using namespace curia;
using Steady = std::chrono::steady_clock;

constexpr int rounds = 5;
constexpr std::size_t writers = 64;
constexpr std::size_t value_bytes = 250;
constexpr Duration round_length = 2s;

double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

struct Figures {
  std::uint64_t commits = 0;
  double seconds = 0;
  std::vector<double> latency_ms;

  double rate() const { return static_cast<double>(commits) / seconds; }
  double percentile(double part) {
    if (latency_ms.empty()) return 0;
    std::sort(latency_ms.begin(), latency_ms.end());
    const double at = part * static_cast<double>(latency_ms.size() - 1);
    return latency_ms[static_cast<std::size_t>(at)];
  }
  void print(const char* name) {
    std::printf("%-34s %9.0f commits/s   p50 %7.2f ms   p99 %7.2f ms   max %7.2f ms\n", name,
                rate(), percentile(0.5), percentile(0.99), percentile(1));
  }
};

std::string value_of(std::uint64_t ordinal) {
  std::string value = "{\"name\":\"Space " + std::to_string(ordinal) + "\",\"filler\":\"";
  value.resize(value_bytes, 'x');
  return value;
}

Batch batch_of(std::uint64_t ordinal) { return {{ordinal, "coSpace", value_of(ordinal)}}; }

std::unique_ptr<store::SqliteEngine> open_engine(
    const std::string& path, std::size_t checkpoint_pages = limits::store_checkpoint_pages) {
  auto engine = store::SqliteEngine::open({.path = path, .checkpoint_pages = checkpoint_pages});
  if (!engine) std::fprintf(stderr, "%s\n", engine.error().message.c_str());
  check(engine.has_value(), "the store opens");
  return std::move(*engine);
}

// SQLite as anybody would use it: its own checkpoints, a table without a checksum.
class RawSqlite {
 public:
  explicit RawSqlite(const std::string& path) : db_(*store::Connection::open(path, "unix", true)) {
    check(db_.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                  "CREATE TABLE object(ordinal INTEGER PRIMARY KEY, kind TEXT, value BLOB)")
              .has_value(),
          "the raw database opens");
    put_ = store::Statement(db_.get(), "INSERT INTO object VALUES(?1, 'coSpace', ?2)");
  }
  void commit(std::uint64_t ordinal) {
    const std::string value = value_of(ordinal);
    put_.bind(1, static_cast<std::int64_t>(ordinal)).bind_blob(2, value);
    check(put_.step() == SQLITE_DONE, "the raw database commits");
    put_.reset();
  }

 private:
  store::Connection db_;
  store::Statement put_;
};

// Writes one after another for one round.
template <class Commit>
void one_by_one(Figures& figures, std::uint64_t& ordinal, Commit commit) {
  const auto start = Steady::now();
  while (seconds_since(start) < std::chrono::duration<double>(round_length).count()) {
    const auto before = Steady::now();
    commit(++ordinal);
    figures.latency_ms.push_back(seconds_since(before) * 1000);
    ++figures.commits;
  }
  figures.seconds += seconds_since(start);
}

// 64 writers, each of which writes again as soon as it is answered.
class Writers {
 public:
  Writers(io::Reality& reality, Store& store) : reality_(reality), store_(store) {}

  void round(Figures& figures) {
    const auto start = Steady::now();
    stop_at_ = start + round_length;
    figures_ = &figures;
    for (std::size_t i = 0; i < writers; ++i) write();
    check(reality_.run_until([&] { return outstanding_ == 0; }, 60s), "every write is answered");
    figures.seconds += seconds_since(start);
  }

 private:
  void write() {
    ++outstanding_;
    store_.commit(batch_of(++ordinal_), [this, before = Steady::now()](Result<> outcome) {
      check(outcome.has_value(), "a write is stored");
      figures_->latency_ms.push_back(seconds_since(before) * 1000);
      ++figures_->commits;
      --outstanding_;
      if (Steady::now() < stop_at_) write();
    });
  }

  io::Reality& reality_;
  Store& store_;
  Figures* figures_ = nullptr;
  Steady::time_point stop_at_;
  std::size_t outstanding_ = 0;
  std::uint64_t ordinal_ = 0;
};

void measure_commits(const std::string& folder, std::size_t checkpoint_pages) {
  RawSqlite raw(folder + "/raw.db");
  const auto engine = open_engine(folder + "/single.db", checkpoint_pages);
  io::Reality reality({});
  store::GroupCommit group(reality.env().work, open_engine(folder + "/group.db", checkpoint_pages));
  Writers many(reality, group);
  Figures raw_figures, single_figures, group_figures;
  std::uint64_t raw_ordinal = 0, single_ordinal = 0;
  for (int round = 0; round < rounds; ++round) {
    one_by_one(raw_figures, raw_ordinal, [&](std::uint64_t i) { raw.commit(i); });
    one_by_one(single_figures, single_ordinal, [&](std::uint64_t i) {
      const Batch batch = batch_of(i);
      check(engine->apply(std::span(&batch, 1)).has_value(), "a write is stored");
      if (engine->wants_checkpoint())
        check(engine->checkpoint().has_value(), "the log is folded in");
    });
    many.round(group_figures);
  }
  raw_figures.print("raw SQLite, one commit per write");
  single_figures.print("engine, one commit per write");
  group_figures.print("group commit, 64 writers");
  std::printf(
      "group commit: %.1f times raw SQLite, %.1f times the engine; %.1f writes per sync\n",
      group_figures.rate() / raw_figures.rate(), group_figures.rate() / single_figures.rate(),
      static_cast<double>(group.stats().batches) / static_cast<double>(group.stats().groups));
}

void measure_start(const std::string& folder, std::uint64_t objects) {
  const std::string path = folder + "/many.db";
  {
    const auto engine = open_engine(path);
    std::vector<Batch> batches;
    for (std::uint64_t i = 1; i <= objects; ++i) {
      batches.push_back(batch_of(i));
      if (batches.size() < 1000 && i < objects) continue;
      check(engine->apply(batches).has_value(), "the store is filled");
      batches.clear();
      if (engine->wants_checkpoint())
        check(engine->checkpoint().has_value(), "the log is folded in");
    }
    check(engine->close().has_value(), "the store closes");
  }
  const auto start = Steady::now();
  const auto engine = open_engine(path);
  const double opened = seconds_since(start);
  std::uint64_t rows = 0, after = 0;
  for (;;) {
    const auto page = engine->load(after, 10'000);
    check(page.has_value(), "the store is sound");
    if (page->empty()) break;
    rows += page->size();
    after = page->back().ordinal;
  }
  const double loaded = seconds_since(start) - opened;
  check(rows == objects, "every object comes back");
  std::printf("start with %llu objects of %zu bytes: open and check %.2f s, load %.2f s\n",
              static_cast<unsigned long long>(rows), value_bytes, opened, loaded);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string parent = argc > 1 ? argv[1] : ".";
  const std::uint64_t objects = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
  const std::size_t pages =
      argc > 3 ? std::strtoull(argv[3], nullptr, 10) : limits::store_checkpoint_pages;
  const std::string folder = parent + "/store_commit.data";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  utsname system{};
  uname(&system);
  std::printf("%s %s, SQLite %s, compiler %s\n", system.sysname, system.release,
              sqlite3_libversion(), __VERSION__);
  measure_commits(folder, pages);
  measure_start(folder, objects);
  std::filesystem::remove_all(folder);
}

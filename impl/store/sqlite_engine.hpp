// SqliteEngine: the objects of one server in one SQLite file. Synchronous; one thread at a time.
//
// 1. open() refuses what it cannot trust (damage, another program's file, a newer version, a file
//    in use) and leaves a refused file, its -wal and its -journal untouched byte for byte.
// 2. apply() is one transaction: when it returns well, the whole group survives power loss; when
//    it does not, load() shows nothing of the group (a restart may still find all of it, as long
//    as no later apply() has succeeded: the disk may have done what it reported as failed).
// 3. disk_full and io_error may pass: the next apply() can succeed. After a failed sync nobody
//    knows what the disk holds, so the engine is poisoned: it acknowledges nothing any more until
//    the file is opened again.
// 4. The file is locked as long as the engine is open, and the lock dies with the process.
// 5. The VFS decides which world it is: "unix", or the name of a simulated disk.
//
//   auto engine = SqliteEngine::open({.path = dir + "/curia.db"});
//   if (engine) (*engine)->apply(group);
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/base/limits.hpp"
#include "model/base/result.hpp"
#include "model/env/store.hpp"

namespace curia::store {

struct EngineOptions {
  std::string path;
  std::string vfs = "unix";
  bool create = true;  // false: a missing file is not_found
  // The log is folded into the table file when it is longer than this many pages of 4096 bytes.
  std::size_t checkpoint_pages = limits::store_checkpoint_pages;
};

class SqliteEngine {
 public:
  // Makes, recovers, checks and migrates as needed. Errors: not_found, unavailable (in use),
  // corrupt, invalid_value (another program's file), wrong_version, disk_full, io_error.
  static Result<std::unique_ptr<SqliteEngine>> open(const EngineOptions& options);
  // Without close(): leaves the log as it is, as a crash would.
  ~SqliteEngine();
  SqliteEngine(const SqliteEngine&) = delete;
  SqliteEngine& operator=(const SqliteEngine&) = delete;

  // Errors: disk_full, io_error, corrupt.
  Result<> apply(std::span<const Batch> group);

  // Rows in order of ordinal, each checked against its checksum. Errors: corrupt, io_error.
  Result<std::vector<StoreRow>> load(std::uint64_t after, std::size_t limit);

  bool wants_checkpoint() const;
  // Folds the log into the table file. A failure loses nothing; a failed sync poisons.
  Result<> checkpoint();

  // A copy of the file while it is in use: begin_copy() folds the log in and gives the size of the
  // file, which then does not change until end_copy(), because checkpoints wait: what is stored
  // meanwhile grows the log alone. The bytes are those of a file that open() takes.
  // Errors: unavailable (a copy is being made), those of checkpoint().
  Result<std::uint64_t> begin_copy();
  // Errors: cancelled (no copy is being made), io_error.
  Result<std::string> read_copy(std::uint64_t offset, std::size_t count);
  void end_copy();

  // Checkpoints and closes; every later call fails with cancelled. Errors as checkpoint().
  Result<> close();

 private:
  struct Impl;
  explicit SqliteEngine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace curia::store

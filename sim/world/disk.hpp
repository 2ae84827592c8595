// SimDisk: a disk in memory behind a SQLite VFS, which forgets what was not synced.
//
// 1. Each disk is a VFS of its own; SQLite reaches it by vfs_name(). Locks work as between
//    processes: two connections exclude each other. WAL needs locking_mode=EXCLUSIVE.
// 2. Until a file is synced its writes are pending. A power cut shuffles them, cuts them at sector
//    borders, and keeps, loses or tears each piece; entries of a directory that was not synced
//    come or go. What was synced stays, also beside a torn write (SQLite's own assumption,
//    https://sqlite.org/psow.html; docs/decisions/0020-store.md says what depends on it).
// 3. After a power cut old connections only get errors; the next open sees the surviving bytes.
// 4. Chance comes from the seed; SQLite's own generator is reseeded from the newest disk, so
//    equal seeds give equal bytes (as long as one thread simulates).
// 5. Connections must be closed before the disk is destroyed.
//
//   SimDisk disk(seed);
//   auto engine = store::SqliteEngine::open({.path = "/curia.db", .vfs = disk.vfs_name()});
//   disk.cut_after(17);   // the power goes at the 17th write or sync from now on
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/prng.hpp"
#include "model/base/time.hpp"

struct sqlite3_vfs;

namespace curia::sim {

struct DiskOptions {
  std::uint32_t sector_bytes = 4096;  // 512 to 65536, a power of two
  std::uint64_t capacity_bytes = std::uint64_t{1} << 40;
};

enum class DiskFault { read_error, write_error, sync_error };

struct DiskCounters {
  std::uint64_t changes = 0;  // writes, truncations, deletions and syncs: what cut_after() counts
  std::uint64_t syncs = 0;
  std::uint64_t bytes_written = 0;
};

class SimDisk {
 public:
  explicit SimDisk(std::uint64_t seed, DiskOptions options = {},
                   std::function<WallTime()> wall = {});
  ~SimDisk();
  SimDisk(const SimDisk&) = delete;
  SimDisk& operator=(const SimDisk&) = delete;

  const std::string& vfs_name() const { return name_; }

  // Power. power_cut() ends what is pending and switches on again at once.
  void power_cut();
  // At the n-th change from now on (1 = the next) the power goes and stays off until power_cut().
  void cut_after(std::uint64_t changes);
  bool powered() const { return powered_; }
  // Called from inside the change that lost its power, once per armed cut.
  void on_power_lost(std::function<void()> handler) { power_lost_ = std::move(handler); }

  // Faults. fail() lets `skip` operations pass and then refuses `times` of them.
  void fail(DiskFault fault, std::uint64_t skip = 0, std::uint64_t times = 1);
  void clear_faults();
  void set_capacity(std::uint64_t bytes) { options_.capacity_bytes = bytes; }
  std::uint64_t capacity() const { return options_.capacity_bytes; }
  void flip_bit(const std::string& name, std::uint64_t byte, unsigned bit);  // bit rot

  // The disk from outside.
  std::vector<std::string> files() const;
  std::optional<std::string> content(const std::string& name) const;
  void put(const std::string& name, std::string content);  // synced
  std::uint64_t bytes_used() const;
  const DiskCounters& counters() const { return counters_; }

 private:
  friend struct DiskVfs;  // disk_vfs.cpp: the C interface of SQLite over this class
  struct File;
  struct Handle;
  enum class Gate { pass, refused, off };
  using Directory = std::map<std::string, std::shared_ptr<File>, std::less<>>;

  Gate change();  // counts one change; `off` from the one on that loses the power
  bool faulty(DiskFault fault);
  int write(Handle& handle, std::string_view bytes, std::uint64_t offset);
  int truncate(Handle& handle, std::uint64_t size);
  int sync(Handle& handle);
  int remove(const std::string& name, bool sync_directory);
  void survive(File& file, std::uint64_t keep_of_16);
  bool usable(const Handle& handle) const;

  struct Armed {
    std::uint64_t skip = 0;
    std::uint64_t times = 0;
  };

  DiskOptions options_;
  std::function<WallTime()> wall_;
  std::function<void()> power_lost_;
  Prng chance_;
  Prng entropy_;
  std::string name_;
  std::unique_ptr<sqlite3_vfs> vfs_;
  Directory live_;     // as a running system sees it
  Directory durable_;  // as of the last sync of the directory
  std::map<DiskFault, Armed> faults_;
  std::uint64_t cut_in_ = 0;  // 0 = not armed
  std::uint64_t power_cycle_ = 0;
  std::uint64_t open_handles_ = 0;
  bool powered_ = true;
  DiskCounters counters_;
};

}  // namespace curia::sim

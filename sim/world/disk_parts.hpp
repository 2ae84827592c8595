// The inside of SimDisk, shared by its two halves: disk.cpp (what survives a power cut) and
// disk_vfs.cpp (the interface that SQLite calls).
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/world/disk.hpp"

namespace curia::sim {

// A write that was not synced: bytes at an offset, or a new size.
struct Pending {
  std::uint64_t offset = 0;
  std::string bytes;
  bool truncates = false;
};

struct SimDisk::File {
  std::string content;  // as a running system reads it
  std::string durable;  // as of the last sync
  std::vector<Pending> pending;
  std::vector<std::pair<const Handle*, int>> locks;  // SQLITE_LOCK_SHARED and above
};

// What SQLite holds for an open file. SQLite gives the memory and wants `base` first.
struct SimDisk::Handle {
  sqlite3_file base{};
  SimDisk* disk = nullptr;
  std::shared_ptr<File> file;
  std::string name;
  std::uint64_t power_cycle = 0;
  int lock = SQLITE_LOCK_NONE;
  bool delete_on_close = false;
};

}  // namespace curia::sim

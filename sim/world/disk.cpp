#include "sim/world/disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <utility>

#include "model/base/check.hpp"
#include "model/base/reached.hpp"
#include "sim/world/disk_parts.hpp"

namespace curia::sim {
namespace {

// Writes `bytes` at `offset`, with zeros in between when the file is shorter.
void lay(std::string& content, std::uint64_t offset, std::string_view bytes) {
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size());
  std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

SimDisk::Gate SimDisk::change() {
  if (!powered_) return Gate::off;
  ++counters_.changes;
  if (cut_in_ == 0 || --cut_in_ > 0) return Gate::pass;
  reached("disk.power_lost_within");
  powered_ = false;
  if (power_lost_) power_lost_();
  return Gate::off;
}

bool SimDisk::faulty(DiskFault fault) {
  const auto armed = faults_.find(fault);
  if (armed == faults_.end()) return false;
  if (armed->second.skip > 0) {
    --armed->second.skip;
    return false;
  }
  if (--armed->second.times == 0) faults_.erase(armed);
  return true;
}

void SimDisk::fail(DiskFault fault, std::uint64_t skip, std::uint64_t times) {
  check(times > 0, "a fault comes at least once");
  faults_[fault] = {skip, times};
}

void SimDisk::clear_faults() { faults_.clear(); }

void SimDisk::cut_after(std::uint64_t changes) { cut_in_ = changes; }

bool SimDisk::usable(const Handle& handle) const {
  return powered_ && handle.power_cycle == power_cycle_;
}

std::uint64_t SimDisk::bytes_used() const {
  std::uint64_t bytes = 0;
  for (const auto& [name, file] : live_) bytes += file->content.size();
  return bytes;
}

int SimDisk::write(Handle& handle, std::string_view bytes, std::uint64_t offset) {
  if (!usable(handle)) return SQLITE_IOERR_WRITE;
  const bool lost = change() == Gate::off;  // what was under way may still reach the disk
  if (!lost && faulty(DiskFault::write_error)) return SQLITE_IOERR_WRITE;
  File& file = *handle.file;
  const std::uint64_t end = offset + bytes.size();
  bool full = false;
  if (end > file.content.size()) {
    const std::uint64_t free =
        options_.capacity_bytes - std::min(options_.capacity_bytes, bytes_used());
    const std::uint64_t most = file.content.size() + free;
    full = end > most;  // the part that fits is written, as a real disk does
    if (full) bytes = bytes.substr(0, most > offset ? most - offset : 0);
  }
  if (!bytes.empty()) {
    file.pending.push_back({offset, std::string(bytes), false});
    lay(file.content, offset, bytes);
    counters_.bytes_written += bytes.size();
  }
  if (lost) return SQLITE_IOERR_WRITE;
  return full ? SQLITE_FULL : SQLITE_OK;
}

int SimDisk::truncate(Handle& handle, std::uint64_t size) {
  if (!usable(handle) || change() == Gate::off) return SQLITE_IOERR_TRUNCATE;
  File& file = *handle.file;
  if (size == file.content.size()) return SQLITE_OK;
  file.pending.push_back({size, {}, true});
  file.content.resize(size);
  return SQLITE_OK;
}

int SimDisk::sync(Handle& handle) {
  if (!usable(handle) || change() == Gate::off) return SQLITE_IOERR_FSYNC;
  if (faulty(DiskFault::sync_error)) return SQLITE_IOERR_FSYNC;
  ++counters_.syncs;
  File& file = *handle.file;
  for (const Pending& each : file.pending)
    if (each.truncates)
      file.durable.resize(each.offset);
    else
      lay(file.durable, each.offset, each.bytes);
  file.pending.clear();
  // As SQLite's own VFS: syncing a file that is new to its directory syncs the directory too.
  const auto entry = durable_.find(handle.name);
  if (entry == durable_.end() || entry->second != handle.file) durable_ = live_;
  return SQLITE_OK;
}

int SimDisk::remove(const std::string& name, bool sync_directory) {
  if (change() == Gate::off) return SQLITE_IOERR_DELETE;
  if (live_.erase(name) == 0) return SQLITE_IOERR_DELETE_NOENT;
  if (sync_directory) durable_ = live_;
  return SQLITE_OK;
}

// Decides which of the pending pieces of a file are on the disk after the power came back.
void SimDisk::survive(File& file, std::uint64_t keep_of_16) {
  std::vector<Pending> pieces;
  const auto settle = [&] {
    chance_.shuffle(std::span(pieces));
    for (const Pending& piece : pieces) {
      if (!chance_.chance(keep_of_16, 16)) continue;
      std::string_view bytes = piece.bytes;
      std::uint64_t offset = piece.offset;
      if (chance_.chance(1, 8)) {  // torn: one end of it arrived
        const std::uint64_t cut = chance_.below(bytes.size() + 1);
        const bool head = chance_.chance(1, 2);
        if (!head) offset += cut;
        bytes = head ? bytes.substr(0, cut) : bytes.substr(cut);
      }
      lay(file.durable, offset, bytes);
    }
    pieces.clear();
  };
  for (const Pending& each : file.pending) {
    if (each.truncates) {
      settle();
      if (chance_.chance(keep_of_16, 16)) file.durable.resize(each.offset);
      continue;
    }
    for (std::uint64_t done = 0; done < each.bytes.size();) {
      const std::uint64_t at = each.offset + done;
      const std::uint64_t length = std::min<std::uint64_t>(
          each.bytes.size() - done, options_.sector_bytes - at % options_.sector_bytes);
      pieces.push_back({at, each.bytes.substr(done, length), false});
      done += length;
    }
  }
  settle();
  file.pending.clear();
  file.content = file.durable;
  file.locks.clear();
}

void SimDisk::power_cut() {
  // Some disks write everything before they die, some nothing, most something.
  static constexpr std::uint64_t habits[] = {0, 8, 14, 16};
  const std::uint64_t keep_of_16 = habits[chance_.below(4)];
  std::set<std::string> names;
  for (const auto& [name, file] : live_) names.insert(name);
  for (const auto& [name, file] : durable_) names.insert(name);
  Directory after;
  for (const std::string& name : names) {
    const auto live = live_.find(name);
    const auto durable = durable_.find(name);
    const bool same =
        live != live_.end() && durable != durable_.end() && live->second == durable->second;
    const Directory::const_iterator chosen =
        same || chance_.chance(keep_of_16, 16) ? live : durable;
    if (chosen != live_.end() && chosen != durable_.end()) after.insert(*chosen);
  }
  for (const auto& [name, file] : after) survive(*file, keep_of_16);
  live_ = after;
  durable_ = std::move(after);
  ++power_cycle_;
  cut_in_ = 0;
  powered_ = true;
}

std::vector<std::string> SimDisk::files() const {
  std::vector<std::string> names;
  for (const auto& [name, file] : live_) names.push_back(name);
  return names;
}

std::optional<std::string> SimDisk::content(const std::string& name) const {
  const auto found = live_.find(name);
  if (found == live_.end()) return std::nullopt;
  return found->second->content;
}

void SimDisk::put(const std::string& name, std::string content) {
  auto file = std::make_shared<File>();
  file->content = file->durable = std::move(content);
  live_[name] = durable_[name] = std::move(file);
}

void SimDisk::flip_bit(const std::string& name, std::uint64_t byte, unsigned bit) {
  const auto found = live_.find(name);
  check(found != live_.end() && byte < found->second->content.size() && bit < 8,
        "bit rot needs a bit to rot");
  File& file = *found->second;
  file.content[byte] = static_cast<char>(file.content[byte] ^ (1 << bit));
  if (byte < file.durable.size())
    file.durable[byte] = static_cast<char>(file.durable[byte] ^ (1 << bit));
}

}  // namespace curia::sim

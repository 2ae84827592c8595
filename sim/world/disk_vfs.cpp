// The C interface that SQLite calls (https://sqlite.org/vfs.html), over SimDisk.
#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

#include "model/base/check.hpp"
#include "sim/world/disk_parts.hpp"

namespace curia::sim {

struct DiskVfs {
  using Handle = SimDisk::Handle;
  using File = SimDisk::File;

  static SimDisk& disk(sqlite3_vfs* vfs) { return *static_cast<SimDisk*>(vfs->pAppData); }
  static Handle& handle(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

  // Files.

  static int close(sqlite3_file* file) {
    Handle& h = handle(file);
    unlock(file, SQLITE_LOCK_NONE);
    if (h.delete_on_close && h.disk->usable(h)) h.disk->remove(h.name, false);
    --h.disk->open_handles_;
    h.~Handle();
    file->pMethods = nullptr;
    return SQLITE_OK;
  }

  static int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
    Handle& h = handle(file);
    if (!h.disk->usable(h) || h.disk->faulty(DiskFault::read_error)) return SQLITE_IOERR_READ;
    const std::string& content = h.file->content;
    const auto want = static_cast<std::size_t>(amount);
    const auto at = std::min(static_cast<std::size_t>(offset), content.size());
    const std::size_t there = std::min(want, content.size() - at);
    std::memcpy(to, content.data() + at, there);
    if (there == want) return SQLITE_OK;
    std::memset(static_cast<char*>(to) + there, 0, want - there);
    return SQLITE_IOERR_SHORT_READ;
  }

  static int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    Handle& h = handle(file);
    return h.disk->write(h, {static_cast<const char*>(from), static_cast<std::size_t>(amount)},
                         static_cast<std::uint64_t>(offset));
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    Handle& h = handle(file);
    return h.disk->truncate(h, static_cast<std::uint64_t>(size));
  }

  static int sync(sqlite3_file* file, int) {
    Handle& h = handle(file);
    return h.disk->sync(h);
  }

  static int file_size(sqlite3_file* file, sqlite3_int64* size) {
    Handle& h = handle(file);
    if (!h.disk->usable(h)) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(h.file->content.size());
    return SQLITE_OK;
  }

  // The rules of https://sqlite.org/lockingv3.html.
  static int lock(sqlite3_file* file, int level) {
    Handle& h = handle(file);
    if (!h.disk->usable(h)) return SQLITE_IOERR_LOCK;
    if (h.lock >= level) return SQLITE_OK;
    for (const auto& [other, held] : h.file->locks) {
      if (other == &h) continue;
      const bool clash = level == SQLITE_LOCK_SHARED     ? held >= SQLITE_LOCK_PENDING
                         : level == SQLITE_LOCK_RESERVED ? held >= SQLITE_LOCK_RESERVED
                                                         : true;
      if (clash) return SQLITE_BUSY;
    }
    set_lock(h, level);
    return SQLITE_OK;
  }

  static int unlock(sqlite3_file* file, int level) {
    Handle& h = handle(file);
    if (h.lock > level) set_lock(h, level);
    return SQLITE_OK;
  }

  static void set_lock(Handle& h, int level) {
    h.lock = level;
    std::erase_if(h.file->locks, [&](const auto& held) { return held.first == &h; });
    if (level != SQLITE_LOCK_NONE) h.file->locks.emplace_back(&h, level);
  }

  static int check_reserved(sqlite3_file* file, int* reserved) {
    Handle& h = handle(file);
    *reserved = std::any_of(h.file->locks.begin(), h.file->locks.end(),
                            [](const auto& held) { return held.second >= SQLITE_LOCK_RESERVED; });
    return SQLITE_OK;
  }

  static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }

  static int sector_size(sqlite3_file* file) {
    return static_cast<int>(handle(file).disk->options_.sector_bytes);
  }

  static int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

  // Version 1 of the methods: no shared memory, so that a log needs an exclusive lock.
  static constexpr sqlite3_io_methods methods{1,
                                              &close,
                                              &read,
                                              &write,
                                              &truncate,
                                              &sync,
                                              &file_size,
                                              &lock,
                                              &unlock,
                                              &check_reserved,
                                              &control,
                                              &sector_size,
                                              &characteristics,
                                              nullptr,
                                              nullptr,
                                              nullptr,
                                              nullptr,
                                              nullptr,
                                              nullptr};

  // The directory.

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* got) {
    SimDisk& d = disk(vfs);
    file->pMethods = nullptr;
    if (!d.powered_ || name == nullptr) return SQLITE_CANTOPEN;  // null: temporary files, in memory
    auto found = d.live_.find(std::string_view(name));
    if (found == d.live_.end()) {
      if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
      found = d.live_.emplace(name, std::make_shared<File>()).first;
    }
    Handle* h = new (file) Handle();
    h->base.pMethods = &methods;
    h->disk = &d;
    h->file = found->second;
    h->name = name;
    h->power_cycle = d.power_cycle_;
    h->delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    ++d.open_handles_;
    if (got != nullptr) *got = flags;
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* name, int sync_directory) {
    return disk(vfs).remove(name, sync_directory != 0);
  }

  static int access(sqlite3_vfs* vfs, const char* name, int, int* there) {
    if (!disk(vfs).powered_) return SQLITE_IOERR_ACCESS;
    *there = disk(vfs).live_.contains(std::string_view(name)) ? 1 : 0;
    return SQLITE_OK;
  }

  static int full_path(sqlite3_vfs*, const char* name, int room, char* out) {
    return std::snprintf(out, static_cast<std::size_t>(room), "%s", name) < room ? SQLITE_OK
                                                                                 : SQLITE_CANTOPEN;
  }

  // The world.

  static int randomness(sqlite3_vfs* vfs, int amount, char* out) {
    disk(vfs).entropy_.fill(
        {reinterpret_cast<std::uint8_t*>(out), static_cast<std::size_t>(amount)});
    return amount;
  }

  static int pass_time(sqlite3_vfs*, int microseconds) { return microseconds; }

  // Milliseconds of the Julian day; 1970-01-01 is day 2440587.5.
  static int time_ms(sqlite3_vfs* vfs, sqlite3_int64* out) {
    const WallTime now = disk(vfs).wall_ ? disk(vfs).wall_() : WallTime{};
    *out = 210866760000000 +
           std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
    return SQLITE_OK;
  }

  static int time_days(sqlite3_vfs* vfs, double* out) {
    sqlite3_int64 milliseconds = 0;
    time_ms(vfs, &milliseconds);
    *out = static_cast<double>(milliseconds) / 86400000.0;
    return SQLITE_OK;
  }

  static int last_error(sqlite3_vfs*, int, char*) { return 0; }

  static std::unique_ptr<sqlite3_vfs> make(SimDisk& d) {
    auto vfs = std::make_unique<sqlite3_vfs>();
    vfs->iVersion = 2;
    vfs->szOsFile = sizeof(Handle);
    vfs->mxPathname = 512;
    vfs->zName = d.name_.c_str();
    vfs->pAppData = &d;
    vfs->xOpen = &open;
    vfs->xDelete = &remove;
    vfs->xAccess = &access;
    vfs->xFullPathname = &full_path;
    vfs->xRandomness = &randomness;
    vfs->xSleep = &pass_time;
    vfs->xCurrentTime = &time_days;
    vfs->xGetLastError = &last_error;
    vfs->xCurrentTimeInt64 = &time_ms;
    return vfs;
  }
};

namespace {

// SQLite's generator is one for the process and draws its seed from the default VFS when it is
// next used after this.
void reseed_sqlite() { sqlite3_randomness(0, nullptr); }

}  // namespace

SimDisk::SimDisk(std::uint64_t seed, DiskOptions options, std::function<WallTime()> wall)
    : options_(options),
      wall_(std::move(wall)),
      chance_(seed, "disk.chance"),
      entropy_(seed, "disk.entropy") {
  // The address makes the name unique among the disks that exist; nothing observable contains it.
  name_ = "curia-sim-disk-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
  vfs_ = DiskVfs::make(*this);
  check(sqlite3_vfs_register(vfs_.get(), 1) == SQLITE_OK, "SQLite takes one more VFS");
  reseed_sqlite();
}

SimDisk::~SimDisk() {
  check(open_handles_ == 0, "connections are closed before their disk goes");
  sqlite3_vfs_unregister(vfs_.get());
  reseed_sqlite();
}

}  // namespace curia::sim

// FileShelf: what the files of a host hold; SimFiles: the port Files of one incarnation over it.
//
// 1. Appended bytes that were not synced vanish at a power cut, from some byte on; so does a file
//    that was never synced. replace() and remove() are durable when they return.
// 2. The shelf has a capacity; beyond it writes are disk_full and change nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/prng.hpp"
#include "model/env/files.hpp"

namespace curia::sim {

class FileShelf {
 public:
  explicit FileShelf(std::uint64_t seed) : chance_(seed, "files") {}

  void power_cut();
  // Only the process ends: what was written is with the operating system and stays.
  void keep_all();
  // No room is left.
  void fill();
  void set_capacity(std::uint64_t bytes) { capacity_ = bytes; }
  // The next `times` writes and syncs fail with io_error.
  void fail_next(std::uint64_t times) { failures_ = times; }

 private:
  friend class SimFiles;
  struct File {
    std::string bytes;
    std::size_t synced = 0;  // this many bytes survive
    bool exists_durably = false;
  };
  bool has_room(std::size_t more) const;
  bool takes_failure();

  std::map<std::string, File> files_;
  Prng chance_;
  std::uint64_t capacity_ = std::uint64_t{1} << 40;
  std::uint64_t failures_ = 0;
};

class SimFiles final : public Files {
 public:
  explicit SimFiles(FileShelf& shelf) : shelf_(shelf) {}

  Result<> append(const std::string& name, std::string_view bytes) override;
  Result<> sync(const std::string& name) override;
  Result<> replace(const std::string& name, std::string_view bytes) override;
  Result<std::string> read(const std::string& name) override;
  Result<std::string> read_part(const std::string& name, std::uint64_t offset,
                                std::size_t count) override;
  Result<std::uint64_t> size(const std::string& name) override;
  Result<> rename(const std::string& from, const std::string& to) override;
  Result<std::vector<std::string>> list(const std::string& folder) override;
  Result<> remove(const std::string& name) override;
  void stop() { stopped_ = true; }

 private:
  Result<> usable(const std::string& name) const;
  Result<> writable(const std::string& name, std::size_t more);
  Result<FileShelf::File*> find(const std::string& name);

  FileShelf& shelf_;
  bool stopped_ = false;
};

}  // namespace curia::sim

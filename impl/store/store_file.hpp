// StoreFile: a store's file written whole, from the copy that SqliteEngine::read_copy() gave,
// while no engine has it. Works through the VFS, so in both worlds.
//
// 1. make() empties what is there and takes its logs away; with nothing appended that is a store
//    that is to be made. Whoever begins sees to it that it is done again after a crash.
// 2. Nobody else has the file from make() until the object goes.
// 3. finish() makes it durable; without it nobody knows what is there.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia::store {

class StoreFile {
 public:
  // Errors: unavailable (somebody has it), io_error.
  static Result<StoreFile> make(const std::string& path, const std::string& vfs);
  StoreFile(StoreFile&&) noexcept;
  ~StoreFile();

  // Errors: disk_full, io_error.
  Result<> append(std::string_view bytes);
  Result<> finish();

 private:
  struct Raw;
  explicit StoreFile(std::unique_ptr<Raw> raw);
  std::unique_ptr<Raw> raw_;
};

}  // namespace curia::store

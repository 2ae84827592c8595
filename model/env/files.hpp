// The port Files: named byte sequences below one root. Names are relative, without "..".
//
// 1. Bytes that were appended but not synced may vanish at a power cut.
// 2. A job of Work may use it, too, on files that nobody else touches meanwhile.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"

namespace curia {

class Files {
 public:
  virtual ~Files() = default;
  // Makes the file when it does not exist. Errors: disk_full, io_error, invalid_value (name).
  virtual Result<> append(const std::string& name, std::string_view bytes) = 0;
  virtual Result<> sync(const std::string& name) = 0;
  // Replaces the whole file durably: after a power cut it is the old one or the new one.
  virtual Result<> replace(const std::string& name, std::string_view bytes) = 0;
  virtual Result<std::string> read(const std::string& name) = 0;  // not_found, io_error
  // At most `count` bytes from `offset` on; fewer where the file ends. Errors: not_found, io_error.
  virtual Result<std::string> read_part(const std::string& name, std::uint64_t offset,
                                        std::size_t count) = 0;
  // Bytes. Errors: not_found, invalid_value (a folder, or no regular file), io_error.
  virtual Result<std::uint64_t> size(const std::string& name) = 0;
  // Durable when it returns, as the bytes are that were synced before. Takes the place of a file
  // that has the name `to`. Errors: not_found, io_error.
  virtual Result<> rename(const std::string& from, const std::string& to) = 0;
  virtual Result<std::vector<std::string>> list(const std::string& folder) = 0;  // sorted
  virtual Result<> remove(const std::string& name) = 0;
};

}  // namespace curia

// The port Files: named byte sequences below one root. Names are relative, without "..".
//
// Bytes that were appended but not synced may vanish at a power cut.
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
  virtual Result<std::vector<std::string>> list(const std::string& folder) = 0;  // sorted
  virtual Result<> remove(const std::string& name) = 0;
};

}  // namespace curia

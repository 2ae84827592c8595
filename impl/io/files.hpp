// RealFiles: the port Files on a folder of the system.
//
// 1. A name is one or more parts joined by "/", none of them empty, "." or "..", without NUL;
//    anything else is invalid_value, so no name leads out of the root.
// 2. Folders on the way are made by append() and replace(). A new file or folder is durable when
//    the call that made it returns: its folder is synced.
// 3. An append that fails leaves the file as long as it was.
// 4. replace() writes "<name>.new~", syncs it, renames it and syncs the folder. Such names are
//    taken: they are refused, and list() does not show one that a crash left behind.
#pragma once

#include "model/env/files.hpp"

namespace curia::io {

class RealFiles final : public Files {
 public:
  // The root is made when it is first written to. Empty: every call fails with unavailable.
  explicit RealFiles(std::string root) : root_(std::move(root)) {}

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

 private:
  Result<std::string> path_of(const std::string& name) const;
  Result<> make_folders(const std::string& name) const;

  std::string root_;
};

}  // namespace curia::io

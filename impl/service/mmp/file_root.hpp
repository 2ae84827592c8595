// FileRoot: the one flat folder that administrators see by SFTP: what they bring (certificates,
// keys, licences, backups, upgrade images, branding), and files of the server that they may take.
//
// 1. A name is that of admin::is_file_name(): no folders, nothing hidden. `audit`, its older files,
//    `log` and `live.json` lie in the data directory itself and are never written from outside;
//    every other name lies in admin::upload_folder.
// 2. Rights (platform facts 1.3): admin all; crypto keys and certificates; audit the logs.
//    `NAME.pub` lets the account NAME in without a password, so only an admin and NAME may write
//    it.
// 3. What an upload has not finished yet begins with `partial_prefix`: no such name is shown.
//
//   if (FileRoot::may_write("cms.crt", who)) ... FileRoot::place("cms.crt")   // "files/cms.crt"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/role.hpp"
#include "model/env/files.hpp"

namespace curia::mmp {

// Who asks: a name that is logged in.
struct FileUser {
  std::string account;
  admin::Role role = admin::Role::audit;
};

class FileRoot {
 public:
  static constexpr std::string_view partial_prefix = ".partial-";

  explicit FileRoot(Files& files) : files_(files) {}

  // Below the data directory. Errors: invalid_value (no name of a file).
  static Result<std::string> place(std::string_view name);
  // Whether a role may look at it and see it in a list.
  static bool may_read(std::string_view name, const FileUser& who);
  // Whether it may be put there, replaced, renamed or removed.
  static bool may_write(std::string_view name, const FileUser& who);
  // How large it may be. Keys and certificates are read whole, on the loop.
  static std::uint64_t most_bytes(std::string_view name);

  // All names that there are, sorted; with an ending (".bak"), those that end so.
  std::vector<std::string> names(std::string_view ending = {}) const;
  // All that this user may read.
  std::vector<std::string> names_for(const FileUser& who) const;

 private:
  Files& files_;
};

}  // namespace curia::mmp

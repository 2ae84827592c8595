#include "impl/io/set_aside.hpp"

#include <fcntl.h>

#include <array>
#include <filesystem>
#include <system_error>

#include "impl/io/descriptor.hpp"
#include "impl/io/disk.hpp"

namespace curia::io {
namespace {

namespace fs = std::filesystem;

constexpr std::array names = {"curia.db", "curia.db-wal", "live.json"};
// Made from the others by whoever opens the database.
constexpr const char* derived = "curia.db-shm";
constexpr const char* part_suffix = ".part";

Result<> outcome(const std::error_code& error, const std::string& what) {
  if (!error) return {};
  return fail(error_of(error.value(), what));
}

Result<> copy_durably(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
  if (error) return outcome(error, "cannot copy '" + from.string() + "'");
  return sync_path(to.string(), O_RDONLY);
}

Result<> sync_folder(const fs::path& folder) {
  return sync_path(folder.string(), O_RDONLY | O_DIRECTORY);
}

}  // namespace

Result<> set_aside(const std::string& data, const std::string& folder) {
  const std::string fresh = folder + part_suffix;
  std::error_code error;
  for (const std::string& old : {fresh, folder}) fs::remove_all(old, error);
  fs::create_directory(fresh, error);
  if (error) return outcome(error, "cannot make '" + fresh + "'");
  for (const char* name : names)
    if (fs::exists(fs::path(data) / name))
      if (auto done = copy_durably(fs::path(data) / name, fs::path(fresh) / name); !done)
        return done;
  if (auto done = sync_folder(fresh); !done) return done;
  fs::rename(fresh, folder, error);
  if (error) return outcome(error, "cannot rename '" + fresh + "'");
  return sync_folder(fs::path(folder).parent_path());
}

Result<> put_back(const std::string& folder, const std::string& data) {
  if (!fs::exists(folder)) return {};
  const auto part = [&](const char* name) {
    return fs::path(data) / (name + std::string(part_suffix));
  };
  for (const char* name : names)
    if (fs::exists(fs::path(folder) / name))
      if (auto done = copy_durably(fs::path(folder) / name, part(name)); !done) {
        std::error_code ignored;
        for (const char* each : names) fs::remove(part(each), ignored);
        return done;
      }
  std::error_code error;
  fs::remove(fs::path(data) / derived, error);
  for (const char* name : names) {
    const fs::path path = fs::path(data) / name;
    if (!error) fs::remove(path, error);
    if (!error && fs::exists(part(name))) fs::rename(part(name), path, error);
    if (error) return outcome(error, "cannot put back '" + path.string() + "'");
  }
  return sync_folder(data);
}

}  // namespace curia::io

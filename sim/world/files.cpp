#include "sim/world/files.hpp"

#include "model/base/reached.hpp"

namespace curia::sim {
namespace {

bool is_name(std::string_view name) {
  if (name.find('\0') != name.npos) return false;
  for (;;) {
    const std::size_t slash = name.find('/');
    const std::string_view part = name.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == name.npos) return true;
    name.remove_prefix(slash + 1);
  }
}

}  // namespace

bool FileShelf::has_room(std::size_t more) const {
  std::uint64_t used = more;
  for (const auto& [name, file] : files_) used += file.bytes.size();
  return used <= capacity_;
}

bool FileShelf::takes_failure() {
  if (failures_ == 0) return false;
  --failures_;
  return true;
}

void FileShelf::keep_all() {
  for (auto& [name, file] : files_) {
    file.synced = file.bytes.size();
    file.exists_durably = true;
  }
}

void FileShelf::fill() {
  capacity_ = 0;
  for (const auto& [name, file] : files_) capacity_ += file.bytes.size();
}

void FileShelf::power_cut() {
  for (auto item = files_.begin(); item != files_.end();) {
    File& file = item->second;
    const std::size_t unsynced = file.bytes.size() - file.synced;
    if (unsynced > 0 || !file.exists_durably) {
      reached("files.unsynced_lost");
      file.bytes.resize(file.synced + chance_.below(unsynced + 1));
      if (!file.exists_durably && chance_.chance(1, 2)) {
        item = files_.erase(item);
        continue;
      }
    }
    file.synced = file.bytes.size();
    file.exists_durably = true;
    ++item;
  }
}

Result<> SimFiles::usable(const std::string& name) const {
  if (stopped_) return fail(Errc::io_error, "the host has no power");
  if (!is_name(name)) return fail(Errc::invalid_value, "'" + name + "' is not a file name");
  return {};
}

Result<> SimFiles::writable(const std::string& name, std::size_t more) {
  if (Result<> good = usable(name); !good) return good;
  if (shelf_.takes_failure()) return fail(Errc::io_error, "cannot write '" + name + "'");
  if (!shelf_.has_room(more)) return fail(Errc::disk_full, "no room to write '" + name + "'");
  return {};
}

Result<FileShelf::File*> SimFiles::find(const std::string& name) {
  if (Result<> good = usable(name); !good) return fail(good.error());
  const auto found = shelf_.files_.find(name);
  if (found == shelf_.files_.end()) return fail(Errc::not_found, "there is no file '" + name + "'");
  return &found->second;
}

Result<> SimFiles::append(const std::string& name, std::string_view bytes) {
  if (Result<> good = writable(name, bytes.size()); !good) return good;
  shelf_.files_[name].bytes += bytes;
  return {};
}

Result<> SimFiles::sync(const std::string& name) {
  const Result<FileShelf::File*> file = find(name);
  if (!file) return fail(file.error());
  if (shelf_.takes_failure()) return fail(Errc::io_error, "cannot sync '" + name + "'");
  (*file)->synced = (*file)->bytes.size();
  (*file)->exists_durably = true;
  return {};
}

Result<> SimFiles::replace(const std::string& name, std::string_view bytes) {
  // The old bytes are there until the new ones are: both need room.
  if (Result<> good = writable(name, bytes.size()); !good) return good;
  shelf_.files_[name] = {std::string(bytes), bytes.size(), true};
  return {};
}

Result<std::string> SimFiles::read(const std::string& name) {
  const Result<FileShelf::File*> file = find(name);
  if (!file) return fail(file.error());
  return (*file)->bytes;
}

Result<std::string> SimFiles::read_part(const std::string& name, std::uint64_t offset,
                                        std::size_t count) {
  const Result<FileShelf::File*> file = find(name);
  if (!file) return fail(file.error());
  const std::string& bytes = (*file)->bytes;
  return offset < bytes.size() ? bytes.substr(offset, count) : std::string();
}

Result<std::uint64_t> SimFiles::size(const std::string& name) {
  const Result<FileShelf::File*> file = find(name);
  if (file) return (*file)->bytes.size();
  const auto below = shelf_.files_.lower_bound(name + "/");
  if (below != shelf_.files_.end() && below->first.starts_with(name + "/"))
    return fail(Errc::invalid_value, "'" + name + "' is no file");
  return fail(file.error());
}

Result<> SimFiles::rename(const std::string& from, const std::string& to) {
  const Result<FileShelf::File*> file = find(from);
  if (!file) return fail(file.error());
  if (Result<> good = writable(to, 0); !good) return good;
  FileShelf::File moved = std::move(**file);
  moved.exists_durably = true;
  shelf_.files_.erase(from);
  shelf_.files_[to] = std::move(moved);
  return {};
}

Result<std::vector<std::string>> SimFiles::list(const std::string& folder) {
  if (!folder.empty())
    if (Result<> good = usable(folder); !good) return fail(good.error());
  const std::string prefix = folder.empty() ? "" : folder + "/";
  std::vector<std::string> names;
  for (auto item = shelf_.files_.lower_bound(prefix);
       item != shelf_.files_.end() && item->first.starts_with(prefix); ++item) {
    // Files and folders alike, one level deep; the files of one folder are neighbours.
    const std::string part =
        item->first.substr(prefix.size(), item->first.find('/', prefix.size()) - prefix.size());
    if (names.empty() || names.back() != part) names.push_back(part);
  }
  return names;
}

Result<> SimFiles::remove(const std::string& name) {
  const Result<FileShelf::File*> file = find(name);
  if (!file) return fail(file.error());
  shelf_.files_.erase(name);
  return {};
}

}  // namespace curia::sim

#include "impl/service/backup/state_files.hpp"

#include <algorithm>

#include "impl/service/backup/manifest.hpp"
#include "impl/service/mmp/audit_log.hpp"
#include "impl/service/mmp/file_root.hpp"
#include "model/admin/configuration.hpp"

namespace curia::backup {
namespace {

bool is_at_top_kept(std::string_view name) {
  return name == "log" || name == "trace" || name.starts_with("log.") || name.ends_with(".log") ||
         name == program_folder || name == snapshot_part || name == staged_file ||
         name == pending_file || name == "console" || name.starts_with(database_name) ||
         name == mmp::audit_file || name.starts_with(std::string(mmp::audit_file) + ".");
}

bool is_uploaded_kept(std::string_view name) {
  return name.ends_with(backup_suffix) || name.ends_with(backup_note_suffix) ||
         name.ends_with(image_suffix) || name.starts_with(mmp::FileRoot::partial_prefix);
}

// Nothing of ours is deeper, and a link may lead round and round.
constexpr int deepest = 4;

Result<> collect(Files& files, const std::string& folder, std::vector<std::string>& found,
                 int depth = 0) {
  if (depth > deepest) return {};
  const auto names = files.list(folder);
  if (!names) return fail(names.error());
  for (const std::string& name : *names) {
    if (folder.empty() && is_at_top_kept(name)) continue;
    if (folder == admin::upload_folder && is_uploaded_kept(name)) continue;
    const std::string path = folder.empty() ? name : folder + "/" + name;
    const auto size = files.size(path);
    if (size) {
      found.push_back(path);
    } else if (size.error().code == Errc::invalid_value) {
      // A folder; what is neither (a socket, a link) has nothing to list.
      if (auto below = collect(files, path, found, depth + 1);
          !below && below.error().code != Errc::not_found)
        return below;
    } else if (size.error().code != Errc::not_found) {
      return fail(size.error());
    }
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> state_files(Files& files) {
  std::vector<std::string> found;
  if (auto all = collect(files, "", found); !all) return fail(all.error());
  std::ranges::sort(found);
  return found;
}

Result<std::vector<std::string>> kept_files(Files& files) {
  auto names = files.list(std::string(admin::upload_folder));
  if (!names) return fail(names.error());
  std::erase_if(*names, [](const std::string& name) { return !is_uploaded_kept(name); });
  for (std::string& name : *names) name = admin::upload_path(name);
  return names;
}

}  // namespace curia::backup

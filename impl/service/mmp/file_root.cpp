#include "impl/service/mmp/file_root.hpp"

#include <algorithm>
#include <array>

#include "impl/service/mmp/audit_log.hpp"
#include "impl/service/mmp/passwords.hpp"
#include "model/admin/configuration.hpp"
#include "model/admin/limits.hpp"
#include "model/admin/values.hpp"
#include "model/base/text.hpp"

namespace curia::mmp {
namespace {

constexpr std::string_view log_file = "log";
constexpr std::string_view public_key_ending = ".pub";
constexpr std::array<std::string_view, 8> crypto_endings = {".crt", ".cer", ".pem", ".der",
                                                            ".key", ".csr", ".p12", ".pfx"};
// WinSCP uploads under a name with this ending, then renames.
constexpr std::string_view upload_ending = ".filepart";

// "audit", "audit.1".
bool is_log(std::string_view name) {
  if (name == log_file || name == audit_file) return true;
  if (!name.starts_with(audit_file) || name.size() < audit_file.size() + 2) return false;
  return name[audit_file.size()] == '.' && parse_decimal(name.substr(audit_file.size() + 1));
}

bool is_of_server(std::string_view name) {
  return is_log(name) || name == admin::configuration_file;
}

bool is_crypto(std::string_view name) {
  if (name.ends_with(upload_ending)) name.remove_suffix(upload_ending.size());
  return std::ranges::any_of(crypto_endings,
                             [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_own_key(std::string_view name, const FileUser& who) {
  return name == who.account + std::string(public_key_ending);
}

}  // namespace

Result<std::string> FileRoot::place(std::string_view name) {
  if (!admin::is_file_name(name))
    return fail(Errc::invalid_value, "'" + std::string(name) + "' is not the name of a file");
  if (is_of_server(name)) return std::string(name);
  return admin::upload_path(name);
}

bool FileRoot::may_read(std::string_view name, const FileUser& who) {
  if (who.role == admin::Role::admin) return true;
  if (is_own_key(name, who)) return admin::may_use_shell(who.role);
  if (who.role == admin::Role::crypto) return is_crypto(name);
  return who.role == admin::Role::audit && is_log(name);
}

bool FileRoot::may_write(std::string_view name, const FileUser& who) {
  return admin::is_file_name(name) && !is_of_server(name) && may_read(name, who);
}

std::uint64_t FileRoot::most_bytes(std::string_view name) {
  if (is_crypto(name) || name.ends_with(public_key_ending)) return limits::pki_file_bytes;
  return name == dictionary_file ? limits::dictionary_bytes : limits::sftp_file_bytes;
}

std::vector<std::string> FileRoot::names(std::string_view ending) const {
  std::vector<std::string> found;
  const auto take = [&](const std::string& folder, bool of_server) {
    const auto listed = files_.list(folder);
    if (!listed) return;  // nothing was brought yet
    for (const std::string& name : *listed)
      if (admin::is_file_name(name) && is_of_server(name) == of_server && name.ends_with(ending))
        found.push_back(name);
  };
  take("", true);
  take(std::string(admin::upload_folder), false);
  std::ranges::sort(found);
  return found;
}

std::vector<std::string> FileRoot::names_for(const FileUser& who) const {
  std::vector<std::string> found = names();
  std::erase_if(found, [&](const std::string& name) { return !may_read(name, who); });
  return found;
}

}  // namespace curia::mmp

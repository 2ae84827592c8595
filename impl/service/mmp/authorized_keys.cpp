#include "impl/service/mmp/authorized_keys.hpp"

#include <algorithm>

#include "impl/service/mmp/file_root.hpp"
#include "impl/wire/ssh/public_key.hpp"

namespace curia::mmp {

namespace {

std::string file_of(const std::string& account) { return account + ".pub"; }

}  // namespace

bool is_authorized(Mmp& mmp, const std::string& account, std::string_view blob) {
  const accounts::Account* found = mmp.accounts().table().find(account);
  if (found == nullptr || found->is_ldap) return false;
  const auto text = mmp.uploaded(file_of(account));
  if (!text) return false;
  return std::ranges::any_of(ssh::parse_public_keys(*text),
                             [&](const ssh::PublicKey& key) { return key.blob == blob; });
}

void forget_keys(Mmp& mmp, const std::string& account) {
  const auto place = FileRoot::place(file_of(account));
  if (!place) return;
  const auto removed = mmp.env().files.remove(*place);
  if (!removed && removed.error().code != Errc::not_found)
    mmp.env().trace.log(Severity::error, "the public keys of '" + account +
                                             "' are still there: " + removed.error().message);
}

}  // namespace curia::mmp

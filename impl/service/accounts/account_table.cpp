#include "impl/service/accounts/account_table.hpp"

#include "model/base/limits.hpp"

namespace curia::accounts {

Result<> AccountTable::put(Account account) {
  const auto found = accounts_.find(account.name);
  if (found == accounts_.end()) {
    if (accounts_.size() == limits::accounts)
      return fail(Errc::limit_reached,
                  "there are already " + std::to_string(limits::accounts) + " accounts");
    std::string name = account.name;
    accounts_.emplace(std::move(name), std::move(account));
  } else {
    const bool is_same = same_login(found->second, account);
    found->second = std::move(account);
    if (is_same) return {};
  }
  ++generation_;
  return {};
}

std::vector<std::string> AccountTable::encoded() const {
  std::vector<std::string> texts;
  for (const auto& [name, account] : accounts_) texts.push_back(encode_account(account));
  return texts;
}

void AccountTable::erase(std::string_view name) {
  const auto found = accounts_.find(name);
  if (found == accounts_.end()) return;
  accounts_.erase(found);
  ++generation_;
}

const Account* AccountTable::find(std::string_view name) const {
  const auto found = accounts_.find(name);
  return found == accounts_.end() ? nullptr : &found->second;
}

}  // namespace curia::accounts

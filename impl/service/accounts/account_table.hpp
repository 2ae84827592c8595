// AccountTable: the accounts in memory. The durable rows are somebody else's (the object store);
// whoever commits a row tells the table.
//
// 1. At most limits::accounts accounts, no two of one name.
// 2. generation() changes with every change that a login depends on (same_login()): what was
//    derived from an older one is void.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "impl/service/accounts/account.hpp"

namespace curia::accounts {

class AccountTable {
 public:
  // Adds the account or takes the place of the one of that name.
  // Errors: limit_reached.
  Result<> put(Account account);
  // Nothing happens when there is none of that name.
  void erase(std::string_view name);

  const Account* find(std::string_view name) const;
  const std::map<std::string, Account, std::less<>>& all() const { return accounts_; }
  // As they are stored (encode_account()).
  std::vector<std::string> encoded() const;
  std::uint64_t generation() const { return generation_; }

 private:
  std::map<std::string, Account, std::less<>> accounts_;
  std::uint64_t generation_ = 1;
};

}  // namespace curia::accounts

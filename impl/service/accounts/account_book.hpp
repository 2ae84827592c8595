// AccountBook: changes of accounts, live and durable. The table shows a change at once; `done`
// tells whether the store has taken it, and when it has not, the table shows the old again.
//
//   AccountBook book(table, store);
//   book.load(row);                       // each row of kind account, at the start
//   book.save(account, [](Result<> stored) { ... });
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "impl/service/accounts/account_table.hpp"
#include "model/env/store.hpp"

namespace curia::accounts {

class AccountBook {
 public:
  // Both outlive it.
  AccountBook(AccountTable& table, Store& store) : table_(table), store_(store) {}

  // Errors: those of decode_account() and of AccountTable::put().
  Result<> load(const StoreRow& row);

  // Makes the account or takes the place of the one of that name. Errors: limit_reached, those of
  // Store::commit.
  void save(Account account, Done<Result<>> done);
  // Errors: not_found, those of Store::commit.
  void erase(const std::string& name, Done<Result<>> done);

  const AccountTable& table() const { return table_; }

 private:
  struct Durable {
    std::uint64_t ordinal = 0;
    std::optional<Account> account;  // what the store is known to have
  };
  void commit(const std::string& name, std::optional<Account> account, Done<Result<>> done);

  AccountTable& table_;
  Store& store_;
  std::uint64_t next_ordinal_ = first_account_ordinal;
  std::map<std::string, Durable, std::less<>> rows_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace curia::accounts

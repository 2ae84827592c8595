#include "impl/service/accounts/account_book.hpp"

#include <algorithm>

namespace curia::accounts {

Result<> AccountBook::load(const StoreRow& row) {
  auto account = decode_account(row.value);
  if (!account) return fail(account.error());
  next_ordinal_ = std::max(next_ordinal_, row.ordinal + 1);
  rows_[account->name] = {row.ordinal, *account};
  return table_.put(*std::move(account));
}

void AccountBook::save(Account account, Done<Result<>> done) {
  const std::string name = account.name;
  if (auto put = table_.put(account); !put) return done(std::move(put));
  commit(name, std::move(account), std::move(done));
}

void AccountBook::erase(const std::string& name, Done<Result<>> done) {
  if (table_.find(name) == nullptr)
    return done(fail(Errc::not_found, "there is no account '" + name + "'"));
  table_.erase(name);
  commit(name, std::nullopt, std::move(done));
}

void AccountBook::commit(const std::string& name, std::optional<Account> account,
                         Done<Result<>> done) {
  Durable& row = rows_[name];
  if (row.ordinal == 0) row.ordinal = next_ordinal_++;
  StoreWrite write{row.ordinal, std::string(account_kind), std::nullopt};
  if (account) write.value = encode_account(*account);
  store_.commit({std::move(write)},
                [this, alive = std::weak_ptr(alive_), name, account = std::move(account),
                 done = std::move(done)](Result<> stored) mutable {
                  if (alive.expired()) return;
                  Durable& kept = rows_[name];
                  if (stored) {
                    kept.account = std::move(account);
                  } else if (kept.account) {
                    (void)table_.put(*kept.account);  // its place is still there
                  } else {
                    table_.erase(name);
                  }
                  done(std::move(stored));
                });
}

}  // namespace curia::accounts

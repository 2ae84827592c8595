// Passwords: setting a new one, under all rules.
//
// 1. Rules, the dictionary (an uploaded file of that name), and the history of hashes are asked
//    before anything is stored. Hashing and comparing run on the lane `crypto`.
// 2. The old hash goes to the front of the history, which has at most limits::password_history.
#pragma once

#include <memory>
#include <string>

#include "impl/service/accounts/account_book.hpp"
#include "impl/service/accounts/password.hpp"
#include "impl/service/mmp/configuration_book.hpp"
#include "model/env/env.hpp"

namespace curia::mmp {

inline constexpr std::string_view dictionary_file = "dictionary";

class Passwords {
 public:
  // All outlive it.
  Passwords(const Env& env, accounts::AccountBook& accounts, const ConfigurationBook& configuration,
            accounts::ScryptCost cost);

  struct NewPassword {
    std::string account;
    std::string password;
    std::string old_password{};  // empty: nobody was asked for it
    bool must_change = false;    // again, at the next login
  };
  // Errors: not_found (account), not_permitted (LDAP accounts), invalid_value (a rule, the
  // dictionary, the history), those of AccountBook::save().
  void set(NewPassword wanted, Done<Result<>> done);

  // The first password of an account that is not in the book yet; it is added. Errors: duplicate,
  // and as above.
  void add(accounts::Account account, std::string password, Done<Result<>> done);

  // The hash of a password that no rule judges. Errors: io_error (no memory).
  void hash(std::string password, Done<Result<std::string>> done);

 private:
  Result<> judge(const NewPassword& wanted) const;
  void store(accounts::Account account, std::string hash, Done<Result<>> done);

  Env env_;
  accounts::AccountBook& accounts_;
  const ConfigurationBook& configuration_;
  accounts::ScryptCost cost_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace curia::mmp

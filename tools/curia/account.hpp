// Making accounts of the server from a command line.
#pragma once

#include <string>

#include "impl/service/accounts/account.hpp"
#include "model/base/result.hpp"
#include "model/env/env.hpp"

namespace curia::tools {

// The password is the first line of standard input, or a new one that comes back in `generated`.
// Errors: those of the names and passwords of accounts, io_error (no line to read).
Result<accounts::Account> make_account(const Env& env, std::string name, accounts::Role role,
                                       bool password_from_stdin, std::string& generated);

}  // namespace curia::tools

#include "tools/curia/account.hpp"

#include <algorithm>
#include <iostream>

#include "impl/io/reality.hpp"
#include "impl/service/accounts/password.hpp"
#include "impl/store/sqlite_engine.hpp"
#include "tools/curia/command.hpp"

namespace curia::tools {
namespace {

constexpr std::size_t rows_per_page = 4096;

// The accounts of a stopped server, and where the next row goes.
struct Stored {
  std::vector<accounts::Account> accounts;
  std::uint64_t last_ordinal = 0;
};

Result<Stored> read_accounts(store::SqliteEngine& engine) {
  Stored stored;
  for (;;) {
    const auto rows = engine.load(stored.last_ordinal, rows_per_page);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return stored;
    for (const StoreRow& row : *rows) {
      stored.last_ordinal = row.ordinal;
      if (row.kind != accounts::account_kind) continue;
      auto account = accounts::decode_account(row.value);
      if (!account) return fail(account.error());
      stored.accounts.push_back(*std::move(account));
    }
  }
}

Result<> add(store::SqliteEngine& engine, const Stored& stored, const accounts::Account& account) {
  if (std::ranges::find(stored.accounts, account.name, &accounts::Account::name) !=
      stored.accounts.end())
    return fail(Errc::duplicate, "there is an account '" + account.name + "' already", "add");
  const Batch batch = {{stored.last_ordinal + 1, std::string(accounts::account_kind),
                        accounts::encode_account(account)}};
  if (auto kept = engine.apply(std::span(&batch, 1)); !kept) return kept;
  return engine.close();
}

int run_account(std::span<const std::string> arguments) {
  const auto options = Options::parse(arguments, {"data", "add", "role"}, {"password-stdin"});
  if (!options) return complain_usage(account_command, options.error());
  const auto data = data_directory(*options);
  if (!data) return complain_usage(account_command, data.error());
  const auto role = accounts::parse_role(options->value("role").value_or("api"));
  if (!role)
    return complain_usage(account_command, {Errc::invalid_value, "role",
                                            "a role is admin, crypto, audit, appadmin or api"});
  auto engine = store::SqliteEngine::open({.path = data->database(), .create = false});
  if (!engine) return complain(account_command, engine.error());
  const auto stored = read_accounts(**engine);
  if (!stored) return complain(account_command, stored.error());
  const auto name = options->value("add");
  if (!name) {
    for (const auto& account : stored->accounts)
      std::cout << account.name << "  " << name_of(account.role) << "\n";
    return exit_done;
  }
  io::Reality reality({.root = data->path, .log_file = {}, .trace_file = {}});
  std::string generated;
  const auto account =
      make_account(reality.env(), *name, *role, options->has("password-stdin"), generated);
  if (!account)
    return account.error().parameter == "name" ? complain_usage(account_command, account.error())
                                               : complain(account_command, account.error());
  if (auto added = add(**engine, *stored, *account); !added)
    return complain(account_command, added.error());
  std::cout << "Login     " << account->name << "\n";
  if (!generated.empty())
    std::cout << "Password  " << generated << "   (shown this once: keep it)\n";
  return exit_done;
}

}  // namespace

Result<accounts::Account> make_account(const Env& env, std::string name, accounts::Role role,
                                       bool password_from_stdin, std::string& generated) {
  if (auto valid = accounts::validate_account_name(name); !valid) return fail(valid.error());
  std::string password;
  if (password_from_stdin) {
    auto line = read_line();
    if (!line) return fail(line.error());
    password = *std::move(line);
  } else {
    password = generated = accounts::generate_password(env.random);
  }
  if (auto valid = accounts::validate_password(password); !valid) return fail(valid.error());
  auto hash = accounts::hash_password(env.random, password);
  if (!hash) return fail(hash.error());
  accounts::Account account{std::move(name), role, *std::move(hash)};
  account.changed = std::chrono::floor<std::chrono::seconds>(env.clock.wall());
  return account;
}

const Command account_command = {
    "account", "list or add accounts of a server that is not running",
    "Usage: curia account --data DIR [--add NAME [--role ROLE] [--password-stdin]]\n\n"
    "Without --add it lists the accounts and their roles. Without --password-stdin a password\n"
    "is made and printed once.\n\n"
    "  --data DIR         a directory that 'curia init' made\n"
    "  --add NAME         make an account of this name\n"
    "  --role ROLE        admin, crypto, audit, appadmin or api (api); crypto and audit may not\n"
    "                     use the API\n"
    "  --password-stdin   the password is the first line of standard input\n",
    run_account};

}  // namespace curia::tools

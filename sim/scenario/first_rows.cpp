#include "sim/scenario/first_rows.hpp"

#include "impl/service/accounts/account.hpp"
#include "impl/service/accounts/password.hpp"
#include "model/objects/user.hpp"
#include "model/registry/codec.hpp"

namespace curia::scenario {
namespace {

Result<StoreWrite> account_row(const Account& account, std::uint64_t ordinal, Random& random) {
  const auto role = accounts::parse_role(account.role);
  if (!role) return fail(Errc::invalid_value, "there is no role '" + account.role + "'");
  auto hash = accounts::hash_password(random, account.password, accounts::quick_cost);
  if (!hash) return fail(hash.error());
  return StoreWrite{ordinal, std::string(accounts::account_kind),
                    accounts::encode_account({account.name, *role, *std::move(hash)})};
}

Result<StoreWrite> user_row(const std::vector<Param>& fields, std::uint64_t ordinal,
                            Random& random) {
  User user;
  user.kind = Kind::user;
  user.ordinal = ordinal;
  user.id = new_guid(random);
  for (const auto& field : fields) {
    if (field.name == "userJid") {
      user.user_jid = field.value;
    } else if (field.name == "name") {
      user.name = field.value;
    } else if (field.name == "email") {
      user.email = field.value;
    } else if (field.name == "cdrTag") {
      user.cdr_tag = field.value;
    } else if (field.name == "authenticationId") {
      user.authentication_id = field.value;
    } else if (const auto guid = parse_guid(field.value); guid && field.name == "id") {
      user.id = *guid;
    } else if (guid && field.name == "adGuid") {
      user.ad_guid = *guid;
    } else {
      return fail(Errc::invalid_value, "a user has no such " + field.name, field.name);
    }
  }
  return StoreWrite{ordinal, "user", encode(user)};
}

}  // namespace

Result<> write_first_rows(const store::EngineOptions& where, const Settings& settings,
                          Random& random) {
  std::vector<Account> accounts = settings.accounts;
  accounts.push_back({std::string(standard_name), std::string(standard_password), "admin"});
  Batch batch;
  for (const auto& account : accounts) {
    auto row = account_row(account, batch.size() + 1, random);
    if (!row) return fail(row.error());
    batch.push_back(*std::move(row));
  }
  for (const auto& user : settings.users) {
    auto row = user_row(user, batch.size() + 1, random);
    if (!row) return fail(row.error());
    batch.push_back(*std::move(row));
  }
  auto engine = store::SqliteEngine::open(where);
  if (!engine) return fail(engine.error());
  if (auto applied = (*engine)->apply({&batch, 1}); !applied) return applied;
  return (*engine)->close();
}

}  // namespace curia::scenario

#include "sim/scenario/first_rows.hpp"

#include <algorithm>

#include "impl/service/accounts/account.hpp"
#include "impl/service/accounts/password.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/user.hpp"
#include "model/objects/user_profile.hpp"
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

// What a user refers to must be there too.
template <class T>
StoreWrite row_of(const Guid& id, std::string_view kind, std::uint64_t ordinal) {
  T object;
  object.kind = T::kind_of;
  object.ordinal = ordinal;
  object.id = id;
  if constexpr (requires { object.name; }) object.name = "Of users";
  return {ordinal, std::string(kind), encode(object)};
}

Result<User> read_user(const std::vector<Param>& fields, std::uint64_t ordinal, Random& random) {
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
    } else if (guid && field.name == "tenant") {
      user.tenant = *guid;
    } else if (guid && field.name == "userProfile") {
      user.user_profile = *guid;
    } else if (guid && field.name == "adGuid") {
      user.ad_guid = *guid;
    } else {
      return fail(Errc::invalid_value, "a user has no such " + field.name, field.name);
    }
  }
  return user;
}

Result<> add_users(const Settings& settings, Random& random, Batch& batch) {
  std::vector<Guid> tenants, profiles;
  const auto is_new = [](std::vector<Guid>& known, const Guid& id) {
    if (!id || std::ranges::find(known, id) != known.end()) return false;
    known.push_back(id);
    return true;
  };
  for (const auto& fields : settings.users) {
    const auto user = read_user(fields, batch.size() + 1, random);
    if (!user) return fail(user.error());
    batch.push_back({user->ordinal, "user", encode(*user)});
    if (is_new(tenants, user->tenant))
      batch.push_back(row_of<Tenant>(user->tenant, "tenant", batch.size() + 1));
    if (is_new(profiles, user->user_profile))
      batch.push_back(row_of<UserProfile>(user->user_profile, "userProfile", batch.size() + 1));
  }
  return {};
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
  if (auto added = add_users(settings, random, batch); !added) return added;
  auto engine = store::SqliteEngine::open(where);
  if (!engine) return fail(engine.error());
  if (auto applied = (*engine)->apply({&batch, 1}); !applied) return applied;
  return (*engine)->close();
}

}  // namespace curia::scenario

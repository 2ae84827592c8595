#include "impl/service/mmp/passwords.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "model/admin/limits.hpp"

namespace curia::mmp {
namespace {

using accounts::Account;

// What the lane works out; only it touches the job until it is done.
struct Job {
  std::string password;
  std::vector<std::string> old_hashes;
  std::array<std::uint8_t, 64> seed{};
  accounts::ScryptCost cost;
  bool is_old = false;
  Result<std::string> hash = std::string();
};

// Salt for the lane, which has no port Random: drawn before.
class SeedRandom final : public Random {
 public:
  explicit SeedRandom(std::span<const std::uint8_t> seed) : seed_(seed) {}
  std::uint64_t next(std::string_view) override { return 0; }
  void secret(std::span<std::uint8_t> bytes) override {
    std::ranges::copy(seed_.first(std::min(seed_.size(), bytes.size())), bytes.begin());
  }

 private:
  std::span<const std::uint8_t> seed_;
};

}  // namespace

Passwords::Passwords(const Env& env, accounts::AccountBook& accounts,
                     const ConfigurationBook& configuration, accounts::ScryptCost cost)
    : env_(env), accounts_(accounts), configuration_(configuration), cost_(cost) {}

Result<> Passwords::judge(const NewPassword& wanted) const {
  if (auto valid = accounts::validate_password(wanted.password); !valid) return valid;
  if (auto good = admin::judge_password(configuration_.current().rules, wanted.account,
                                        wanted.password, wanted.old_password);
      !good)
    return good;
  const auto words = env_.files.read(admin::upload_path(dictionary_file));
  if (words && admin::is_in_dictionary(*words, wanted.password))
    return fail(Errc::invalid_value, "the password is a word of the dictionary", "password");
  return {};
}

void Passwords::set(NewPassword wanted, Done<Result<>> done) {
  const Account* account = accounts_.table().find(wanted.account);
  if (account == nullptr)
    return done(fail(Errc::not_found, "there is no account '" + wanted.account + "'"));
  if (account->is_ldap)
    return done(fail(Errc::not_permitted,
                     "the password of an LDAP account is changed in the "
                     "directory"));
  if (auto good = judge(wanted); !good) return done(std::move(good));
  auto job = std::make_shared<Job>();
  job->password = wanted.password;
  job->cost = cost_;
  env_.random.secret(job->seed);
  if (const auto& most = configuration_.current().rules.max_history) {
    job->old_hashes = account->history;
    job->old_hashes.insert(job->old_hashes.begin(), account->password_hash);
    job->old_hashes.resize(std::min(job->old_hashes.size(), static_cast<std::size_t>(*most)));
  }
  env_.work.run(
      Lane::crypto,
      [job] {
        job->is_old = std::ranges::any_of(job->old_hashes, [&](const std::string& hash) {
          return accounts::password_matches(job->password, hash);
        });
        SeedRandom random(job->seed);
        if (!job->is_old) job->hash = accounts::hash_password(random, job->password, job->cost);
      },
      [this, alive = std::weak_ptr(alive_), job, wanted = std::move(wanted),
       done = std::move(done)]() mutable {
        if (alive.expired()) return;
        if (job->is_old)
          return done(fail(Errc::invalid_value, "the password was used before", "password"));
        if (!job->hash) return done(fail(job->hash.error()));
        const Account* now = accounts_.table().find(wanted.account);
        if (now == nullptr) return done(fail(Errc::not_found, "the account was deleted meanwhile"));
        Account changed = *now;
        changed.must_change = wanted.must_change;
        store(std::move(changed), *std::move(job->hash), std::move(done));
      });
}

void Passwords::add(Account account, std::string password, Done<Result<>> done) {
  if (auto good = judge({account.name, password, {}, false}); !good) return done(std::move(good));
  hash(std::move(password), [this, account = std::move(account),
                             done = std::move(done)](Result<std::string> hash) mutable {
    if (!hash) return done(fail(hash.error()));
    if (accounts_.table().find(account.name) != nullptr)
      return done(fail(Errc::duplicate, "there is an account '" + account.name + "' already"));
    store(std::move(account), *std::move(hash), std::move(done));
  });
}

void Passwords::hash(std::string password, Done<Result<std::string>> done) {
  auto job = std::make_shared<Job>();
  job->password = std::move(password);
  job->cost = cost_;
  env_.random.secret(job->seed);
  env_.work.run(
      Lane::crypto,
      [job] {
        SeedRandom random(job->seed);
        job->hash = accounts::hash_password(random, job->password, job->cost);
      },
      [alive = std::weak_ptr(alive_), job, done = std::move(done)]() mutable {
        if (!alive.expired()) done(std::move(job->hash));
      });
}

void Passwords::store(Account account, std::string hash, Done<Result<>> done) {
  if (!account.password_hash.empty()) {
    account.history.insert(account.history.begin(), account.password_hash);
    if (account.history.size() > limits::password_history)
      account.history.resize(limits::password_history);
  }
  account.password_hash = std::move(hash);
  account.changed = std::chrono::floor<std::chrono::seconds>(env_.clock.wall());
  account.counted_failures = 0;
  account.locked_until = {};
  accounts_.save(std::move(account), std::move(done));
}

}  // namespace curia::mmp

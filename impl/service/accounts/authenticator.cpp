#include "impl/service/accounts/authenticator.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <map>
#include <vector>

#include "impl/service/accounts/basic_header.hpp"
#include "impl/service/accounts/keyed_digest.hpp"
#include "impl/service/accounts/known_credentials.hpp"
#include "impl/service/accounts/login_failures.hpp"
#include "impl/service/accounts/password.hpp"
#include "model/base/limits.hpp"
#include "model/base/reached.hpp"

namespace curia::accounts {
namespace {

constexpr std::string_view wrong_credentials = "wrong name or password";

void wipe(std::string& secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

// What the costliest account costs, so that an unknown name costs no less than a known one.
ScryptCost highest_cost(const AccountTable& accounts) {
  ScryptCost highest{0, 1, 1};
  const auto work = [](ScryptCost c) { return std::uint64_t{c.r} * c.p << c.log2_n; };
  for (const auto& [name, account] : accounts.all())
    if (const auto cost = cost_of(account.password_hash); cost && work(*cost) > work(highest))
      highest = *cost;
  return highest.log2_n == 0 ? production_cost : highest;
}

}  // namespace

class Authenticator::Impl : public std::enable_shared_from_this<Impl> {
 public:
  using Answer = Done<Result<Identity>>;

  Impl(const Env& env, const AccountTable& accounts, LoginGuard* guard)
      : env_(env), accounts_(accounts), guard_(guard), digest_(env.random) {}

  const Identity* known(std::string_view header) {
    if (header.empty() || header.size() > limits::auth_header_bytes) return nullptr;
    follow_accounts();
    return known_.find(digest_(header), env_.clock.now());
  }

  void authenticate(std::string_view header, const IpAddress& address, Answer done) {
    if (const Identity* identity = known(header)) return later(std::move(done), *identity);
    auto credentials = parse_basic(header);
    if (!credentials)
      return later(std::move(done), fail(Errc::not_permitted, "no usable credentials"));
    join_check(digest_(header), std::move(*credentials), source_of(address), std::move(done));
  }

  std::int64_t retry_after_seconds(const IpAddress& address) const {
    const Instant now = env_.clock.now();
    const auto until = failures_.refused_until(source_of(address), now);
    return until ? std::chrono::ceil<std::chrono::seconds>(*until - now).count() : 0;
  }

  void close() { closed_ = true; }

 private:
  // One run of the hash and everybody who waits for it.
  struct Check {
    Credentials credentials;
    std::string hash;                // what the password is compared with
    std::vector<IpAddress> sources;  // each once: it counts as one attempt of each
    std::vector<Answer> waiting;
    Check() = default;
    Check(const Check&) = delete;
    Check& operator=(const Check&) = delete;
    ~Check() { wipe(credentials.password); }
  };

  // What was derived from older accounts is void.
  void follow_accounts() {
    if (generation_ == accounts_.generation()) return;
    generation_ = accounts_.generation();
    known_.clear();
    if (const auto cost = highest_cost(accounts_);
        impossible_.empty() || cost != impossible_cost_) {
      impossible_cost_ = cost;
      impossible_ = impossible_hash(env_.random, cost);
    }
  }

  void later(Answer done, Result<Identity> result) {
    env_.timers.at(env_.clock.now(), [self = weak_from_this(), done = std::move(done),
                                      result = std::move(result)]() mutable {
      if (const auto alive = self.lock(); alive && !alive->closed_) done(std::move(result));
    });
  }

  void join_check(const Digest& digest, Credentials credentials, const IpAddress& source,
                  Answer done) {
    if (requests_waiting_ == limits::auth_requests_waiting)
      return later(std::move(done), fail(Errc::unavailable, "too many logins are waiting"));
    const auto running = checks_.find(digest);
    if (running == checks_.end() && checks_.size() == limits::auth_checks_waiting) {
      reached("accounts.checks_full");
      return later(std::move(done), fail(Errc::unavailable, "too many logins are being checked"));
    }
    const bool counted =
        running != checks_.end() &&
        std::ranges::find(running->second.sources, source) != running->second.sources.end();
    if (!counted) {
      switch (failures_.begin(source, env_.clock.now())) {
        case LoginFailures::Admission::refused:
          return later(std::move(done), fail(Errc::limit_reached,
                                             "too many failed logins from " + source_text(source)));
        case LoginFailures::Admission::busy:
          return later(std::move(done),
                       fail(Errc::unavailable,
                            "too many logins from " + source_text(source) + " are being checked"));
        case LoginFailures::Admission::admitted:
          break;
      }
    }
    Check& check = checks_[digest];
    if (!counted) check.sources.push_back(source);
    check.waiting.push_back(std::move(done));
    ++requests_waiting_;
    if (running != checks_.end()) return reached("accounts.shared_check");
    check.credentials = std::move(credentials);
    run(digest, check);
  }

  const std::string& hash_for(std::string_view name) const {
    const Account* account = accounts_.find(name);
    return account == nullptr ? impossible_ : account->password_hash;
  }

  void run(const Digest& digest, Check& check) {
    check.hash = hash_for(check.credentials.name);
    auto matches = std::make_shared<bool>(false);
    env_.work.run(
        Lane::crypto,
        [password = check.credentials.password, hash = check.hash, matches]() mutable {
          *matches = password_matches(password, hash);
          wipe(password);
        },
        [self = weak_from_this(), digest, matches] {
          if (const auto alive = self.lock(); alive && !alive->closed_)
            alive->finish(digest, *matches);
        });
  }

  void finish(const Digest& digest, bool matches) {
    follow_accounts();
    const auto found = checks_.find(digest);
    if (found->second.hash != hash_for(found->second.credentials.name)) {
      // The account changed meanwhile: what was compared says nothing any more.
      reached("accounts.changed_during_check");
      return run(digest, found->second);
    }
    const auto node = checks_.extract(found);
    Check& check = node.mapped();
    requests_waiting_ -= check.waiting.size();
    const Account* account = accounts_.find(check.credentials.name);
    Result<Identity> result = fail(Errc::not_permitted, std::string(wrong_credentials));
    const std::string why = matches && account != nullptr ? refusal(*account, check.sources.front())
                                                          : std::string(wrong_credentials);
    if (why.empty()) {
      result = Identity{account->name, account->role};
      known_.add(digest, *result, env_.clock.now());
      for (const IpAddress& source : check.sources) failures_.passed(source);
      env_.trace.event("auth.verified", {{"account", account->name}});
    } else {
      for (const IpAddress& source : check.sources) note_failure(source, why);
      if (!matches && guard_ != nullptr)
        guard_->api_failed(check.credentials.name, check.sources.front());
    }
    answer(std::move(check.waiting), result);
  }

  void answer(std::vector<Answer> waiting, const Result<Identity>& result) {
    for (Answer& done : waiting) {
      if (closed_) return;
      done(result);
    }
  }

  // Why an account may not use the API although the password was right; empty when it may.
  std::string refusal(const Account& account, const IpAddress& source) const {
    if (!may_use_api(account.role))
      return "the account '" + account.name + "' has the role " +
             std::string(name_of(account.role)) + ", which may not use the API";
    if (account.is_ldap) return "'" + account.name + "' is an LDAP account";
    return guard_ == nullptr ? std::string() : guard_->api_refusal(account, source);
  }

  void note_failure(const IpAddress& source, const std::string& why) {
    const Instant now = env_.clock.now();
    const std::size_t failures = failures_.failed(source, now);
    const std::string from = source_text(source);
    env_.trace.event("auth.failed", {{"source", from}, {"why", why}});
    if (failures == 1) env_.trace.log(Severity::warning, "login from " + from + " refused: " + why);
    if (failures == limits::auth_failures_per_source)
      env_.trace.log(Severity::warning, std::to_string(failures) + " failed logins from " + from +
                                            ": new logins from there are refused for " +
                                            std::to_string(retry_after_seconds(source)) + " s");
  }

  const Env env_;
  const AccountTable& accounts_;
  LoginGuard* const guard_;
  const KeyedDigest digest_;
  KnownCredentials known_;
  LoginFailures failures_;
  std::map<Digest, Check> checks_;
  std::size_t requests_waiting_ = 0;
  std::uint64_t generation_ = 0;
  std::string impossible_;  // the hash that unknown names are checked against
  ScryptCost impossible_cost_;
  bool closed_ = false;
};

Authenticator::Authenticator(const Env& env, const AccountTable& accounts, LoginGuard* guard)
    : impl_(std::make_shared<Impl>(env, accounts, guard)) {}

Authenticator::~Authenticator() { impl_->close(); }

std::optional<Identity> Authenticator::known(std::string_view authorization) {
  const Identity* identity = impl_->known(authorization);
  return identity == nullptr ? std::nullopt : std::optional<Identity>(*identity);
}

void Authenticator::authenticate(std::string_view authorization, const IpAddress& source,
                                 Done<Result<Identity>> done) {
  impl_->authenticate(authorization, source, std::move(done));
}

std::int64_t Authenticator::retry_after_seconds(const IpAddress& source) const {
  return impl_->retry_after_seconds(source);
}

}  // namespace curia::accounts

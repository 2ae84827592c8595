#include "impl/service/accounts/authenticator.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <map>
#include <span>
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

  const Identity* known(std::string_view header, const Endpoint& source) {
    if (header.empty() || header.size() > limits::auth_header_bytes) return nullptr;
    follow_accounts();
    const Identity* identity = known_.find(digest_(header), env_.clock.now());
    if (identity == nullptr || guard_ == nullptr) return identity;
    const Account* account = accounts_.find(identity->name);
    if (account == nullptr || !guard_->api_refusal(*account, source).empty()) {
      reached("accounts.known_but_refused");
      return nullptr;
    }
    guard_->api_passed(*account, source);
    return identity;
  }

  void authenticate(std::string_view header, const Endpoint& source, Answer done) {
    if (const Identity* identity = known(header, source)) return later(std::move(done), *identity);
    auto credentials = parse_basic(header);
    if (!credentials)
      return later(std::move(done), fail(Errc::not_permitted, "no usable credentials"));
    join_check(digest_(header), std::move(*credentials), {source, std::move(done)});
  }

  std::int64_t retry_after_seconds(const IpAddress& address) const {
    const Instant now = env_.clock.now();
    const auto until = failures_.refused_until(source_of(address), now);
    return until ? std::chrono::ceil<std::chrono::seconds>(*until - now).count() : 0;
  }

  void close() { closed_ = true; }

 private:
  struct Waiting {
    Endpoint from;
    Answer done;
  };
  // One run of the hash and everybody who waits for it.
  struct Check {
    Credentials credentials;
    std::string hash;                // what the password is compared with
    std::vector<IpAddress> sources;  // each once: it counts as one attempt of each
    std::vector<Waiting> waiting;
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

  void join_check(const Digest& digest, Credentials credentials, Waiting request) {
    const IpAddress source = source_of(request.from.address);
    Answer& done = request.done;
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
    check.waiting.push_back(std::move(request));
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
    const Account* account = matches ? accounts_.find(check.credentials.name) : nullptr;
    // The guard may change accounts, and whoever is answered may end us: both wait.
    std::vector<Result<Identity>> results = judge(check.waiting, account);
    const auto passed = std::ranges::find_if(results, &Result<Identity>::has_value);
    const Endpoint from =
        check.waiting[passed == results.end() ? 0 : passed - results.begin()].from;
    if (passed != results.end()) {
      known_.add(digest, **passed, env_.clock.now());
      env_.trace.event("auth.verified", {{"account", (*passed)->name}});
      if (guard_ != nullptr) guard_->api_passed(*account, from);
    } else if (!matches && guard_ != nullptr) {
      guard_->api_failed(check.credentials.name, from);
    }
    for (std::size_t i = 0; i < results.size() && !closed_; ++i)
      check.waiting[i].done(std::move(results[i]));
  }

  // What each that waits is to be answered; it counts for their sources. No account: the password
  // was wrong.
  std::vector<Result<Identity>> judge(std::span<const Waiting> waiting, const Account* account) {
    std::map<IpAddress, std::string> problems;  // by source; empty: none
    std::vector<Result<Identity>> results;
    for (const Waiting& each : waiting) {
      const std::string why =
          account != nullptr ? refusal(*account, each.from) : std::string(wrong_credentials);
      std::string& problem = problems[source_of(each.from.address)];
      if (problem.empty()) problem = why;
      if (why.empty())
        results.emplace_back(Identity{account->name, account->role});
      else
        results.push_back(fail(Errc::not_permitted, std::string(wrong_credentials)));
    }
    for (const auto& [source, problem] : problems)
      problem.empty() ? failures_.passed(source) : note_failure(source, problem);
    return results;
  }

  // Why an account may not use the API although the password was right; empty when it may.
  std::string refusal(const Account& account, const Endpoint& source) const {
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

std::optional<Identity> Authenticator::known(std::string_view authorization,
                                             const Endpoint& source) {
  const Identity* identity = impl_->known(authorization, source);
  return identity == nullptr ? std::nullopt : std::optional<Identity>(*identity);
}

void Authenticator::authenticate(std::string_view authorization, const Endpoint& source,
                                 Done<Result<Identity>> done) {
  impl_->authenticate(authorization, source, std::move(done));
}

std::int64_t Authenticator::retry_after_seconds(const IpAddress& source) const {
  return impl_->retry_after_seconds(source);
}

}  // namespace curia::accounts

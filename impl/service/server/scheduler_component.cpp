#include "impl/service/server/scheduler_component.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "impl/service/server/uploads.hpp"
#include "impl/service/server/web_admin.hpp"
#include "impl/wire/tls/mail_context.hpp"
#include "model/admin/listen_endpoint.hpp"

namespace curia::server {
namespace {

constexpr Duration drain_limit = 5s;

}  // namespace

Result<scheduler::SchedulerOptions> SchedulerComponent::options() const {
  const admin::SchedulerSettings& settings = configuration_.scheduler;
  scheduler::SchedulerOptions options;
  auto mails = mail();
  if (!mails) return fail(mails.error());
  options.mail = *std::move(mails);
  if (!settings.c2w_certs.key.empty() && !settings.c2w_trust.empty()) {
    auto c2w = c2w_context(ground_.env.files, settings.c2w_certs, settings.c2w_trust);
    if (!c2w) return fail(c2w.error());
    options.c2w = *std::move(c2w);
  }
  if (settings.https_listen.interface.empty()) return options;
  auto where = admin::listen_endpoint(configuration_, settings.https_listen);
  if (!where) return fail(where.error());
  options.local = *where;
  auto identity = https();
  if (!identity) return fail(identity.error());
  options.tls = *std::move(identity);
  return options;
}

// Never what WebAdmin::identity() has in the place of certificates that are not configured.
Result<tls::Context> SchedulerComponent::https() const {
  const admin::Certificates& certs = configuration_.scheduler.https_certs;
  if (certs.key.empty())
    return fail(Errc::unavailable, "HTTPS interface set but no certificates configured");
  return WebAdmin::identity(ground_.env.files, certs);
}

Result<> SchedulerComponent::check() const {
  const auto wanted = options();
  if (!wanted) return fail(wanted.error());
  if (!wanted->local) return {};
  return mmp::can_listen(ground_.env.net, *wanted->local,
                         is_running() ? scheduler_->options().local : std::nullopt);
}

Result<std::optional<scheduler::MailSettings>> SchedulerComponent::mail() const {
  const admin::SchedulerSettings& settings = configuration_.scheduler;
  if (settings.email_server.empty()) return std::nullopt;
  if (settings.email_auth && settings.email_username.empty())
    return fail(Errc::unavailable, "email auth is enabled but no email username is configured");
  std::string bundle;
  if (!settings.email_trust.empty()) {
    auto text = uploaded(ground_.env.files, settings.email_trust);
    if (!text) return fail(text.error());
    bundle = *std::move(text);
  }
  auto trust = tls::mail_client(bundle);
  if (!trust) return fail(trust.error());
  scheduler::MailSettings mails{.server = {.host = settings.email_server,
                                           .port = static_cast<std::uint16_t>(settings.email_port),
                                           .smtps = settings.email_protocol == "smtps",
                                           .starttls = settings.email_starttls,
                                           .trust = *std::move(trust),
                                           .own_name = configuration_.hostname},
                                .head = {.address = settings.email_common_address,
                                         .name = settings.email_common_name,
                                         .account = settings.email_username}};
  if (settings.email_auth)
    mails.server.login = smtp::Login{settings.email_username, settings.email_password};
  return mails;
}

// What only a start takes in is left as it was.
void SchedulerComponent::look() {
  const admin::SchedulerSettings before = std::exchange(used_, configuration_.scheduler);
  if (!is_running() || before == used_) return;
  const auto complain = [this](const Error& error) {
    ground_.env.trace.log(Severity::error,
                          "scheduler goes on with the settings of before: " + error.message);
  };
  if (before.https_certs != used_.https_certs && scheduler_->options().local) {
    auto identity = https();
    if (identity)
      scheduler_->use(*std::move(identity));
    else
      complain(identity.error());
  }
  auto mails = mail();
  if (mails)
    scheduler_->use(*std::move(mails));
  else
    complain(mails.error());
}

void SchedulerComponent::start(Done<Result<>> done) {
  if (is_running()) return done({});
  used_ = configuration_.scheduler;
  auto wanted = options();
  done(wanted ? run(*std::move(wanted)) : fail(wanted.error()));
}

void SchedulerComponent::resume(Done<Result<>> done) {
  done(last_ ? run(*last_) : fail(Errc::unavailable, "the Scheduler has not run yet"));
}

Result<> SchedulerComponent::run(scheduler::SchedulerOptions options) {
  auto made = std::make_unique<scheduler::Scheduler>(ground_, std::move(options));
  if (auto bound = made->start(); !bound) return fail(bound.error());
  scheduler_ = std::move(made);
  return {};
}

void SchedulerComponent::stop(Done<Result<>> done) {
  if (!is_running()) return done({});
  last_ = scheduler_->options();
  scheduler_->stop(drain_limit, [this, done = std::move(done)]() mutable {
    // It is calling: it goes in an event of its own.
    auto ended = std::make_shared<std::unique_ptr<scheduler::Scheduler>>(std::move(scheduler_));
    ground_.env.timers.at(ground_.env.clock.now(), [ended] {});
    done({});
  });
}

std::string SchedulerComponent::status() const {
  if (!is_running()) return {};
  // Spread out as release notes 2.10.3 show it.
  return nlohmann::ordered_json::parse(scheduler::show_health(scheduler_->health())).dump(4);
}

}  // namespace curia::server

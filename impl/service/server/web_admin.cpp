#include "impl/service/server/web_admin.hpp"

#include <algorithm>

#include "impl/service/mmp/directory_trust.hpp"
#include "impl/service/server/uploads.hpp"
#include "model/admin/listen_endpoint.hpp"

namespace curia::server {
namespace {

constexpr Duration drain_limit = 5s;
constexpr std::uint16_t http_port = 80;
constexpr const char* own_certificate = "certificate.pem";
constexpr const char* own_key = "key.pem";

// What CMS sends with every answer (api-conventions section 1), under our own name.
constexpr const char* header_lines =
    "Server: Curia\r\n"
    "X-Frame-Options: DENY\r\n"
    "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";

}  // namespace

WebAdmin::WebAdmin(const Env& env, const admin::Configuration& configuration, Override given,
                   web::Handler& handler, Identified identified)
    : env_(env),
      configuration_(configuration),
      override_(std::move(given)),
      handler_(handler),
      identified_(std::move(identified)) {}

WebAdmin::~WebAdmin() = default;

Result<tls::Context> WebAdmin::identity(Files& files, const admin::Certificates& certs) {
  const bool is_own = certs.key.empty();
  auto certificate = is_own ? files.read(own_certificate) : uploaded(files, certs.certificate);
  auto key = is_own ? files.read(own_key) : uploaded(files, certs.key);
  if (!certificate || !key)
    return fail(Errc::not_found, "the file '" +
                                     std::string(is_own ? certificate ? own_key : own_certificate
                                                 : !certificate ? certs.certificate
                                                                : certs.key) +
                                     "' cannot be read");
  std::string chain = *std::move(certificate);
  if (!certs.bundle.empty()) {
    auto bundle = uploaded(files, certs.bundle);
    if (!bundle) return fail(Errc::not_found, "the file '" + certs.bundle + "' cannot be read");
    chain += "\n" + *bundle;
  }
  return tls::Context::server({std::move(chain), *std::move(key)});
}

Result<WebAdmin::Settings> WebAdmin::settings() const {
  const admin::WebAdminSettings& webadmin = configuration_.webadmin;
  auto where = override_.local ? Result<Endpoint>(*override_.local)
                               : admin::listen_endpoint(configuration_, webadmin.listen);
  if (!where) return fail(where.error());
  Settings settings{*where, override_.tls, webadmin.http_redirect && !override_.is_plain};
  if (settings.tls || override_.is_plain) return settings;
  auto own = identity(env_.files, webadmin.certs);
  if (!own) return fail(own.error());
  const admin::TlsService& tls = *configuration_.tls_service("webadmin");
  if (auto spoken = own->speak(mmp::version_of(tls.min_version), tls.ciphers); !spoken)
    return fail(spoken.error());
  settings.tls = *std::move(own);
  return settings;
}

Result<> WebAdmin::check() const {
  const auto wanted = settings();
  if (!wanted) return fail(wanted.error());
  return override_.local ? Result<>{} : mmp::can_listen(env_.net, wanted->local, local_);
}

void WebAdmin::start(Done<Result<>> done) {
  auto wanted = settings();
  done(wanted ? open(*std::move(wanted)) : fail(wanted.error()));
}

void WebAdmin::resume(Done<Result<>> done) {
  done(last_ ? open(*last_) : fail(Errc::unavailable, "webadmin has not run yet"));
}

Result<> WebAdmin::open(Settings settings) {
  if (settings.tls && identified_) identified_(settings.tls->certificate_end());
  auto listener =
      std::make_unique<web::Listener>(env_,
                                      web::ListenerOptions{.name = "webadmin",
                                                           .local = settings.local,
                                                           .tls = settings.tls,
                                                           .header_lines = header_lines},
                                      handler_);
  const auto bound = listener->start();
  if (!bound) return fail(bound.error());
  listener_ = std::move(listener);
  local_ = *bound;
  if (settings.has_redirect) start_redirect(*bound);
  last_ = std::move(settings);
  return {};
}

void WebAdmin::start_redirect(const Endpoint& to) {
  redirect_.emplace(to.port);
  auto listener =
      std::make_unique<web::Listener>(env_,
                                      web::ListenerOptions{.name = "webadmin-redirect",
                                                           .local = {to.address, http_port},
                                                           .tls = {},
                                                           .header_lines = "Server: Curia\r\n"},
                                      *redirect_);
  if (const auto bound = listener->start()) {
    redirect_listener_ = std::move(listener);
  } else {
    trouble_ = "there is no HTTP redirect to webadmin: " + bound.error().message;
    env_.trace.log(Severity::warning, trouble_);
  }
}

void WebAdmin::stop(Done<Result<>> done) { drain(drain_limit, std::move(done)); }

void WebAdmin::drain(Duration limit, Done<Result<>> done) {
  if (!listener_) return done({});
  local_.reset();
  trouble_.clear();
  auto left = std::make_shared<int>(redirect_listener_ ? 2 : 1);
  auto last = std::make_shared<Done<Result<>>>(std::move(done));
  const auto one_less = [left, last] {
    if (--*left == 0) (*last)({});
  };
  if (redirect_listener_) drain_one(std::move(redirect_listener_), limit, one_less);
  drain_one(std::move(listener_), limit, one_less);
}

void WebAdmin::drain_one(std::unique_ptr<web::Listener> listener, Duration limit, Task drained) {
  draining_.push_back(std::move(listener));
  web::Listener* ending = draining_.back().get();
  ending->drain(limit, [this, ending, drained = std::move(drained)]() mutable {
    std::erase_if(draining_, [&](const auto& one) { return one.get() == ending; });
    drained();
  });
}

void WebAdmin::use(tls::Context context) {
  if (identified_) identified_(context.certificate_end());
  override_.tls = context;
  if (last_) last_->tls = context;
  if (listener_) listener_->use(std::move(context));
}

}  // namespace curia::server

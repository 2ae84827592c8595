#include "sim/scenario/sim_server.hpp"

#include <algorithm>

#include "impl/wire/tls/certificate.hpp"
#include "impl/wire/tls/mail_context.hpp"
#include "sim/scenario/first_rows.hpp"
#include "sim/scenario/sim_mail.hpp"
#include "sim/scenario/text.hpp"
#include "sim/world/files.hpp"
#include "sim/world/machine.hpp"

namespace curia::scenario {
namespace {

constexpr Duration start_patience = 60s;
constexpr Duration drain_limit = 5s;
constexpr std::string_view server_address = "10.0.0.1";
constexpr std::uint16_t first_scheduler_port = 8443;
constexpr int certificate_days = 3650;
constexpr std::uint64_t for_ever = std::uint64_t{1} << 40;

}  // namespace

SimServer::SimServer(sim::World& world, std::uint64_t seed, bool is_plain, OnMade on_made)
    : world_(world),
      host_(world.add_host("server", {server_address})),
      disk_(seed),
      is_plain_(is_plain),
      on_made_(std::move(on_made)) {
  endpoint_ = {host_.address(), 443};
  disk_.on_power_lost([this] { power_lost_ = true; });
  host_.machine().measure_disk([this] {
    const std::uint64_t total = disk_.capacity(), used = disk_.bytes_used();
    return DiskSpace{.total = total, .free = total - std::min(total, used)};
  });
}

SimServer::~SimServer() {
  if (host_.is_on()) host_.power_cut();
  told_ = nullptr;
  drop();
}

Result<> SimServer::prepare(const Settings& settings, Random& random) {
  if (!is_plain_)
    if (auto made = renew_certificate(certificate_days); !made) return made;
  schedulers_ = settings.schedulers;
  if (schedulers_ > 0) {
    auto made = BridgeTrust::make(host_.env().clock.wall());
    if (!made) return fail(made.error());
    bridge_trust_ = *std::move(made);
  }
  auto directory = DirectoryCertificates::make(host_.env().clock.wall());
  if (!directory) return fail(directory.error());
  directory_ = *std::move(directory);
  auto trust = tls::Context::client({.bundle_pem = directory_->bundle_pem()});
  if (!trust) return fail(trust.error());
  trust_ = *std::move(trust);
  has_mail_ = settings.mail;
  return write_first_rows({.path = "/curia.db", .vfs = disk_.vfs_name()}, settings, random);
}

Result<> SimServer::start() {
  disk_.cut_after(0);  // a power cut that no write has brought is called off
  if (server_) return {};
  if (!host_.is_on()) host_.power_on();
  ++starts_;
  server::ServerOptions options{.store_path = "/curia.db",
                                .store_vfs = disk_.vfs_name(),
                                .local = endpoint_,
                                .tls = identity_,
                                .is_plain = is_plain_,
                                .client_trust = *trust_,
                                .directory_trust = {.bundle_pem = directory_->bundle_pem()},
                                .hash_cost = accounts::quick_cost,
                                .zones = &zones_,
                                .look_on = [this](Registry& r) { look_on(r); }};
  for (int number = 1; number <= schedulers_; ++number)
    options.schedulers.push_back(
        {.name = number == 1 ? "scheduler" : "scheduler " + std::to_string(number),
         .local = scheduler_endpoint(number),
         .tls = identity_,
         .mail = mail_settings(number),
         .c2w = bridge_trust_->component});
  server_ = std::make_unique<server::MeetingServer>(host_.env(), std::move(options));
  std::optional<Result<Endpoint>> started;
  server_->start([&](Result<Endpoint> bound) { started = std::move(bound); });
  world_.run_until([&] { return started.has_value() || power_lost(); }, start_patience);
  if (settle()) return fail(Errc::unavailable, "the power went while the server started");
  if (started && *started) {
    if (checks_) {
      checks_->attach(&server_->switchboard());
      listener_ = std::make_unique<checks::Listener>(*registry_, server_->cdr(), server_->events());
    }
    if (told_) told_(&server_->switchboard());
    return {};
  }
  kill();
  return started ? fail(started->error())
                 : fail(Errc::timed_out, "the server did not start in " + to_text(start_patience));
}

Result<> SimServer::stop() {
  if (!server_) return fail(Errc::invalid_value, "the server does not run");
  std::optional<Result<>> drained;
  server_->drain(drain_limit, [&](Result<> done) { drained = std::move(done); });
  world_.run_until([&] { return drained.has_value() || power_lost(); }, 2 * drain_limit);
  if (settle()) return {};
  kill();
  if (!drained) return fail(Errc::timed_out, "the server did not stop");
  return *drained;
}

void SimServer::look_on(Registry& registry) {
  registry_ = &registry;
  if (looks_at_calls_) checks_ = std::make_unique<checks::CallChecks>(registry);
  if (on_made_) on_made_(registry, host_.env());
}

void SimServer::look() {
  if (!checks_ || violation_) return;
  checks_->look(world_.now());
  violation_ = checks_->violation();
  if (violation_ || !listener_) return;
  if (auto wrong = listener_->look(world_.now(), checks_->looked_at()))
    violation_ = checks::Violation{std::string(wrong->invariant), wrong->objects, world_.now()};
}

bool SimServer::power_lost() {
  look();
  return power_lost_;
}

// Observers outlive the last change of what they observe.
void SimServer::drop() {
  if (told_) told_(nullptr);
  listener_.reset();
  if (checks_) checks_->attach(nullptr);
  server_.reset();
  looks_ = looks();
  checks_.reset();
}

void SimServer::power_cut() {
  host_.power_cut();
  disk_.power_cut();
  drop();
  power_lost_ = false;
}

void SimServer::kill() {
  host_.shelf().keep_all();
  host_.power_cut();
  drop();
}

std::optional<scheduler::MailSettings> SimServer::mail_settings(int number) const {
  if (!has_mail_) return std::nullopt;
  return scheduler::MailSettings{
      .server = {.host = SimMail::name_of(number) + ".test", .trust = *tls::mail_client("")}};
}

Endpoint SimServer::scheduler_endpoint(int number) const {
  return {host_.address(), static_cast<std::uint16_t>(first_scheduler_port + number - 1)};
}

void SimServer::watch(std::function<void(calls::Switchboard*)> told) {
  told_ = std::move(told);
  if (server_ && told_) told_(&server_->switchboard());
}

void SimServer::power_cut_at_write(std::uint64_t write) { disk_.cut_after(write); }

bool SimServer::settle() {
  if (!power_lost_) return false;
  power_cut();
  return true;
}

void SimServer::disk_full() {
  disk_.set_capacity(disk_.bytes_used());
  host_.shelf().fill();
}

void SimServer::disk_fails() {
  disk_.fail(sim::DiskFault::write_error, 0, for_ever);
  host_.shelf().fail_next(for_ever);
}

// As large as what is on it asks for: it fills further only by what is written from now on.
void SimServer::disk_used(std::int64_t percent) {
  const std::uint64_t share = static_cast<std::uint64_t>(std::max<std::int64_t>(1, percent));
  disk_.set_capacity(disk_.bytes_used() * 100 / share);
}

Result<> SimServer::renew_certificate(std::int64_t days) {
  const auto made = tls::make_self_signed({std::string(server_address)}, static_cast<int>(days),
                                          host_.env().clock.wall());
  if (!made) return fail(made.error());
  auto identity = tls::Context::server(*made);
  if (!identity) return fail(identity.error());
  identity_ = *std::move(identity);
  if (server_) server_->use(*identity_);
  return {};
}

void SimServer::disk_works() {
  disk_.clear_faults();
  disk_.set_capacity(for_ever);
  host_.shelf().fail_next(0);
  host_.shelf().set_capacity(for_ever);
}

}  // namespace curia::scenario

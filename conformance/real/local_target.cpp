#include "conformance/real/local_target.hpp"

#include <cstdlib>
#include <filesystem>
#include <future>
#include <mutex>
#include <optional>
#include <thread>

#include "conformance/contract/slapd.hpp"
#include "conformance/real/neighbours.hpp"
#include "impl/io/files.hpp"
#include "impl/io/random.hpp"
#include "impl/io/reality.hpp"
#include "impl/service/server/server.hpp"
#include "impl/wire/tls/certificate.hpp"
#include "sim/scenario/directory_entry.hpp"
#include "sim/scenario/first_rows.hpp"
#include "sim/scenario/mmp_people.hpp"

namespace curia::conformance {
namespace {

constexpr Duration drain_limit = 2s;
constexpr Duration patience = 30s;
constexpr Duration people_patience = 10s;
constexpr Duration people_pause = 20ms;
constexpr int certificate_days = 365;

std::string temporary_folder(LocalTarget::Disk disk) {
  std::error_code ignored;
  const std::filesystem::path memory = "/dev/shm";
  const bool is_in_memory =
      disk == LocalTarget::Disk::in_memory && std::filesystem::is_directory(memory, ignored);
  const auto base = is_in_memory ? memory : std::filesystem::temp_directory_path();
  auto pattern = (base / "curia-conformance-XXXXXX").string();
  const char* made = ::mkdtemp(pattern.data());
  return made == nullptr ? "" : made;
}

}  // namespace

constexpr Duration longest_wait = 120s;

// The real clock, whose wall time may be set ahead as an operator does it.
class AdjustedClock final : public Clock {
 public:
  explicit AdjustedClock(Clock& real) : real_(real) {}
  Instant now() const override { return real_.now(); }
  WallTime wall() const override { return real_.wall() + ahead_.load(); }
  void jump(Duration by) { ahead_ = ahead_.load() + by; }

 private:
  Clock& real_;
  std::atomic<Duration> ahead_{};
};

// The server has a thread of its own, so that its client may block.
struct LocalTarget::Server {
  Server(scenario::Settings given, Disk disk_given, std::string authorities_given)
      : settings(std::move(given)), disk(disk_given), authorities(std::move(authorities_given)) {
    auto told = bound.get_future();
    thread = std::jthread([this] { serve(); });
    address = told.get();
  }

  ~Server() {
    stop = true;
    thread.join();
    std::error_code ignored;
    if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
  }

  void serve() {
    folder = temporary_folder(disk);
    if (folder.empty()) return bound.set_value(fail(Errc::io_error, "no temporary folder"));
    io::Reality reality({.root = folder, .log_file = folder + "/log", .trace_file = {}});
    const Env real = reality.env();
    AdjustedClock adjusted(real.clock);
    const Env env{adjusted,   real.timers, real.random,  real.net,        real.work,
                  real.files, real.trace,  real.machine, real.directories};
    clock = &adjusted;
    Neighbours neighbours(env, settings);
    auto server = make(env, neighbours);
    if (!server) return bound.set_value(fail(server.error()));
    std::optional<Result<Endpoint>> started;
    (*server)->start([&](Result<Endpoint> at) { started = std::move(at); });
    reality.run_until([&] { return started.has_value(); }, patience);
    if (!started || !*started)
      return bound.set_value(started ? fail(started->error())
                                     : fail(Errc::timed_out, "the server did not start"));
    for (const auto& endpoint : (*server)->scheduler_endpoints())
      scheduler_urls.push_back("https://" + to_string(*endpoint));
    neighbours.people().attach(&(*server)->switchboard());
    bound.set_value(**started);
    while (!stop) {
      reality.run_until([this] { return stop.load() || has_job.load(); }, 10ms);
      run_errands(neighbours);
      if (!has_job) continue;
      command_answer.set_value(
          people.carry_out((*server)->mmp(), command, [&](const std::function<bool()>& reached) {
            return reality.run_until(reached, patience);
          }));
      has_job = false;
    }
    neighbours.end();
    people.forget();
    bool drained = false;
    (*server)->drain(drain_limit, [&](Result<>) { drained = true; });
    reality.run_until([&] { return drained && neighbours.is_idle(); }, 2 * drain_limit);
  }

  // Lets the server's own thread do something with who is beside it, and waits for it.
  using Errand = std::move_only_function<Result<>(Neighbours&)>;
  Result<> with_neighbours(Errand errand) {
    std::promise<Result<>> done;
    auto told = done.get_future();
    {
      const std::lock_guard guard(errands_lock);
      errands.push_back({std::move(errand), std::move(done)});
    }
    return told.get();
  }
  void run_errands(Neighbours& neighbours) {
    std::vector<std::pair<Errand, std::promise<Result<>>>> due;
    {
      const std::lock_guard guard(errands_lock);
      due.swap(errands);
    }
    for (auto& [errand, done] : due) done.set_value(errand(neighbours));
  }

  Result<std::unique_ptr<server::MeetingServer>> make(const Env& env, Neighbours& neighbours) {
    const std::string database = folder + "/curia.db";
    if (auto written = scenario::write_first_rows({.path = database}, settings, env.random);
        !written)
      return fail(written.error());
    const auto identity = tls::make_self_signed({"127.0.0.1"}, certificate_days, env.clock.wall());
    if (!identity) return fail(identity.error());
    auto own = tls::Context::server(*identity);
    auto trust = tls::Context::client({.verify = false, .check_name = false});
    if (!own || !trust) return fail(own ? trust.error() : own.error());
    server::ServerOptions options{.store_path = database,
                                  .local = Endpoint{loopback_v4, 0},
                                  .tls = *own,
                                  .client_trust = *std::move(trust),
                                  .directory_trust = {.bundle_pem = authorities},
                                  .hash_cost = accounts::quick_cost,
                                  .zones = &zones};
    for (int number = 1; number <= settings.schedulers; ++number)
      neighbours.introduce_to(options.schedulers.emplace_back(scheduler::SchedulerOptions{
                                  .local = Endpoint{loopback_v4, 0}, .tls = *own}),
                              number);
    return std::make_unique<server::MeetingServer>(env, std::move(options));
  }

  scenario::Settings settings;
  Disk disk;
  std::string authorities;  // that directories are judged by
  std::string folder;
  io::RealFiles zones{"/usr/share/zoneinfo"};
  std::vector<std::string> scheduler_urls;  // written before `bound` is told
  std::atomic<AdjustedClock*> clock = nullptr;
  std::promise<Result<Endpoint>> bound;
  std::atomic<bool> stop = false;
  // One step at the command line at a time, done on the thread of the server.
  scenario::MmpStep command;
  std::promise<Result<scenario::MmpAnswer>> command_answer;
  std::atomic<bool> has_job = false;
  scenario::MmpPeople people;
  std::mutex errands_lock;
  std::vector<std::pair<Errand, std::promise<Result<>>>> errands;
  Result<Endpoint> address;
  std::jthread thread;
};

// Steps gather until somebody may look: loading the server again is the slow part.
struct LocalTarget::LocalDirectory {
  void settle() {
    if (!slapd)
      slapd = std::make_unique<contract::Slapd>(entries);
    else if (is_changed)
      slapd->replace(entries);
    is_changed = false;
  }

  std::vector<std::pair<DirectoryEntry, std::string>> entries;
  bool is_changed = false;
  std::unique_ptr<contract::Slapd> slapd;
};

LocalTarget::LocalTarget(Disk disk) : HttpTarget({}), disk_(disk) {}

LocalTarget::~LocalTarget() = default;

Result<> LocalTarget::begin(const scenario::Settings& settings) {
  server_.reset();
  auto certificates = scenario::DirectoryCertificates::make(std::chrono::system_clock::now());
  if (!certificates) return fail(certificates.error());
  certificates_ = *std::move(certificates);
  server_ = std::make_unique<Server>(settings, disk_, certificates_->bundle_pem());
  if (!server_->address) return fail(server_->address.error());
  use({.url = "https://" + to_string(*server_->address),
       .name = std::string(scenario::standard_name),
       .password = std::string(scenario::standard_password),
       .scheduler_urls = server_->scheduler_urls});
  // Accounts, users and mail servers are there already, whatever the scenario asks for.
  auto others = settings;
  others.mail = false;
  others.accounts.clear();
  others.users.clear();
  return HttpTarget::begin(others);
}

void LocalTarget::wait_until(Duration time) {
  const Duration left = time - now();
  if (left <= longest_wait) return HttpTarget::wait_until(time);
  server_->clock.load()->jump(left);
}

Result<> LocalTarget::change_directory(const scenario::DirectoryStep& change) {
  using Kind = scenario::DirectoryStep::Kind;
  if (!contract::Slapd::is_installed()) return fail(Errc::unavailable, "needs slapd");
  if (!directory_) directory_ = std::make_unique<LocalDirectory>();
  auto& entries = directory_->entries;
  if (change.kind == Kind::away || change.kind == Kind::back) {
    directory_->settle();
    directory_->slapd->set_away(change.kind == Kind::away);
    return {};
  }
  if (change.kind == Kind::certificate) {
    const auto identity =
        certificates_->issue(change.certificate, "127.0.0.1", std::chrono::system_clock::now());
    if (!identity) return fail(identity.error());
    directory_->settle();
    directory_->slapd->serve_tls({.identity = *identity});
    io::RealFiles files(server_->folder);
    return certificates_->upload(files);
  }
  directory_->is_changed = true;
  if (change.kind == Kind::add)
    entries.push_back(scenario::entry_of(change));
  else if (std::erase_if(entries, [&](const auto& item) { return item.first.dn == change.dn; }) ==
           0)
    return fail(Errc::not_found, "there is no such entry");
  return {};
}

Result<> LocalTarget::change_mail(const scenario::MailStep& step) {
  return server_->with_neighbours([&](Neighbours& all) { return all.mail().change(step); });
}

Result<scenario::MmpAnswer> LocalTarget::at_command_line(const scenario::MmpStep& step) {
  if (directory_) directory_->settle();
  server_->command = step;
  server_->command_answer = {};
  auto told = server_->command_answer.get_future();
  server_->has_job = true;
  auto answer = told.get();
  while (server_->has_job) std::this_thread::yield();
  return answer;
}

std::vector<scenario::Answer> LocalTarget::carry_out(std::vector<scenario::Deed> deeds) {
  if (directory_) directory_->settle();
  std::vector<scenario::Answer> answers;
  if (deeds.size() == 1 && answer_by_mail(deeds.front(), answers)) return answers;
  return HttpTarget::carry_out(std::move(deeds));
}

// A question for what a mail server has got; false when it is none.
bool LocalTarget::answer_by_mail(const scenario::Deed& deed,
                                 std::vector<scenario::Answer>& answers) {
  const auto* request = std::get_if<scenario::Request>(&deed.what);
  if (request == nullptr || !request->client.starts_with("mail")) return false;
  const Duration begun = now();
  (void)server_->with_neighbours([&](Neighbours& all) -> Result<> {
    if (const int number = all.mail().number_of(request->client); number > 0)
      answers.push_back(all.mail().answer(number, request->target));
    return {};
  });
  for (auto& answer : answers) answer.begun = begun;
  return !answers.empty();
}

Result<std::string> LocalTarget::variable(const std::string& name) {
  if (directory_) directory_->settle();
  if (directory_ && name == "directory") return std::string("127.0.0.1");
  if (directory_ && name == "directoryPort") return std::to_string(directory_->slapd->port());
  if (directory_ && name == "directorySecurePort")
    return std::to_string(directory_->slapd->tls_port());
  return HttpTarget::variable(name);
}

Result<> LocalTarget::introduce(const scenario::PersonIntro& person) {
  return server_->with_neighbours([&](Neighbours& all) { return all.people().introduce(person); });
}

// What was asked of people over the network takes its time to reach them: an expectation may take
// a while to hold.
Result<> LocalTarget::let_act(const scenario::PersonStep& step) {
  const auto carry_out = [&] {
    return server_->with_neighbours([&](Neighbours& all) { return all.people().carry_out(step); });
  };
  auto done = carry_out();
  for (Duration waited{}; !done && is_expectation(step) && waited < people_patience;
       waited += people_pause) {
    std::this_thread::sleep_for(people_pause);
    done = carry_out();
  }
  return done;
}

void LocalTarget::end() {
  directory_.reset();
  HttpTarget::end();
  server_.reset();
}

}  // namespace curia::conformance

#include "sim/scenario/sim_target.hpp"

#include <utility>

#include "impl/wire/tls/randomness.hpp"
#include "model/base/prng.hpp"
#include "sim/people/people.hpp"
#include "sim/scenario/directory_entry.hpp"
#include "sim/scenario/http_text.hpp"
#include "sim/scenario/mmp_people.hpp"
#include "sim/scenario/sim_client.hpp"
#include "sim/scenario/sim_events.hpp"
#include "sim/scenario/sim_neighbours.hpp"
#include "sim/scenario/sim_server.hpp"
#include "sim/world/world.hpp"

namespace curia::scenario {
namespace {

constexpr std::string_view directory_address = "directory.test";
constexpr std::uint16_t directory_port = 389;
constexpr std::uint16_t directory_secure_port = 636;
constexpr Duration command_patience = 60s;

// Randomness of what is made outside of any host: keys and hashes of the
// preparation, OpenSSL.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : prng_(seed, "scenario.secret"), seed_(seed) {}
  std::uint64_t next(std::string_view stream) override { return Prng(seed_, stream).next(); }
  void secret(std::span<std::uint8_t> bytes) override { prng_.fill(bytes); }

 private:
  Prng prng_;
  std::uint64_t seed_;
};

// Keeps the log of the server and passes everything on.
class LogSink final : public sim::TraceSink {
 public:
  explicit LogSink(sim::TraceSink* next) : next_(next) {}

  bool on_record(const sim::TraceRecord& record) override {
    if (record.host == "server" && record.kind.starts_with("log.") && !record.fields.empty())
      if (const auto* text = std::get_if<std::string_view>(&record.fields.front().value))
        lines.emplace_back(*text);
    return next_ == nullptr || next_->on_record(record);
  }

  std::vector<std::string> lines;

 private:
  sim::TraceSink* next_;
};

sim::Options with_sink(sim::Options options, sim::TraceSink& sink) {
  options.trace_sink = &sink;
  return options;
}

}  // namespace

// In the order of construction: hosts and their owners go before the world they
// stand in.
struct SimTarget::Parts {
  Parts(std::uint64_t seed, const SimTargetOptions& options)
      : random(seed),
        openssl(random),
        log(options.sink),
        world(seed, with_sink(options.world, log)),
        server(world, seed, options.is_plain, options.on_made),
        neighbours(world),
        is_plain(options.is_plain) {}

  struct Client {
    sim::SimHost* host;
    std::unique_ptr<SimClient> http;
    std::map<int, std::unique_ptr<SimClient>> schedulers;  // to the Scheduler of that number
  };

  SimClient& http_of(const Request& request) {
    Client& found = client(request.client);
    if (request.scheduler == 0) return *found.http;
    auto& http = found.schedulers[request.scheduler];
    if (!http)
      http = std::make_unique<SimClient>(found.host->env(),
                                         server.scheduler_endpoint(request.scheduler), trust);
    return *http;
  }

  Client& client(const std::string& name) {
    auto& found = clients[name];
    if (found.http) return found;
    const auto address = "10.0.1." + std::to_string(clients.size());
    found.host = &world.add_host(name.empty() ? "client" : "client-" + name, {address});
    if (!trust && !is_plain) trust = *tls::Context::client({.verify = false, .check_name = false});
    found.http = std::make_unique<SimClient>(found.host->env(), server.endpoint(), trust);
    if (link) world.net().set_links(server.host(), *found.host, *link);
    return found;
  }

  SeededRandom random;
  tls::SimulatedRandomness openssl;
  LogSink log;
  sim::World world;
  SimServer server;
  SimNeighbours neighbours;
  bool is_plain;
  std::optional<tls::Context> trust;
  std::optional<sim::LinkOptions> link;
  std::map<std::string, Client> clients;
  SimEvents events;
  MmpPeople operators;
  std::uint64_t operators_since = 0;
  std::unique_ptr<people::People> people;
  Instant begun{};

  ~Parts() {
    events.cut();
    world.run_for(Duration::zero());
  }

  // False when it does not come to that.
  bool run_until(const std::function<bool()>& reached) {
    world.run_until([&] { return reached() || server.power_lost(); }, command_patience);
    return reached();
  }

  // Whoever answers requests himself: with what was sent to him.
  bool is_bystander(const std::string& name) const {
    return neighbours.knows(name) || events.heard(name) != nullptr;
  }
  Answer answer_of_bystander(const std::string& name, const std::string& target) {
    return neighbours.knows(name) ? neighbours.answer(name, target) : events.heard(name)->answer();
  }

  people::People& all_people() {
    if (people) return *people;
    people = std::make_unique<people::People>(world.add_host("people", {"10.0.3.1"}).env());
    server.watch([this](calls::Switchboard* board) { people->attach(board); });
    return *people;
  }
};

SimTarget::SimTarget(SimTargetOptions options) : options_(std::move(options)) {}

SimTarget::~SimTarget() = default;

Result<> SimTarget::begin(const Settings& settings) {
  parts_.reset();  // before the new: OpenSSL's randomness nests
  parts_ = std::make_unique<Parts>(options_.seed.value_or(settings.seed), options_);
  for (int number = 1; settings.mail && number <= settings.schedulers; ++number)
    (void)parts_->neighbours.mail().server(number);
  if (auto prepared = parts_->server.prepare(settings, parts_->random); !prepared) return prepared;
  if (auto started = parts_->server.start(); !started) return started;
  parts_->begun = parts_->world.now();
  return {};
}

void SimTarget::end() {
  if (options_.mails != nullptr) parts_->neighbours.mail().append_to(*options_.mails);
  if (options_.film != nullptr && parts_->people)
    if (const auto* film = parts_->people->filmed(options_.viewer); film && !film->is_empty())
      *options_.film = film->svg(options_.viewer);
  parts_.reset();
}

std::optional<checks::Violation> SimTarget::violation() { return parts_->server.violation(); }

Duration SimTarget::now() { return parts_->world.now() - parts_->begun; }

void SimTarget::wait_until(Duration time) {
  auto& p = *parts_;
  const auto end = p.begun + time;
  while (p.world.now() < end) {
    p.world.run_until([&] { return p.server.power_lost(); }, end - p.world.now());
    if (!p.server.settle()) p.world.run_until(end);
  }
}

std::vector<Answer> SimTarget::carry_out(std::vector<Deed> deeds) {
  auto& p = *parts_;
  std::size_t requests = 0, open = 0, faults = 0;
  for (const auto& deed : deeds) requests += std::holds_alternative<Request>(deed.what) ? 1 : 0;
  std::vector<Answer> answers(requests);
  std::vector<Fault> due;  // faults are carried out between events
  for (auto& deed : deeds) {
    const auto when = p.world.now() + deed.after;
    if (auto* fault = std::get_if<Fault>(&deed.what)) {
      ++faults;
      p.world.at(when, [&due, fault] { due.push_back(*fault); });
      continue;
    }
    auto& request = std::get<Request>(deed.what);
    const auto index = open++;
    if (p.is_bystander(request.client)) {
      p.world.at(when, [&, index, client = request.client, target = request.target] {
        answers[index] = p.answer_of_bystander(client, target);
        answers[index].begun = now();
        --open;
      });
      continue;
    }
    auto& http = p.http_of(request);
    p.world.at(when, [&, index] {
      const auto begun = now();
      http.send(std::move(request), [&answers, &open, index, begun](Answer answer) {
        answers[index] = std::move(answer);
        answers[index].begun = begun;
        --open;
      });
    });
  }
  while (open > 0 || faults > 0) {
    const bool going = p.world.run_until(
        [&] { return p.server.power_lost() || (open == 0 && faults == 0) || !due.empty(); },
        2 * client_patience);
    p.server.settle();
    for (const auto& fault : std::exchange(due, {})) {
      --faults;
      (void)inject(fault);
    }
    if (!going) break;
  }
  return answers;
}

Result<> SimTarget::inject(const Fault& fault) {
  using Kind = Fault::Kind;
  auto& p = *parts_;
  const auto each_client = [&](auto action) {
    if (auto* host = p.neighbours.host(fault.client)) return action(*host);
    if (!fault.client.empty()) return action(*p.client(fault.client).host);
    (void)p.client("");
    for (auto& [name, client] : p.clients) action(*client.host);
    for (auto* host : p.neighbours.peer_hosts()) action(*host);
  };
  const bool needs_it_up = fault.kind == Kind::kill || fault.kind == Kind::power_cut;
  if (needs_it_up && !p.server.is_up())
    return fail(Errc::invalid_value, "the server is down already");
  switch (fault.kind) {
    case Kind::power_cut:
      if (fault.write > 0)
        p.server.power_cut_at_write(fault.write);
      else
        p.server.power_cut();
      break;
    case Kind::kill:
      p.server.kill();
      break;
    case Kind::stop:
      return p.server.stop();
    case Kind::start:
      return p.server.start();
    case Kind::disk_full:
      p.server.disk_full();
      break;
    case Kind::disk_fails:
      p.server.disk_fails();
      break;
    case Kind::disk_works:
      p.server.disk_works();
      break;
    case Kind::disk_used:
      p.server.disk_used(fault.number);
      break;
    case Kind::certificate:
      return p.server.renew_certificate(fault.number);
    case Kind::clock:
      p.server.host().jump_wall(std::chrono::seconds(fault.number));
      break;
    case Kind::partition:
      each_client([&](auto& host) { p.world.net().partition(p.server.host(), host); });
      break;
    case Kind::heal:
      each_client([&](auto& host) { p.world.net().heal(p.server.host(), host); });
      break;
    case Kind::network: {
      const bool perfect = fault.latency_max == Duration::zero() && fault.loss_permille == 0 &&
                           fault.reset_permille == 0;
      sim::LinkOptions link = perfect ? sim::LinkOptions{} : options_.world.link;
      if (fault.latency_max > Duration::zero()) {
        link.latency = fault.latency_min;
        link.jitter = fault.latency_max - fault.latency_min;
      }
      link.loss = fault.loss_permille * 1000;
      link.reset = fault.reset_permille * 1000;
      p.link = link;
      each_client([&](auto& host) { p.world.net().set_links(p.server.host(), host, link); });
      break;
    }
  }
  return {};
}

Result<> SimTarget::answer_as_peer(const PeerAnswer& answer) {
  parts_->neighbours.peer(answer.peer).answer(answer);
  return {};
}

std::uint64_t SimTarget::times_asked(const std::string& peer, const std::string& target) {
  return parts_->neighbours.peer(peer).times_asked(target);
}

Result<> SimTarget::change_directory(const DirectoryStep& change) {
  using Kind = DirectoryStep::Kind;
  auto& tree = parts_->world.directory(std::string(directory_address), directory_port);
  if (change.kind == Kind::away || change.kind == Kind::back) {
    tree.set_away(change.kind == Kind::away);
    return {};
  }
  if (change.kind == Kind::certificate) {
    const auto identity = parts_->server.directory_certificates().issue(
        change.certificate, std::string(directory_address),
        parts_->server.host().env().clock.wall());
    if (!identity) return fail(identity.error());
    auto context = tls::Context::server(*identity);
    if (!context) return fail(context.error());
    tree.serve_tls(directory_secure_port, *std::move(context));
    return parts_->server.directory_certificates().upload(parts_->server.host().env().files);
  }
  if (tree.has(change.dn) != (change.kind == Kind::remove))
    return change.kind == Kind::remove ? fail(Errc::not_found, "there is no such entry")
                                       : fail(Errc::duplicate, "there is such an entry already");
  if (change.kind == Kind::remove) {
    tree.remove(change.dn);
    return {};
  }
  auto [entry, password] = entry_of(change);
  tree.add(std::move(entry), std::move(password));
  return {};
}

Result<> SimTarget::change_mail(const MailStep& step) {
  auto& p = *parts_;
  p.world.run_until(p.world.now());
  return p.neighbours.mail().change(step);
}

Result<> SimTarget::change_bridge(const BridgeStep& step) {
  auto& p = *parts_;
  p.world.run_until(p.world.now());
  return p.neighbours.change_bridge(step, p.server.bridge_trust());
}

Result<MmpAnswer> SimTarget::at_command_line(const MmpStep& step) {
  auto& p = *parts_;
  mmp::Mmp* mmp = p.server.mmp();
  if (mmp == nullptr || p.server.starts() != p.operators_since) p.operators.forget();
  p.operators_since = p.server.starts();
  if (mmp == nullptr) return fail(Errc::invalid_value, "the server is down");
  return p.operators.carry_out(
      *mmp, step, [&p](const std::function<bool()>& reached) { return p.run_until(reached); });
}

Result<> SimTarget::act_on_events(const EventsStep& step) {
  auto& p = *parts_;
  if (p.is_plain) return fail(Errc::unavailable, "events are told over TLS only");
  auto& client = p.client(step.client);
  return p.events.carry_out(
      step, {.env = client.host->env(),
             .server = p.server.endpoint(),
             .trust = p.trust,
             .wait = [&p](const std::function<bool()>& reached) { return p.run_until(reached); }});
}

Result<> SimTarget::introduce(const PersonIntro& person) {
  auto& people = parts_->all_people();
  auto done = people.introduce(person);
  if (done && person.name == options_.viewer) people.film(person.name, parts_->begun);
  return done;
}

// All of the instant happens before anybody looks, and after anybody does something.
Result<> SimTarget::let_act(const PersonStep& step) {
  auto& p = *parts_;
  p.world.run_until(p.world.now());
  const auto done = p.all_people().carry_out(step);
  p.world.run_until(p.world.now());
  return done;
}

std::vector<std::string> SimTarget::log_lines() { return parts_->log.lines; }

Result<std::string> SimTarget::variable(const std::string& name) {
  if (name == "authorization") return authorization({});
  if (name == "directory") return std::string(directory_address);
  if (name == "directoryPort") return std::to_string(directory_port);
  if (name == "directorySecurePort") return std::to_string(directory_secure_port);
  if (const auto url = parts_->neighbours.url(name)) return *url;
  return parts_->neighbours.secure_url(name, parts_->server.directory_certificates());
}

}  // namespace curia::scenario

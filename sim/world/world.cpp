#include "sim/world/world.hpp"

#include "model/base/check.hpp"
#include "sim/world/net_fabric.hpp"

namespace curia::sim {

World::World(std::uint64_t seed, const Options& options)
    : seed_(seed), options_(options), trace_(options.trace_sink) {
  check_options(options_);
  timers_ = std::make_unique<SimTimers>(queue_, trace_, "");
  net_ = std::make_unique<SimNet>(*this);
  trace_.record(now(), {}, "world", {{"seed", seed}});
}

// Tasks go first: what they hold may use hosts.
World::~World() { timers_->stop(); }

SimHost& World::add_host(std::string_view name, std::initializer_list<std::string_view> addresses) {
  check(find_host(name) == nullptr, "a name belongs to one host");
  std::vector<IpAddress> parsed;
  for (std::string_view text : addresses) {
    const Result<IpAddress> address = parse_ip(text);
    check(address.has_value(), "a host has IP addresses");
    parsed.push_back(*address);
  }
  const auto index = static_cast<std::uint32_t>(hosts_.size());
  hosts_.push_back(std::make_unique<SimHost>(*this, index, std::string(name), std::move(parsed)));
  net_->fabric().add_host(*hosts_.back());
  hosts_.back()->power_on();
  return *hosts_.back();
}

SimHost* World::find_host(std::string_view name) {
  for (const auto& host : hosts_)
    if (host->name() == name) return host.get();
  return nullptr;
}

bool World::step() {
  Event event;
  if (trace_.stopped() || !queue_.pop(event)) return false;
  event.target->on_event(event.a, event.b);
  return true;
}

void World::run_until(Instant time) {
  while (queue_.next_time() <= time)
    if (!step()) return;
  if (time > now()) queue_.advance_to(time);
}

bool World::run_until(const std::function<bool()>& predicate, Duration timeout) {
  const Instant end = now() + timeout;
  while (!predicate()) {
    if (queue_.next_time() > end) {
      queue_.advance_to(end);
      return predicate();
    }
    if (!step()) return predicate();
  }
  return true;
}

bool World::run_until_idle(Duration limit) {
  const Instant end = now() + limit;
  while (queue_.next_time() <= end)
    if (!step()) return false;
  return queue_.empty();
}

}  // namespace curia::sim

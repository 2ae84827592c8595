#include "impl/service/web/listener.hpp"

#include "impl/service/web/connection.hpp"
#include "model/base/check.hpp"
#include "model/base/reached.hpp"

namespace curia::web {

Listener::Listener(const Env& env, ListenerOptions options, Handler& handler)
    : env_(env), options_(std::move(options)), handler_(handler) {
  http_.common_header_lines = options_.header_lines;
}

Listener::~Listener() {
  if (listening_) env_.net.close(*listening_);
  if (drain_timer_) env_.timers.cancel(*drain_timer_);
}

Result<Endpoint> Listener::start() {
  check(!listening_, "a listener starts once");
  auto bound = env_.net.listen(options_.local, *this);
  if (!bound) return fail(bound.error());
  listening_ = bound->id;
  options_.local = bound->local;
  return bound->local;
}

void Listener::use(tls::Context context) { options_.tls = std::move(context); }

StreamHandler* Listener::on_accept(StreamId stream, const Endpoint& peer) {
  if (connections_.size() >= options_.connections) {
    reached("web.too_many_connections");
    refusals_.say(env_, Severity::warning,
                  text() + ": a connection from " + to_string(peer.address) + " was refused, " +
                      std::to_string(options_.connections) + " are open already");
    return nullptr;
  }
  const std::uint64_t number = ++last_number_;
  auto connection = std::make_shared<Connection>(*this, number, stream, peer);
  return connections_.emplace(number, std::move(connection)).first->second.get();
}

void Listener::forget(std::uint64_t number) {
  connections_.erase(number);
  tell_if_drained();
}

void Listener::drain(Duration limit, Task drained) {
  check(!drained_, "a listener drains once");
  drained_ = std::move(drained);
  if (listening_) env_.net.close(*listening_);
  listening_.reset();
  for (const auto& [number, connection] : connections_) connection->drain();
  drain_timer_ = env_.timers.at(env_.clock.now() + limit, [this] {
    drain_timer_.reset();
    env_.trace.log(Severity::warning, text() + ": " + std::to_string(connections_.size()) +
                                          " connections were cut, they took too long to end");
    for (const auto& [number, connection] : connections_) connection->cut();
  });
  tell_if_drained();
}

void Listener::tell_if_drained() {
  if (!drained_ || !connections_.empty()) return;
  if (drain_timer_) env_.timers.cancel(*drain_timer_);
  // The task is not ours any more: it may destroy us.
  drain_timer_.reset();
  env_.timers.at(env_.clock.now(), std::move(drained_));
  drained_ = nullptr;
}

std::string Listener::text() const {
  return options_.name + " (" + to_string(options_.local) + ")";
}

}  // namespace curia::web

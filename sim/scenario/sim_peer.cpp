#include "sim/scenario/sim_peer.hpp"

#include <utility>

#include "model/base/check.hpp"
#include "model/base/url.hpp"

namespace curia::scenario {

SimPeer::SimPeer(sim::World& world, const std::string& name, const std::string& address)
    : name_(name), host_(world.add_host(name, {address})) {
  world.net().add_name(host_name(), {address});
  listener_ = std::make_unique<web::Listener>(
      host_.env(), web::ListenerOptions{.name = name, .local = {host_.address(), 80}}, *this);
  check(listener_->start().has_value(), "the port of a new host is free");
}

void SimPeer::serve_tls(tls::Context identity) {
  secure_ = std::make_unique<web::Listener>(
      host_.env(),
      web::ListenerOptions{
          .name = name_, .local = {host_.address(), 443}, .tls = std::move(identity)},
      *this);
  check(secure_->start().has_value(), "the port of a peer is free");
}

SimPeer::~SimPeer() {
  if (host_.is_on()) host_.power_cut();
}

std::uint64_t SimPeer::times_asked(const std::string& target) const {
  const auto found = asked_.find(target);
  return found == asked_.end() ? 0 : found->second;
}

void SimPeer::handle(const http::Request& request, const Endpoint&, web::Responder respond) {
  const std::string target(request.target);
  ++asked_[target];
  if (!request.body.empty()) received_.add(target, std::string(request.body));
  const auto found = answers_.find(std::string(target_path(target)));
  http::Response response;
  if (found == answers_.end()) {
    response.status = 404;
    return respond(std::move(response));
  }
  const auto& answer = found->second;
  response.status = answer.status;
  response.body = answer.body;
  for (const auto& header : answer.headers)
    response.headers.emplace_back(header.name, header.value);
  if (answer.after == Duration::zero()) return respond(std::move(response));
  const Env env = host_.env();
  env.timers.at(env.clock.now() + answer.after,
                [respond = std::move(respond), response = std::move(response)]() mutable {
                  respond(std::move(response));
                });
}

}  // namespace curia::scenario

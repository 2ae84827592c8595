// BridgeLinks: the Call Bridge's connections to the Web Bridges, and what /webBridges/<id>/status
// says of them.
//
// 1. They exist while `callbridge certs` and `callbridge trust c2w` name files that can be read.
// 2. A change of /webBridges or of those settings makes the connections anew.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "impl/service/c2w/supervisor.hpp"
#include "model/admin/configuration.hpp"
#include "model/registry/registry.hpp"

namespace curia::server {

class BridgeLinks final : public Observer {
 public:
  // All outlive it.
  BridgeLinks(const Env& env, Registry& registry, const admin::Configuration& configuration);
  ~BridgeLinks() override;
  BridgeLinks(const BridgeLinks&) = delete;
  BridgeLinks& operator=(const BridgeLinks&) = delete;

  void applied(std::span<const Event> events) override;
  void start();
  void stop();
  // After a change of the configuration.
  void look();
  // One of unused, success, connectionFailure and dnsFailure.
  std::string_view status(const std::string& url) const;

 private:
  void connect();
  // Nothing: neither certificates nor a bundle are configured. Errors: one of them is missing, and
  // those of c2w_context().
  Result<std::optional<tls::Context>> context() const;

  Env env_;
  Registry& registry_;
  const admin::Configuration& configuration_;
  admin::CallBridgeSettings used_;
  std::string guid_;
  bool is_running_ = false;
  std::unique_ptr<c2w::Supervisor> supervisor_;
  std::optional<TimerId> timer_;
};

}  // namespace curia::server

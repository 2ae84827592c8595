#include "impl/io/ssh/ssh_component.hpp"

#include <utility>

#include "impl/service/mmp/host_keys.hpp"

namespace curia::io {

Result<Endpoint> SshComponent::address() const {
  if (local_) return *local_;
  const admin::ListenAddress& listen = mmp_.configuration().current().ssh.listen;
  if (listen.interface.empty()) return fail(Errc::unavailable, "no interface to listen on");
  const auto* interface = mmp_.configuration().current().interface(listen.interface);
  const std::string text = interface == nullptr ? "" : interface->ipv4;
  const auto address = parse_ip(text.substr(0, text.find('/')));
  if (!address)
    return fail(Errc::unavailable, "the interface " + listen.interface + " has no address");
  return Endpoint{*address, static_cast<std::uint16_t>(listen.port)};
}

void SshComponent::start(Done<Result<>> done) {
  const auto where = address();
  if (!where) return done(fail(where.error()));
  mmp::make_missing_host_keys(mmp_.env(), mmp_.configuration().current().hostname,
                              [this, alive = std::weak_ptr(alive_), where = *where,
                               done = std::move(done)](Result<> made) mutable {
                                if (alive.expired()) return;
                                if (!made) return done(std::move(made));
                                auto bound = door_.open(where);
                                if (!bound) return done(fail(bound.error()));
                                bound_ = *bound;
                                done({});
                              });
}

void SshComponent::stop(Done<Result<>> done) {
  door_.close();
  bound_.reset();
  done({});
}

std::string SshComponent::status() const {
  return "Connections : " + std::to_string(door_.connections());
}

}  // namespace curia::io

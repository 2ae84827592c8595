#include "impl/io/ssh/ssh_component.hpp"

#include <utility>

#include "impl/service/mmp/host_keys.hpp"
#include "model/admin/listen_endpoint.hpp"

namespace curia::io {

Result<Endpoint> SshComponent::address() const {
  if (local_) return *local_;
  const admin::Configuration& configuration = mmp_.configuration().current();
  return admin::listen_endpoint(configuration, configuration.ssh.listen);
}

Result<> SshComponent::check() const {
  const auto where = address();
  return where ? Result<>{} : fail(where.error());
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

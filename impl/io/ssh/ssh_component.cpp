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
  if (!where) return fail(where.error());
  return local_ ? Result<>{} : mmp::can_listen(mmp_.env().net, *where, bound_);
}

void SshComponent::start(Done<Result<>> done) {
  const auto where = address();
  if (!where) return done(fail(where.error()));
  mmp::make_missing_host_keys(mmp_.env(), mmp_.configuration().current().hostname,
                              [this, alive = std::weak_ptr(alive_), where = *where,
                               done = std::move(done)](Result<> made) mutable {
                                if (alive.expired()) return;
                                done(made ? open(where) : std::move(made));
                              });
}

void SshComponent::resume(Done<Result<>> done) {
  done(last_ ? open(*last_) : fail(Errc::unavailable, "ssh has not run yet"));
}

Result<> SshComponent::open(const Endpoint& local) {
  auto bound = door_.open(local);
  if (!bound) return fail(bound.error());
  bound_ = last_ = *bound;
  return {};
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

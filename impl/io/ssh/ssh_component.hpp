// SshComponent: the component `ssh` of the command line: makes the host keys that there are not,
// then opens the door where the configuration says.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "impl/io/ssh/ssh_door.hpp"
#include "impl/service/mmp/component.hpp"
#include "impl/service/mmp/mmp.hpp"

namespace curia::io {

class SshComponent final : public mmp::Component {
 public:
  // All outlive it. `local` takes the place of what is configured; port 0 lets the system choose.
  SshComponent(Loop& loop, mmp::Mmp& mmp, std::string data, std::optional<Endpoint> local)
      : mmp_(mmp), local_(local), door_(loop, mmp, std::move(data)) {}

  // Errors: those of make_missing_host_keys() and SshDoor::open(); unavailable (no interface).
  void start(Done<Result<>> done) override;
  // Those who are connected stay.
  void stop(Done<Result<>> done) override;
  void resume(Done<Result<>> done) override;
  bool is_running() const override { return door_.is_open(); }
  Result<> check() const override;
  std::string status() const override;

  // Where it listens.
  std::optional<Endpoint> bound() const { return bound_; }
  void refuse_more() { door_.refuse_more(); }

 private:
  Result<Endpoint> address() const;
  Result<> open(const Endpoint& local);

  mmp::Mmp& mmp_;
  std::optional<Endpoint> local_;
  std::optional<Endpoint> bound_;
  std::optional<Endpoint> last_;  // where it listened
  SshDoor door_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace curia::io

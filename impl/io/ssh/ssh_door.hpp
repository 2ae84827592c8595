// SshDoor: the port of SSH and SFTP: accepts connections on the loop and gives each a thread.
//
// 1. At most limits::ssh_connections, of which limits::ssh_connections_anonymous may be without a
//    login; who comes then is turned away at once.
// 2. Connections outlive close(): those that are connected stay. The destructor ends them: each is
//    given limits::ssh_end_time to write what it has.
//
//   SshDoor door(loop, mmp, data);
//   const auto bound = door.open(local);
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "impl/io/loop.hpp"
#include "impl/io/ssh/guest.hpp"
#include "impl/io/ssh/libssh.hpp"

namespace curia::io {

class SshDoor final : private Watcher {
 public:
  // All outlive it. `data` is the data directory.
  SshDoor(Loop& loop, mmp::Mmp& mmp, std::string data);
  ~SshDoor();
  SshDoor(const SshDoor&) = delete;
  SshDoor& operator=(const SshDoor&) = delete;

  // The host keys must be there. Errors: those of make_bind(), address_in_use, not_permitted,
  // io_error.
  Result<Endpoint> open(const Endpoint& local);
  void close();
  bool is_open() const { return static_cast<bool>(socket_); }
  // No connections, logins or channels from now on: the server is about to stop.
  void refuse_more();
  std::size_t connections() const { return visits_.size(); }

 private:
  struct Visit;
  struct Visits;

  void on_ready(std::uint32_t events) override;
  bool has_room();
  void begin(Descriptor socket, const Endpoint& peer);
  void end(std::uint64_t number);

  Loop& loop_;
  mmp::Mmp& mmp_;
  std::string data_;
  SshBind bind_;
  Descriptor socket_;
  std::map<std::uint64_t, std::unique_ptr<Visit>> visits_;
  std::uint64_t last_ = 0;
  bool has_complained_ = false;  // since there was room
  std::shared_ptr<SshDoor*> self_ = std::make_shared<SshDoor*>(this);
};

}  // namespace curia::io

// LocalDoor: a Unix socket in the data directory, for programs of the same machine: whoever may
// open the file may come in (it is made for the owner alone).
//
// 1. `accept` is called for each connection and gives the one who is told of what comes; it is
//    destroyed after on_closed() or with the door.
// 2. send() queues; close() sends what is queued first. Neither calls back at once.
//
//   LocalDoor door(loop);
//   door.open("data/console", [&](LocalConnection& c) { return std::make_unique<Link>(c); });
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "impl/io/descriptor.hpp"
#include "impl/io/loop.hpp"
#include "model/base/result.hpp"

namespace curia::io {

class LocalConnection {
 public:
  virtual ~LocalConnection() = default;
  virtual void send(std::string_view bytes) = 0;
  virtual void close() = 0;
};

class LocalHandler {
 public:
  virtual ~LocalHandler() = default;
  virtual void on_received(std::string_view bytes) = 0;
  virtual void on_closed() = 0;  // the last call
};

class LocalDoor final : private Watcher {
 public:
  using Accept = std::function<std::unique_ptr<LocalHandler>(LocalConnection&)>;

  explicit LocalDoor(Loop& loop) : loop_(loop) {}
  ~LocalDoor();

  // A socket of that name that nobody serves any more is replaced. Errors: invalid_value (the path
  // is too long for a socket), io_error.
  Result<> open(const std::string& path, Accept accept);

 private:
  class Connection;
  void on_ready(std::uint32_t events) override;
  void forget(std::uint64_t number);

  Loop& loop_;
  std::string path_;
  Accept accept_;
  Descriptor socket_;
  std::map<std::uint64_t, std::shared_ptr<Connection>> connections_;
  std::uint64_t last_ = 0;
};

// The other end, for programs that wait: connects to such a door. Errors: not_found (nobody serves
// there), io_error.
Result<Descriptor> connect_local(const std::string& path);

}  // namespace curia::io

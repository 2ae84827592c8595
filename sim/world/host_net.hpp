// HostNet: the port Net of one incarnation of a host: its listeners, sockets and questions.
// Streams live in NetFabric, where both ends are.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/prng.hpp"
#include "model/env/net.hpp"
#include "sim/world/event_queue.hpp"
#include "sim/world/host.hpp"

namespace curia::sim {

class NetFabric;
struct Link;

struct DatagramSocket {
  DatagramId id{};
  DatagramHandler* handler = nullptr;
  Endpoint local;
  Endpoint last_to;           // the way to the receiver of last time is kept:
  Link* last_link = nullptr;  // media goes to one place
  Endpoint last_source;
};

class HostNet final : public Net, public EventTarget {
 public:
  HostNet(World& world, SimHost& host, std::uint64_t seed);

  Result<Bound<ListenId>> listen(const Endpoint& local, AcceptHandler& handler) override;
  void close(ListenId listener) override;
  StreamId connect(const Endpoint& remote, StreamHandler& handler) override;
  bool send(StreamId stream, std::string_view bytes) override;
  void finish(StreamId stream) override;
  void close(StreamId stream) override;
  void reset(StreamId stream) override;
  void pause(StreamId stream) override;
  void resume(StreamId stream) override;
  Result<Bound<DatagramId>> bind(const Endpoint& local, DatagramHandler& handler) override;
  void send_to(DatagramId socket, const Endpoint& to, std::string_view bytes) override;
  void close(DatagramId socket) override;
  void resolve(std::string host, Done<Result<std::vector<IpAddress>>> done) override;

  // Who takes what arrives at `local`; null when nobody does.
  AcceptHandler* listener_at(const Endpoint& local);
  DatagramHandler* datagram_at(const Endpoint& local);
  std::uint16_t next_port();
  const SimHost& host() const { return host_; }
  void stop();  // the power is gone

  void on_event(std::uint64_t question, std::uint64_t unused) override;

 private:
  struct Listener {
    ListenId id{};
    AcceptHandler* handler = nullptr;
  };
  struct Question {
    std::string host;
    Done<Result<std::vector<IpAddress>>> done;
  };

  template <class Table>
  Result<Endpoint> free_local(const Table& table, Endpoint local);
  Result<std::vector<IpAddress>> look_up(const std::string& name);

  World& world_;
  SimHost& host_;
  NetFabric& fabric_;
  Prng chance_;
  std::map<Endpoint, Listener> listeners_;
  std::map<Endpoint, DatagramSocket> sockets_;
  std::map<DatagramId, Endpoint> socket_places_;
  std::map<std::uint64_t, Question> questions_;
  std::uint64_t opened_ = 0;
  std::uint64_t asked_ = 0;
  std::uint16_t last_port_ = 0;
  bool stopped_ = false;
};

}  // namespace curia::sim

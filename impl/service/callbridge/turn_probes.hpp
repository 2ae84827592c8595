// TurnProbes: whether the TURN servers answer, by STUN Binding requests over UDP.
//
// 1. Each address of each server is asked every limits::turn_probe_interval, a second apart up to
//    limits::turn_probe_tries times; one answer makes it reachable.
// 2. A server that has been asked and has no reachable address is in trouble.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "impl/service/callbridge/alarms.hpp"
#include "impl/wire/stun/binding.hpp"
#include "model/registry/registry.hpp"

namespace curia::callbridge {

class TurnProbes final : private DatagramHandler {
 public:
  struct Host {
    Endpoint server;
    std::optional<bool> is_reachable{};  // nothing before the first round is over
    Duration round_trip{};
    Endpoint mapped{};  // our own address as the server sees it
  };

  // Both outlive it.
  TurnProbes(const Env& env, const Registry& registry) : env_(env), registry_(registry) {}

  // Sends what is due; called every second.
  void look();
  void stop();
  std::vector<Host> hosts_of(const Guid& turn_server) const;
  std::vector<Trouble> troubles() const;

 private:
  struct Probe {
    Host host{};
    stun::Transaction transaction{};
    std::size_t tries = 0;  // of this round
    bool is_answered = false;
    Instant sent{};
  };
  struct Server {
    std::string address{};
    bool is_resolving = false;
    FailureReason name_trouble = FailureReason::none;
    Instant next_round{};
    std::vector<Probe> probes{};
  };

  void begin_round(const Guid& id, Server& server);
  void resolved(const Guid& id, const std::string& address, Result<std::vector<IpAddress>> found);
  void go_on(Probe& probe);
  void on_datagram(const Endpoint& from, std::string_view bytes) override;
  std::optional<DatagramId> socket(bool is_v6);

  Env env_;
  const Registry& registry_;
  std::map<Guid, Server> servers_;
  std::optional<DatagramId> sockets_[2];
};

}  // namespace curia::callbridge

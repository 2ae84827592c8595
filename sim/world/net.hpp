// SimNet: the network between the hosts of a world, and the ways to hurt it.
//
// 1. Streams keep order and lose nothing: loss and partition only delay, until the sender gives
//    up (Options::give_up_after) and sees a reset. Datagrams may be lost, doubled, overtaken.
// 2. A link is one direction between two hosts; options and partitions belong to links.
// 3. Connecting to a host without power, or across a partition, times out; to an address that
//    nobody has it is unreachable; to a port where nobody listens it is refused.
// 4. Chance is drawn per stream direction, from (seed, link, number of the stream on the link).
//
//   world.net().add_name("server.example", {"10.0.0.1", "2001:db8::1"});
//   world.net().partition(server, client);
//   world.net().heal(server, client);
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "model/env/net.hpp"
#include "sim/world/host.hpp"
#include "sim/world/options.hpp"

namespace curia::sim {

class NetFabric;
class World;

struct NetCounters {
  std::uint64_t packets = 0;  // pieces of streams and datagrams that arrived
  std::uint64_t bytes = 0;
  std::uint64_t lost = 0;
  std::uint64_t resets = 0;
  std::uint64_t silenced = 0;
  std::uint64_t stalled = 0;  // pieces that waited behind a partition
};

class SimNet {
 public:
  explicit SimNet(World& world);
  ~SimNet();
  SimNet(const SimNet&) = delete;
  SimNet& operator=(const SimNet&) = delete;

  void add_name(std::string_view name, std::initializer_list<std::string_view> addresses);
  void remove_name(std::string_view name);

  void set_link(const SimHost& from, const SimHost& to, const LinkOptions& options);
  void set_links(const SimHost& a, const SimHost& b, const LinkOptions& options);  // both ways

  void partition(const SimHost& a, const SimHost& b);  // both ways, until heal()
  void partition_one_way(const SimHost& from, const SimHost& to);
  void heal(const SimHost& a, const SimHost& b);
  void heal_all();

  // Every stream between the two breaks: both ends see a reset, or neither sees anything.
  void break_streams(const SimHost& a, const SimHost& b, PeersSee see);

  const NetCounters& counters() const;
  NetFabric& fabric() { return *fabric_; }  // for the hosts

 private:
  World& world_;
  std::unique_ptr<NetFabric> fabric_;
};

}  // namespace curia::sim

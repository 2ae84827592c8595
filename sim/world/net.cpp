#include "sim/world/net.hpp"

#include "model/base/check.hpp"
#include "model/base/text.hpp"
#include "sim/world/net_fabric.hpp"
#include "sim/world/world.hpp"

namespace curia::sim {

SimNet::SimNet(World& world) : world_(world), fabric_(std::make_unique<NetFabric>(world)) {}
SimNet::~SimNet() = default;

void SimNet::add_name(std::string_view name, std::initializer_list<std::string_view> addresses) {
  std::vector<IpAddress>& known = fabric_->names[ascii_lower(name)];
  known.clear();
  for (std::string_view text : addresses) {
    const Result<IpAddress> address = parse_ip(text);
    check(address.has_value(), "a name stands for IP addresses");
    known.push_back(*address);
  }
}

void SimNet::remove_name(std::string_view name) { fabric_->names.erase(ascii_lower(name)); }

void SimNet::set_link(const SimHost& from, const SimHost& to, const LinkOptions& options) {
  check_link(options);
  fabric_->link(from.index(), to.index()).set(options, world_.now());
}

void SimNet::set_links(const SimHost& a, const SimHost& b, const LinkOptions& options) {
  set_link(a, b, options);
  set_link(b, a, options);
}

void SimNet::partition_one_way(const SimHost& from, const SimHost& to) {
  world_.trace().record(world_.now(), {}, "fault.partition",
                        {{"from", from.name()}, {"to", to.name()}});
  fabric_->link(from.index(), to.index()).cut = true;
}

void SimNet::partition(const SimHost& a, const SimHost& b) {
  partition_one_way(a, b);
  partition_one_way(b, a);
}

void SimNet::heal(const SimHost& a, const SimHost& b) {
  world_.trace().record(world_.now(), {}, "fault.heal", {{"a", a.name()}, {"b", b.name()}});
  fabric_->link(a.index(), b.index()).cut = false;
  fabric_->link(b.index(), a.index()).cut = false;
}

void SimNet::heal_all() {
  world_.trace().record(world_.now(), {}, "fault.heal_all", {});
  fabric_->heal_all();
}

void SimNet::break_streams(const SimHost& a, const SimHost& b, PeersSee see) {
  world_.trace().record(
      world_.now(), {}, "fault.break_streams",
      {{"a", a.name()}, {"b", b.name()}, {"silently", see == PeersSee::nothing ? 1 : 0}});
  fabric_->break_streams(a.index(), b.index(), see);
}

const NetCounters& SimNet::counters() const { return fabric_->counters; }

}  // namespace curia::sim

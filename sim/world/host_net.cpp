#include "sim/world/host_net.hpp"

#include <utility>

#include "model/base/reached.hpp"
#include "model/base/text.hpp"
#include "sim/world/net_fabric.hpp"
#include "sim/world/world.hpp"

namespace curia::sim {
namespace {

constexpr std::uint16_t first_free_port = 49152;  // RFC 6335 section 6

Endpoint wildcard(const Endpoint& endpoint) {
  return {IpAddress{{}, endpoint.address.is_v6}, endpoint.port};
}

bool is_wildcard(const IpAddress& address) { return address == IpAddress{{}, address.is_v6}; }

}  // namespace

HostNet::HostNet(World& world, SimHost& host, std::uint64_t seed)
    : world_(world), host_(host), fabric_(world.net().fabric()), chance_(seed, "net") {}

std::uint16_t HostNet::next_port() {
  last_port_ = last_port_ < first_free_port || last_port_ == 65535
                   ? first_free_port
                   : static_cast<std::uint16_t>(last_port_ + 1);
  return last_port_;
}

template <class Table>
Result<Endpoint> HostNet::free_local(const Table& table, Endpoint local) {
  if (stopped_) return fail(Errc::io_error, "the host has no power");
  const IpAddress& address = local.address;
  if (!is_wildcard(address) && address != loopback_v4 && address != loopback_v6 &&
      !host_.has_address(address))
    return fail(Errc::io_error, to_string(address) + " is not an address of this host");
  const auto taken = [&] {
    for (const auto& [place, user] : table)
      if (place.port == local.port && place.address.is_v6 == address.is_v6 &&
          (place.address == address || is_wildcard(address) || is_wildcard(place.address)))
        return true;
    return false;
  };
  if (local.port != 0) {
    if (taken()) return fail(Errc::address_in_use, to_string(local) + " is in use");
    return local;
  }
  do local.port = next_port();
  while (taken());
  return local;
}

Result<Bound<ListenId>> HostNet::listen(const Endpoint& local, AcceptHandler& handler) {
  const Result<Endpoint> place = free_local(listeners_, local);
  if (!place) return fail(place.error());
  const ListenId id{++opened_};
  listeners_.emplace(*place, Listener{id, &handler});
  return Bound<ListenId>{id, *place};
}

void HostNet::close(ListenId listener) {
  std::erase_if(listeners_, [&](const auto& item) { return item.second.id == listener; });
}

AcceptHandler* HostNet::listener_at(const Endpoint& local) {
  auto found = listeners_.find(local);
  if (found == listeners_.end()) found = listeners_.find(wildcard(local));
  return found == listeners_.end() ? nullptr : found->second.handler;
}

StreamId HostNet::connect(const Endpoint& remote, StreamHandler& handler) {
  if (stopped_) return StreamId{0};
  return StreamId{fabric_.connect(*this, remote, handler).packed()};
}

bool HostNet::send(StreamId stream, std::string_view bytes) {
  const Ref ref = Ref::of(static_cast<std::uint64_t>(stream));
  return fabric_.find_for(*this, ref) == nullptr || fabric_.send(ref, bytes);
}

void HostNet::finish(StreamId stream) {
  const Ref ref = Ref::of(static_cast<std::uint64_t>(stream));
  if (fabric_.find_for(*this, ref) != nullptr) fabric_.finish(ref);
}

void HostNet::close(StreamId stream) {
  const Ref ref = Ref::of(static_cast<std::uint64_t>(stream));
  if (fabric_.find_for(*this, ref) != nullptr) fabric_.close(ref);
}

void HostNet::reset(StreamId stream) {
  const Ref ref = Ref::of(static_cast<std::uint64_t>(stream));
  if (fabric_.find_for(*this, ref) != nullptr) fabric_.reset(ref);
}

void HostNet::pause(StreamId stream) {
  const Ref ref = Ref::of(static_cast<std::uint64_t>(stream));
  if (fabric_.find_for(*this, ref) != nullptr) fabric_.pause(ref);
}

void HostNet::resume(StreamId stream) {
  const Ref ref = Ref::of(static_cast<std::uint64_t>(stream));
  if (fabric_.find_for(*this, ref) != nullptr) fabric_.resume(ref);
}

Result<Bound<DatagramId>> HostNet::bind(const Endpoint& local, DatagramHandler& handler) {
  const Result<Endpoint> place = free_local(sockets_, local);
  if (!place) return fail(place.error());
  DatagramSocket socket;
  socket.id = DatagramId{++opened_};
  socket.handler = &handler;
  socket.local = *place;
  sockets_.emplace(*place, socket);
  socket_places_.emplace(socket.id, *place);
  return Bound<DatagramId>{socket.id, *place};
}

void HostNet::send_to(DatagramId socket, const Endpoint& to, std::string_view bytes) {
  const auto place = socket_places_.find(socket);
  if (place != socket_places_.end())
    fabric_.send_datagram(*this, sockets_.at(place->second), to, bytes);
}

void HostNet::close(DatagramId socket) {
  const auto place = socket_places_.find(socket);
  if (place == socket_places_.end()) return;
  sockets_.erase(place->second);
  socket_places_.erase(place);
}

DatagramHandler* HostNet::datagram_at(const Endpoint& local) {
  auto found = sockets_.find(local);
  if (found == sockets_.end()) found = sockets_.find(wildcard(local));
  return found == sockets_.end() ? nullptr : found->second.handler;
}

void HostNet::resolve(std::string host, Done<Result<std::vector<IpAddress>>> done) {
  if (stopped_) return;
  const std::uint64_t question = ++asked_;
  questions_.emplace(question, Question{std::move(host), std::move(done)});
  world_.queue().push(world_.now() + world_.options().resolve_latency, {this, question, 0});
}

Result<std::vector<IpAddress>> HostNet::look_up(const std::string& name) {
  using Addresses = std::vector<IpAddress>;
  if (const Result<IpAddress> literal = parse_ip(name)) return Addresses{*literal};
  if (happens(chance_, world_.options().resolve_failure)) {
    reached("net.resolve_failure");
    return fail(Errc::unavailable, "cannot look up the name '" + name + "': no answer");
  }
  const std::string lower = ascii_lower(name);
  if (lower == "localhost") return Addresses{loopback_v4, loopback_v6};
  const auto found = fabric_.names.find(lower);
  if (found != fabric_.names.end()) return found->second;
  return fail(Errc::not_found, "no address for the name '" + name + "'");
}

void HostNet::on_event(std::uint64_t question, std::uint64_t) {
  auto node = questions_.extract(question);
  if (node.empty()) return;  // the power went meanwhile
  Question& asked = node.mapped();
  world_.trace().step(world_.now(), host_.name(), "net.resolve", question, hash_bytes(asked.host));
  asked.done(look_up(asked.host));
}

void HostNet::stop() {
  stopped_ = true;
  listeners_.clear();
  sockets_.clear();
  socket_places_.clear();
  const auto dropped = std::exchange(questions_, {});  // their destructors may call us
}

}  // namespace curia::sim

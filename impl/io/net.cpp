#include "impl/io/net.hpp"

#include <utility>

namespace curia::io {

Result<Bound<ListenId>> RealNet::listen(const Endpoint& local, AcceptHandler& handler) {
  auto listener = std::make_unique<Listener>(streams_, trace_, handler);
  const Result<Endpoint> bound = listener->open(local);
  if (!bound) return fail(bound.error());
  listeners_.emplace(++opened_, std::move(listener));
  return Bound<ListenId>{ListenId{opened_}, *bound};
}

void RealNet::close(ListenId listener) { listeners_.erase(static_cast<std::uint64_t>(listener)); }

StreamId RealNet::connect(const Endpoint& remote, StreamHandler& handler) {
  Stream& stream = streams_.take();
  stream.connect(remote, handler);
  return stream.id();
}

bool RealNet::send(StreamId stream, std::string_view bytes) {
  Stream* found = streams_.find(stream);
  return found == nullptr || found->send(bytes);
}

void RealNet::finish(StreamId stream) {
  if (Stream* found = streams_.find(stream)) found->finish();
}

void RealNet::close(StreamId stream) {
  if (Stream* found = streams_.find(stream)) found->close();
}

void RealNet::reset(StreamId stream) {
  if (Stream* found = streams_.find(stream)) found->reset();
}

void RealNet::pause(StreamId stream) {
  if (Stream* found = streams_.find(stream)) found->pause();
}

void RealNet::resume(StreamId stream) {
  if (Stream* found = streams_.find(stream)) found->resume();
}

Result<Bound<DatagramId>> RealNet::bind(const Endpoint& local, DatagramHandler& handler) {
  auto socket = std::make_unique<DatagramSocket>(loop_, streams_.buffer(), handler);
  const Result<Endpoint> bound = socket->open(local);
  if (!bound) return fail(bound.error());
  datagrams_.emplace(++opened_, std::move(socket));
  return Bound<DatagramId>{DatagramId{opened_}, *bound};
}

void RealNet::send_to(DatagramId socket, const Endpoint& to, std::string_view bytes) {
  const auto found = datagrams_.find(static_cast<std::uint64_t>(socket));
  if (found != datagrams_.end()) found->second->send_to(to, bytes);
}

void RealNet::close(DatagramId socket) { datagrams_.erase(static_cast<std::uint64_t>(socket)); }

void RealNet::resolve(std::string host, Done<Result<std::vector<IpAddress>>> done) {
  resolver_.resolve(std::move(host), std::move(done));
}

}  // namespace curia::io

#include "conformance/real/real_peer.hpp"

#define CPPHTTPLIB_OPENSSL_SUPPORT
#include <httplib.h>
#include <poll.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "sim/scenario/received.hpp"

namespace curia::conformance {

struct RealPeer::Server {
  void handle(const httplib::Request& request, httplib::Response& response) {
    std::unique_lock lock(mutex);
    ++asked[request.target];
    if (!request.body.empty()) received.add(request.target, request.body);
    const auto found = answers.find(request.path);
    if (found == answers.end()) {
      response.status = 404;
      return;
    }
    const auto answer = found->second;
    stopping.wait_for(lock, answer.after, [this] { return stopped; });
    response.status = answer.status;
    std::string type = "text/plain";
    for (const auto& header : answer.headers)
      if (header.name == "Content-Type")
        type = header.value;
      else
        response.set_header(header.name, header.value);
    response.set_content(answer.body, type);
  }

  httplib::Server http;
  int port = 0;
  mutable std::mutex mutex;
  std::condition_variable stopping;
  bool stopped = false;
  std::map<std::string, scenario::PeerAnswer> answers;  // by path
  std::map<std::string, std::uint64_t> asked;           // by target
  scenario::Received received;
  std::jthread thread;
};

RealPeer::RealPeer() : server_(std::make_unique<Server>()) {
  auto& server = *server_;
  const auto handle = [&server](const httplib::Request& request, httplib::Response& response) {
    server.handle(request, response);
  };
  server.http.Get(".*", handle);
  server.http.Post(".*", handle);
  server.port = server.http.bind_to_any_port("127.0.0.1");
  server.thread = std::jthread([&server] { server.http.listen_after_bind(); });
  // stop() does nothing before the thread serves.
  for (int i = 0; i < 5000 && !server.http.is_running(); ++i) ::poll(nullptr, 0, 1);
}

RealPeer::~RealPeer() {
  {
    const std::lock_guard lock(server_->mutex);
    server_->stopped = true;
  }
  server_->stopping.notify_all();
  server_->http.stop();
}

std::string RealPeer::url() const { return "http://127.0.0.1:" + std::to_string(server_->port); }

void RealPeer::answer(const scenario::PeerAnswer& answer) {
  const std::lock_guard lock(server_->mutex);
  server_->answers[answer.path] = answer;
}

std::uint64_t RealPeer::times_asked(const std::string& target) const {
  const std::lock_guard lock(server_->mutex);
  const auto found = server_->asked.find(target);
  return found == server_->asked.end() ? 0 : found->second;
}

scenario::Answer RealPeer::received(const std::string& target) const {
  const std::lock_guard lock(server_->mutex);
  return server_->received.answer(target);
}

}  // namespace curia::conformance

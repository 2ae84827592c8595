#include "impl/service/c2w/bridge_door.hpp"

#include <optional>
#include <utility>

#include "model/base/limits_websocket.hpp"

namespace curia::c2w {

class BridgeDoor::Visit final : public web::SocketHandler {
 public:
  explicit Visit(std::shared_ptr<Hall> hall)
      : hall_(std::move(hall)), number_(++hall_->last_number), peer_(hall_->env, hall_->answer) {
    hall_->visits.emplace(number_, this);
  }
  ~Visit() override { leave(); }

  void on_open(web::Socket& socket) override {
    socket_ = &socket;
    (void)socket.send(show({.type = Type::guid, .guid = hall_->guid, .version = protocol_version}));
    timer_ = hall_->env.timers.at(hall_->env.clock.now() + limits::c2w_hello_timeout, [this] {
      timer_.reset();
      close("no hello came in time");
    });
  }

  void on_message(const websocket::Message& message) override {
    if (message.kind != websocket::Opcode::text) return close("C2W is text");
    const auto envelope = parse(message.data);
    if (!envelope) return close(envelope.error().message);
    if (envelope->type == Type::hello && who_.empty()) {
      if (envelope->version != protocol_version) return close("this is another version of C2W");
      stop_timer();
      guid_ = envelope->guid;
      who_ = envelope->component + " " + guid_;
      peer_.use(socket_);
      (void)socket_->send(show({.type = Type::ready}));
    } else if (who_.empty() || !peer_.take(*envelope)) {
      close("this message does not belong here");
    }
  }

  void on_closed(const websocket::Ending&) override { leave(); }

  const std::string& who() const { return who_; }
  const std::string& guid() const { return guid_; }
  Peer& peer() { return peer_; }

 private:
  void close(std::string_view why) {
    if (socket_ != nullptr) socket_->close(websocket::close_code::policy_violation, why);
  }
  void stop_timer() {
    if (timer_) hall_->env.timers.cancel(*timer_);
    timer_.reset();
  }
  void leave() {
    stop_timer();
    socket_ = nullptr;
    peer_.lose();
    hall_->visits.erase(number_);
  }

  std::shared_ptr<Hall> hall_;
  const std::uint64_t number_;
  Peer peer_;
  web::Socket* socket_ = nullptr;
  std::string who_;  // empty until it has said hello
  std::string guid_;
  std::optional<TimerId> timer_;
};

BridgeDoor::BridgeDoor(const Env& env, std::string guid, AnswerRequest answer)
    : hall_(std::make_shared<Hall>(Hall{env, std::move(guid), std::move(answer), 0, {}})) {}

BridgeDoor::~BridgeDoor() = default;

void BridgeDoor::handle(const http::Request&, const Endpoint&, web::Responder respond) {
  respond({.status = 404, .headers = {}, .body = {}});
}

std::optional<web::Upgrade> BridgeDoor::upgrade(const http::Request& request, const Endpoint&) {
  if (request.target != path) return std::nullopt;
  return web::Upgrade{
      .handler = std::make_shared<Visit>(hall_),
      .options = {.ping_after = limits::c2w_ping_after, .silence = limits::c2w_silence}};
}

std::vector<std::string> BridgeDoor::visitors() const {
  std::vector<std::string> all;
  for (const auto& [number, visit] : hall_->visits)
    if (!visit->who().empty()) all.push_back(visit->who());
  return all;
}

Peer* BridgeDoor::visitor(const std::string& guid) const {
  for (const auto& [number, visit] : hall_->visits)
    if (visit->guid() == guid) return &visit->peer();
  return nullptr;
}

}  // namespace curia::c2w

#include "sim/scenario/sim_events.hpp"

#include "impl/service/web/socket_client.hpp"

namespace curia::scenario {

class SimEvents::Client final : public web::SocketHandler {
 public:
  void open(const EventsStep& step, const Place& place, std::shared_ptr<Client> self) {
    link_ = web::SocketClient::open(place.env,
                                    {.host = to_string(place.server.address),
                                     .port = place.server.port,
                                     .path = "/events/v1?authToken=" + step.text,
                                     .tls = place.trust},
                                    std::move(self));
  }
  void cut() {
    socket_ = nullptr;
    if (link_) link_->cut();
  }

  void on_open(web::Socket& socket) override { socket_ = &socket; }
  void on_message(const websocket::Message& message) override {
    heard_.take(message.data);
    acknowledge();
  }
  void on_closed(const websocket::Ending& ending) override {
    socket_ = nullptr;
    heard_.end(ending.code, ending.reason);
  }
  void on_failed(const Error& error) override { failure_ = error.message; }

  Result<> say(const EventsStep& step) {
    if (socket_ == nullptr) return fail(Errc::not_permitted, step.client + " is not connected");
    if (step.kind == EventsStep::Kind::closes) {
      socket_->close(websocket::close_code::normal, "");
    } else if (step.kind == EventsStep::Kind::says) {
      return socket_->send(step.text);
    } else if (step.kind == EventsStep::Kind::subscribes) {
      const auto text = heard_.request(step);
      return text ? socket_->send(*text) : Result<>(fail(text.error()));
    } else {
      heard_.ignore(step.kind == EventsStep::Kind::ignores);
      acknowledge();
    }
    return {};
  }

  bool is_open() const { return socket_ != nullptr; }
  const std::string& failure() const { return failure_; }
  const Heard& heard() const { return heard_; }

 private:
  void acknowledge() {
    if (socket_ == nullptr) return;
    for (const std::string& text : heard_.acknowledgements()) (void)socket_->send(text);
  }

  Heard heard_;
  std::shared_ptr<web::SocketClient> link_;
  web::Socket* socket_ = nullptr;
  std::string failure_;
};

SimEvents::SimEvents() = default;

SimEvents::~SimEvents() = default;

void SimEvents::cut() {
  for (auto& [name, client] : clients_) client->cut();
}

Result<> SimEvents::open(const EventsStep& step, const Place& place) {
  auto& client = clients_[step.client];
  if (client) client->cut();
  client = std::make_shared<Client>();
  client->open(step, place, client);
  place.wait([&] { return client->is_open() || !client->failure().empty(); });
  return judge_opening(step, client->is_open(), client->failure());
}

Result<> SimEvents::carry_out(const EventsStep& step, const Place& place) {
  if (step.kind == EventsStep::Kind::opens) return open(step, place);
  const auto found = clients_.find(step.client);
  if (found == clients_.end())
    return fail(Errc::invalid_value, "nobody called " + step.client + " was opened");
  return found->second->say(step);
}

const Heard* SimEvents::heard(const std::string& client) const {
  const auto found = clients_.find(client);
  return found == clients_.end() ? nullptr : &found->second->heard();
}

}  // namespace curia::scenario

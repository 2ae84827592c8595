#include "impl/service/c2w/link.hpp"

#include <algorithm>
#include <utility>

#include "model/base/limits_websocket.hpp"
#include "model/base/reached.hpp"

namespace curia::c2w {

class Link::Line final : public web::SocketHandler {
 public:
  Line(const std::shared_ptr<Link>& link, std::uint64_t attempt) : link_(link), attempt_(attempt) {}

  void on_open(web::Socket& socket) override {
    if (const auto link = here())
      link->on_open(socket);
    else
      socket.close(websocket::close_code::going_away, "nobody wants it any more");
  }
  void on_message(const websocket::Message& message) override {
    if (const auto link = here()) link->on_message(message);
  }
  void on_closed(const websocket::Ending& ending) override {
    if (const auto link = here()) link->on_closed(ending);
  }
  void on_failed(const Error& error) override {
    if (const auto link = here()) link->on_failed(error);
  }

 private:
  // Null when the link has given this connection up.
  std::shared_ptr<Link> here() const {
    auto link = link_.lock();
    return link && link->attempt_ == attempt_ ? link : nullptr;
  }
  std::weak_ptr<Link> link_;
  const std::uint64_t attempt_;
};

Link::Link(const Env& env, std::shared_ptr<const Self> self, Place place)
    : env_(env),
      self_(std::move(self)),
      place_(std::move(place)),
      peer_(env, self_->answer,
            [this](const Envelope& it) { tell_detail("sent ", describe(it)); }) {}

Link::~Link() {
  if (timer_) env_.timers.cancel(*timer_);
}

void Link::say(Severity severity, const std::string& what) {
  env_.trace.log(severity, self_->component + ": C2W connection to web bridge " +
                               to_string(place_) + " " + what);
}

void Link::tell_detail(std::string_view what, std::string_view of) {
  if (self_->is_detailed()) say(Severity::info, std::string(what) + std::string(of));
}

void Link::enter(State state) {
  if (state == std::exchange(state_, state)) return;
  tell_detail("is ", state_names[static_cast<std::size_t>(state)]);
}

void Link::start() {
  if (!is_stopped_) return;
  is_stopped_ = false;
  backoff_ = limits::c2w_backoff_first;
  connect();
}

void Link::stop() {
  if (is_stopped_) return;
  is_stopped_ = true;
  ++attempt_;
  if (timer_) env_.timers.cancel(*timer_);
  timer_.reset();
  if (socket_ != nullptr)
    socket_->close(websocket::close_code::going_away, "the " + self_->component + " stops");
  else if (client_)
    client_->cut();
  socket_ = nullptr;
  client_.reset();
  peer_.lose();
  enter(State::disconnected);
  guid_.clear();
}

void Link::connect() {
  if (state_ != State::connecting && why_.empty()) say(Severity::info, "is being made");
  enter(State::connecting);
  const auto line = std::make_shared<Line>(shared_from_this(), ++attempt_);
  client_ = web::SocketClient::open(
      env_,
      {.host = place_.host,
       .port = place_.port,
       .path = std::string(path),
       .tls = self_->tls,
       .options = {.ping_after = limits::c2w_ping_after, .silence = limits::c2w_silence},
       .timeout = limits::c2w_connect_timeout},
      line);
}

void Link::wait(Duration time, void (Link::*then)()) {
  if (timer_) env_.timers.cancel(*timer_);
  timer_ = env_.timers.at(env_.clock.now() + time, [this, then] {
    timer_.reset();
    (this->*then)();
  });
}

void Link::on_open(web::Socket& socket) {
  socket_ = &socket;
  wait(limits::c2w_hello_timeout, &Link::hello_is_late);
}

void Link::hello_is_late() {
  reached("c2w.late_hello");
  break_off("it did not say who it is in time");
}

void Link::on_message(const websocket::Message& message) {
  if (message.kind != websocket::Opcode::text) return break_off("it sent binary data");
  const auto envelope = parse(message.data);
  if (!envelope) return break_off("it sent what is not C2W: " + envelope.error().message);
  tell_detail("received ", describe(*envelope));
  take(*envelope);
}

void Link::take(const Envelope& envelope) {
  if (envelope.type == Type::guid && guid_.empty()) {
    if (envelope.version != protocol_version)
      return break_off("it speaks version " + std::to_string(envelope.version) + " of C2W, not " +
                       std::to_string(protocol_version));
    guid_ = envelope.guid;
    env_.trace.log(Severity::info, self_->component + ": received guid " + guid_ +
                                       " from web bridge " + to_string(place_));
    const Envelope hello{.type = Type::hello,
                         .guid = self_->guid,
                         .component = self_->component,
                         .version = protocol_version};
    tell_detail("sent ", describe(hello));
    (void)socket_->send(show(hello));
  } else if (envelope.type == Type::ready && !guid_.empty() && state_ == State::connecting) {
    if (timer_) env_.timers.cancel(*timer_);
    timer_.reset();
    enter(State::connected);
    trouble_ = Trouble::none;
    why_.clear();
    backoff_ = limits::c2w_backoff_first;
    peer_.use(socket_);
    say(Severity::info, "is UP");
  } else if (state_ != State::connected || !peer_.take(envelope)) {
    break_off("it sent a message that does not belong there");
  }
}

void Link::break_off(std::string_view why) {
  web::Socket* const socket = std::exchange(socket_, nullptr);
  lost(Trouble::connection_failure, std::string(why));
  socket->close(websocket::close_code::protocol_error, why);
}

void Link::on_closed(const websocket::Ending& ending) {
  socket_ = nullptr;
  lost(Trouble::connection_failure,
       "it ended: " +
           (ending.reason.empty() ? "code " + std::to_string(ending.code) : ending.reason));
}

void Link::on_failed(const Error& error) {
  lost(error.code == Errc::not_found ? Trouble::dns_failure : Trouble::connection_failure,
       error.message);
}

void Link::lost(Trouble trouble, std::string why) {
  ++attempt_;
  peer_.lose();
  client_.reset();
  guid_.clear();
  const bool was_up = state_ == State::connected;
  enter(State::disconnected);
  trouble_ = trouble;
  if (was_up || why != why_)
    say(Severity::warning, (was_up ? "is DOWN: " : "cannot be made: ") + why);
  why_ = std::move(why);
  wait(backoff_, &Link::connect);
  backoff_ = std::min(backoff_ * 2, limits::c2w_backoff_most);
}

}  // namespace curia::c2w

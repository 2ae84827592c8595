#include "impl/service/web/socket_session.hpp"

#include <utility>

namespace curia::web {

websocket::MaskSource masks_of(Random& random) {
  return [&random] {
    websocket::Mask mask;
    random.secret(mask);
    return mask;
  };
}

SocketSession::SocketSession(const Env& env, websocket::Role role,
                             const websocket::Options& options,
                             std::shared_ptr<SocketHandler> handler,
                             std::move_only_function<void()> wake)
    : env_(env),
      machine_(role, options, env.clock.now(),
               role == websocket::Role::client ? masks_of(env.random) : websocket::MaskSource{}),
      handler_(std::move(handler)),
      wake_(std::move(wake)) {}

void SocketSession::open() { handler_->on_open(*this); }

void SocketSession::feed(std::string_view bytes) { machine_.feed(bytes, env_.clock.now()); }

void SocketSession::end_of_input() { machine_.end_of_input(env_.clock.now()); }

void SocketSession::work() {
  const Instant now = env_.clock.now();
  while (!cut_) {
    const websocket::Message* message = machine_.next(now);
    if (message == nullptr) break;
    if (const auto handler = handler_) handler->on_message(*message);
  }
  if (cut_)
    tell_end({websocket::close_code::abnormal, "it was cut off", false});
  else if (machine_.ending())
    tell_end(*machine_.ending());
}

void SocketSession::gone() {
  tell_end(machine_.ending().value_or(
      websocket::Ending{websocket::close_code::abnormal, "the connection broke", true}));
}

void SocketSession::tell_end(const websocket::Ending& ending) {
  if (const auto handler = std::exchange(handler_, nullptr)) handler->on_closed(ending);
}

Result<> SocketSession::send(std::string_view text) {
  auto sent = machine_.send(websocket::Opcode::text, text);
  if (sent) wake_();
  return sent;
}

void SocketSession::close(std::uint16_t code, std::string_view reason) {
  machine_.close(code, reason, env_.clock.now());
  wake_();
}

void SocketSession::cut() {
  cut_ = true;
  wake_();
}

}  // namespace curia::web

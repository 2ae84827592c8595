// SocketSession: the WebSocket machine of one connection and the handler behind it. The connection
// (of the listener, or of SocketClient) feeds it, sends what it has, and asks for its deadline.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "impl/service/web/socket.hpp"
#include "model/env/env.hpp"

namespace curia::web {

class SocketSession final : public Socket {
 public:
  // `wake` is called when the handler has something to send or to end: the connection then asks
  // take_output() and the rest in a later event.
  SocketSession(const Env& env, websocket::Role role, const websocket::Options& options,
                std::shared_ptr<SocketHandler> handler, std::move_only_function<void()> wake);

  void open();  // tells the handler
  void feed(std::string_view bytes);
  void end_of_input();
  // Hands over messages, then the end when there is one. True: something may be there to send.
  void work();
  bool take_output(std::string& out) { return machine_.take_output(out, env_.clock.now()); }
  // The connection is gone.
  void gone();
  // Whoever had the handler wants to hear nothing more.
  void forget_handler() { handler_.reset(); }

  websocket::Machine& machine() { return machine_; }
  const websocket::Machine& machine() const { return machine_; }
  bool wants_reset() const { return cut_ || machine_.wants_reset(); }
  bool wants_close() const { return !cut_ && machine_.wants_close(); }

  Result<> send(std::string_view text) override;
  std::size_t queued() const override { return machine_.queued(); }
  void close(std::uint16_t code, std::string_view reason) override;
  void cut() override;

 private:
  void tell_end(const websocket::Ending& ending);

  Env env_;
  websocket::Machine machine_;
  std::shared_ptr<SocketHandler> handler_;  // null when it has been told of the end
  std::move_only_function<void()> wake_;
  bool cut_ = false;
};

// Masks for a client, from the port Random.
websocket::MaskSource masks_of(Random& random);

}  // namespace curia::web

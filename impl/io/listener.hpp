// Listener: one listening TCP socket; its connections become streams of the table.
//
// When the process has no descriptor left, the listener rests for net_accept_pause and says so in
// the log: clients wait in the backlog meanwhile, and the loop does not spin.
#pragma once

#include "impl/io/stream_table.hpp"
#include "model/env/trace.hpp"

namespace curia::io {

class Listener final : public Watcher {
 public:
  Listener(StreamTable& streams, Trace& trace, AcceptHandler& handler)
      : streams_(streams), trace_(trace), handler_(handler) {}
  ~Listener();

  Result<Endpoint> open(const Endpoint& local);
  void on_ready(std::uint32_t events) override;

 private:
  void rest(int reason);

  StreamTable& streams_;
  Trace& trace_;
  AcceptHandler& handler_;
  Descriptor socket_;
  Endpoint local_;
  TimerId rest_timer_{};
  bool resting_ = false;
  bool complained_ = false;    // since the last connection that was accepted
  bool* destroyed_ = nullptr;  // set while on_ready runs: a handler may close its listener
};

}  // namespace curia::io

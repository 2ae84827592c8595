// SimClient: an HTTP client on a simulated host, over TLS or plain, which sends exactly the bytes
// it is told to and reads answers with eyes of its own: it shares no HTTP code with the server.
//
// 1. One connection, kept while both sides keep it; one request at a time, more wait their turn.
// 2. `done` is called exactly once per request, also when the connection breaks or time runs out.
// 3. Destroy it when its world runs no more.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "impl/wire/tls/context.hpp"
#include "model/env/env.hpp"
#include "sim/scenario/target.hpp"

namespace curia::scenario {

inline constexpr Duration client_patience = 60s;  // from the sending to the whole answer

class SimClient {
 public:
  // Without `trust` it speaks plain HTTP.
  SimClient(const Env& env, const Endpoint& server, std::optional<tls::Context> trust);
  ~SimClient();

  void send(Request request, Done<Answer> done);

 private:
  class Link;
  struct Waiting {
    Request request;
    Done<Answer> done;
    Instant begun{};
  };

  void begin();
  void connect_or_ask();
  void ask();  // writes the first request in the queue, once
  void read_answer(bool ended);
  void lose(std::string why);
  void finish(Answer answer);
  void part(bool at_once);

  Env env_;
  Endpoint server_;
  std::optional<tls::Context> trust_;
  std::deque<Waiting> queue_;
  bool asked_ = false;
  bool on_kept_link_ = false;  // the request at hand found a connection that had served before
  std::string received_;       // plaintext of the answer so far
  std::optional<TimerId> patience_;
  std::unique_ptr<Link> link_;
  std::vector<std::unique_ptr<Link>> old_links_;  // Net may still hold their handlers
};

}  // namespace curia::scenario

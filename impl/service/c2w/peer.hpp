// Peer: what both ends of a C2W connection do alike once it is ready: requests with their answers,
// and health.
//
// 1. Each request gets exactly one answer: the peer's, `timed_out`, `limit_reached` (too many are
//    unanswered), or `unavailable` (the connection ended).
// 2. Requests of the peer are answered by the function given; without one, with "unknownRequest".
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "impl/service/c2w/envelope.hpp"
#include "impl/service/web/socket.hpp"
#include "model/env/env.hpp"

namespace curia::c2w {

struct Answer {
  std::string status = "success";
  std::string body = "{}";  // a JSON object
  bool operator==(const Answer&) const = default;
};

// `body` is a JSON object as text.
using AnswerRequest = std::function<Answer(const std::string& name, const std::string& body)>;
// Is told of each message before it is sent.
using NoteSent = std::function<void(const Envelope&)>;

class Peer {
 public:
  Peer(const Env& env, AnswerRequest answer, NoteSent note = {});
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  void use(web::Socket* socket) { socket_ = socket; }
  // Null: the connection is gone; what is unanswered is answered `unavailable`.
  void lose();

  void request(std::string name, std::string body, Done<Result<Answer>> done);
  void tell_health(bool is_up);
  // health, request and response; false for the other types.
  bool take(const Envelope& envelope);
  // What the peer said last of itself.
  bool is_healthy() const { return is_healthy_; }

 private:
  struct Waiting {
    Instant ends;
    Done<Result<Answer>> done;
  };
  void send(const Envelope& envelope);
  void arm();
  void give_up_old();
  void later(Done<Result<Answer>> done, Error error);

  Env env_;
  AnswerRequest answer_;
  NoteSent note_;
  web::Socket* socket_ = nullptr;
  bool is_healthy_ = true;
  std::int64_t last_id_ = 0;
  std::map<std::int64_t, Waiting> waiting_;  // in the order in which they end
  std::optional<TimerId> timer_;
};

}  // namespace curia::c2w

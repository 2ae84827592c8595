#include "impl/service/c2w/peer.hpp"

#include <utility>

#include "model/base/limits_websocket.hpp"
#include "model/base/reached.hpp"

namespace curia::c2w {

Peer::Peer(const Env& env, AnswerRequest answer, NoteSent note)
    : env_(env), answer_(std::move(answer)), note_(std::move(note)) {}

Peer::~Peer() {
  if (timer_) env_.timers.cancel(*timer_);
}

void Peer::lose() {
  socket_ = nullptr;
  is_healthy_ = true;
  if (timer_) env_.timers.cancel(*timer_);
  timer_.reset();
  for (auto& [id, waiting] : std::exchange(waiting_, {}))
    later(std::move(waiting.done), {Errc::unavailable, {}, "the connection ended"});
}

// Answers come in an event of their own, also those that nobody had to be asked for.
void Peer::later(Done<Result<Answer>> done, Error error) {
  env_.timers.at(env_.clock.now(), [done = std::move(done), error = std::move(error)]() mutable {
    done(fail(std::move(error)));
  });
}

void Peer::request(std::string name, std::string body, Done<Result<Answer>> done) {
  if (socket_ == nullptr)
    return later(std::move(done), {Errc::unavailable, {}, "there is no connection"});
  if (waiting_.size() == limits::c2w_requests) {
    reached("c2w.too_many_requests");
    return later(std::move(done),
                 {Errc::limit_reached, {}, "too many requests are not answered yet"});
  }
  waiting_.emplace(++last_id_,
                   Waiting{env_.clock.now() + limits::c2w_request_timeout, std::move(done)});
  send({.type = Type::request, .id = last_id_, .name = std::move(name), .body = std::move(body)});
  arm();
}

void Peer::tell_health(bool is_up) {
  if (socket_ != nullptr) send({.type = Type::health, .status = is_up ? "UP" : "DOWN"});
}

bool Peer::take(const Envelope& envelope) {
  if (envelope.type == Type::health) {
    is_healthy_ = envelope.status == "UP";
  } else if (envelope.type == Type::request) {
    const Answer answer =
        answer_ ? answer_(envelope.name, envelope.body) : Answer{.status = "unknownRequest"};
    send({.type = Type::response, .status = answer.status, .id = envelope.id, .body = answer.body});
  } else if (envelope.type == Type::response) {
    const auto found = waiting_.find(envelope.id);
    if (found == waiting_.end()) return true;  // it came too late
    auto done = std::move(found->second.done);
    waiting_.erase(found);
    done(Answer{envelope.status, envelope.body});
  } else {
    return false;
  }
  return true;
}

void Peer::send(const Envelope& envelope) {
  if (socket_ == nullptr) return;
  if (note_) note_(envelope);
  const auto sent = socket_->send(show(envelope));
  if (!sent && sent.error().code == Errc::limit_reached) socket_->cut();
}

void Peer::arm() {
  if (timer_ || waiting_.empty()) return;
  timer_ = env_.timers.at(waiting_.begin()->second.ends, [this] {
    timer_.reset();
    give_up_old();
    arm();
  });
}

void Peer::give_up_old() {
  while (!waiting_.empty() && waiting_.begin()->second.ends <= env_.clock.now()) {
    reached("c2w.request_timed_out");
    auto done = std::move(waiting_.begin()->second.done);
    waiting_.erase(waiting_.begin());
    done(fail(Errc::timed_out, "the peer did not answer in time"));
  }
}

}  // namespace curia::c2w

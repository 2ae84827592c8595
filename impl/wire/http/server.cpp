#include "impl/wire/http/server.hpp"

#include <algorithm>

#include "impl/wire/http/text.hpp"
#include "model/base/check.hpp"
#include "model/base/reached.hpp"

namespace curia::http {
namespace {

// What stands in a request line besides the target: method, version and blanks.
constexpr std::size_t request_line_extra = 64;

// A buffer that one large body has blown up is given back rather than kept per connection.
constexpr std::size_t buffer_bytes_kept = 64 * 1024;

bool has_no_body(int status) { return status == 101 || status == 204 || status == 304; }

}  // namespace

ServerMachine::ServerMachine(ServerContext& context, Instant now)
    : context_(context), idle_since_(now) {}

void ServerMachine::feed(std::string_view bytes, Instant) {
  if (phase_ == Phase::closed || input_ended_) return;
  drop_delivered();
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    begin_ = 0;
    views_are_fresh_ = false;
  }
  if (buffer_.size() + bytes.size() > buffer_.capacity()) views_are_fresh_ = false;
  buffer_.append(bytes);
}

void ServerMachine::end_of_input(Instant) { input_ended_ = true; }

const Arrival* ServerMachine::next(Instant now) {
  drop_delivered();
  if (phase_ == Phase::closed || wants_pause()) return nullptr;
  if (phase_ == Phase::header && !take_header(now)) return nullptr;
  if (!take_body()) return nullptr;
  deliver();
  return &arrival_;
}

void ServerMachine::drop_delivered() {
  if (delivered_ == 0) return;
  begin_ += delivered_;
  delivered_ = 0;
  chunked_.reset();
  if (begin_ < buffer_.size()) return;
  begin_ = 0;
  buffer_.clear();
  if (buffer_.capacity() > buffer_bytes_kept) buffer_.shrink_to_fit();
}

// True when a whole head has come and been understood.
bool ServerMachine::take_header(Instant now) {
  // Empty lines before a request are a habit of old clients (RFC 9112 section 2.2).
  while (unread().starts_with("\r\n")) begin_ += 2;
  if (unread().empty() || (unread() == "\r" && !input_ended_)) {
    if (input_ended_) phase_ = Phase::closed;
    return false;
  }
  if (request_since_ == never) request_since_ = now;
  if (!is_token(unread().substr(0, 1))) {
    refuse({400, "this is not HTTP"});
    return false;
  }
  switch (scan_.look(unread(), limits::http_target_bytes + request_line_extra,
                     limits::http_header_bytes)) {
    case HeadScan::State::refused:
      refuse(scan_.refusal());
      return false;
    case HeadScan::State::incomplete:
      if (input_ended_) refuse({400, "the connection ended in the middle of a request"});
      return false;
    case HeadScan::State::complete:
      break;
  }
  head_bytes_ = scan_.head_bytes();
  scan_.restart();
  if (auto refusal = parse_request_head(unread().substr(0, head_bytes_), arrival_.request, head_)) {
    refuse(*refusal);
    return false;
  }
  if (arrival_.request.target.size() > limits::http_target_bytes) {
    refuse({414, "the request target is longer than this server takes"});
    return false;
  }
  if (head_.content_length > context_.body_bytes) {
    refuse({413, "the body is longer than this server takes"});
    return false;
  }
  begin_body();
  return true;
}

void ServerMachine::begin_body() {
  phase_ = Phase::body;
  views_are_fresh_ = true;
  if (head_.chunked) chunked_.emplace(context_.body_bytes);
  // A peer that has begun to send the body does not wait any more (RFC 9110 section 10.1.1).
  const bool has_body = head_.chunked || head_.content_length > 0;
  continue_owed_ = head_.expects_continue && has_body && unread().size() == head_bytes_;
}

// True when the whole body has come.
bool ServerMachine::take_body() {
  bool complete = false;
  if (chunked_) {
    const std::size_t done = chunked_->put(unread().substr(head_bytes_));
    buffer_.erase(begin_ + head_bytes_, done);
    if (chunked_->refusal()) {
      refuse(*chunked_->refusal());
      return false;
    }
    complete = chunked_->complete();
  } else {
    complete = unread().size() - head_bytes_ >= head_.content_length;
  }
  if (complete) return true;
  if (input_ended_) refuse({400, "the connection ended in the middle of a request"});
  return false;
}

void ServerMachine::deliver() {
  const std::string_view head = unread().substr(0, head_bytes_);
  Request& request = arrival_.request;
  // The buffer has moved since the head was understood: look at it again where it lies now.
  if (!views_are_fresh_) check(!parse_request_head(head, request, head_), "a good head stays good");
  const std::size_t body_bytes = chunked_ ? 0 : static_cast<std::size_t>(head_.content_length);
  request.body =
      chunked_ ? std::string_view(chunked_->body()) : unread().substr(head_bytes_, body_bytes);
  delivered_ = head_bytes_ + body_bytes;
  continue_owed_ = false;
  request_since_ = never;
  phase_ = Phase::header;

  Slot& slot = push_slot();
  arrival_.number = newest_;
  slot.head_only = request.method == "HEAD";
  slot.close = !head_.keep_alive || draining_ || newest_ >= limits::http_requests_per_connection;
  if (slot.close) phase_ = Phase::closed;
  if (head_.http11 && !slot.close && !request.header("Upgrade").empty())
    upgrade_wanted_by_ = newest_;
}

ServerMachine::Slot& ServerMachine::push_slot() {
  check(requests_in_flight() < slots_.size(), "a request is only read when there is room for it");
  return slot_of(++newest_);
}

// Answers instead of the application; nothing can be understood after it.
void ServerMachine::refuse(const Refusal& refusal) {
  refusal_ = refusal;
  Slot& slot = push_slot();
  slot.ready = slot.close = true;
  slot.response.status = refusal.status;
  slot.response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
  append_number(slot.response.body, static_cast<std::uint64_t>(refusal.status));
  slot.response.body += ' ';
  slot.response.body += reason_phrase(refusal.status);
  slot.response.body += ": ";
  slot.response.body += refusal.why;
  slot.response.body += '\n';
  phase_ = Phase::closed;
  continue_owed_ = false;
  request_since_ = never;
  begin_ = delivered_ = 0;
  buffer_ = {};
  chunked_.reset();
}

void ServerMachine::respond(RequestNumber number, Response response) {
  if (given_up_) return;
  check(number >= oldest_ && number <= newest_, "an answer to a request that is not waiting");
  check(response.status >= 200 && response.status <= 599, "an answer has a final status");
  Slot& slot = slot_of(number);
  check(!slot.ready, "a request is answered once");
  slot.response = std::move(response);
  slot.ready = true;
  if (number == upgrade_wanted_by_) upgrade_wanted_by_ = 0;
}

void ServerMachine::upgrade(RequestNumber number, Response response) {
  if (given_up_) return;
  check(number == upgrade_wanted_by_ && response.status == 101, "an upgrade answers its request");
  Slot& slot = slot_of(number);
  check(!slot.close, "a connection that is closing is not upgraded");
  slot.response = std::move(response);
  slot.ready = true;
}

std::string ServerMachine::take_rest() {
  check(upgraded_, "what follows belongs to HTTP until it is upgraded");
  drop_delivered();
  std::string rest(unread());
  buffer_ = {};
  begin_ = 0;
  return rest;
}

bool ServerMachine::take_output(std::string& out, Instant now, WallTime wall) {
  const std::size_t before = out.size();
  while (oldest_ <= newest_ && slot_of(oldest_).ready) {
    Slot& slot = slot_of(oldest_);
    write_answer(out, slot, wall);
    if (slot.response.status == 101) {
      upgraded_ = true;
      phase_ = Phase::closed;
    }
    slot = Slot{};
    ++oldest_;
  }
  // An interim answer must not overtake the answers to earlier requests.
  if (continue_owed_ && oldest_ > newest_) {
    out += "HTTP/1.1 100 Continue\r\n\r\n";
    continue_owed_ = false;
  }
  if (out.size() == before) return false;
  idle_since_ = now;
  return true;
}

void ServerMachine::write_answer(std::string& out, const Slot& slot, WallTime wall) {
  const Response& response = slot.response;
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(response.status));
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\nDate: ";
  out += context_.date.at(wall);
  out += "\r\n";
  out += context_.common_header_lines;
  for (const auto& [name, value] : response.headers) append_header(out, name, value);
  if (!has_no_body(response.status)) {
    out += "Content-Length: ";
    append_number(out, response.body.size());
    out += "\r\n";
  }
  write_connection(out, slot);
  if (!slot.head_only && !has_no_body(response.status)) out += response.body;
}

void ServerMachine::write_connection(std::string& out, const Slot& slot) const {
  if (slot.response.status == 101) {
    out += "Connection: Upgrade\r\n\r\n";
    return;
  }
  if (slot.close) {
    out += "Connection: close\r\n\r\n";
    return;
  }
  constexpr auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(limits::http_idle_timeout).count();
  out += "Connection: Keep-Alive\r\nKeep-Alive: timeout=";
  append_number(out, static_cast<std::uint64_t>(seconds));
  out += ", max=";
  append_number(out, limits::http_requests_per_connection - oldest_);
  out += "\r\n\r\n";
}

Instant ServerMachine::deadline() const {
  if (given_up_) return never;
  Instant deadline = never;
  if (blocked_since_ != never) deadline = blocked_since_ + limits::http_write_timeout;
  if (phase_ == Phase::closed) return deadline;
  if (request_since_ != never)
    deadline = std::min(deadline, request_since_ + limits::http_request_timeout);
  else if (requests_in_flight() == 0)
    deadline = std::min(deadline, idle_since_ + limits::http_idle_timeout);
  return deadline;
}

void ServerMachine::on_deadline(Instant now) {
  if (now < deadline()) return;
  if (blocked_since_ != never && now >= blocked_since_ + limits::http_write_timeout) {
    reached("http.slow_reader");
    given_up_ = true;
    phase_ = Phase::closed;
    return;
  }
  if (phase_ == Phase::closed) return;
  if (request_since_ == never) {
    phase_ = Phase::closed;  // idle for long enough: nobody waits for a word
    return;
  }
  reached("http.slow_writer");
  refuse({408, "the request did not come completely in time"});
}

void ServerMachine::on_blocked(Instant now) {
  if (blocked_since_ == never) blocked_since_ = now;
}

void ServerMachine::on_writable() { blocked_since_ = never; }

void ServerMachine::drain() {
  draining_ = true;
  if (phase_ == Phase::closed || request_since_ != never) return;
  // The newest answer that has not left says that it is the last; without one, that is all.
  if (oldest_ <= newest_) slot_of(newest_).close = true;
  phase_ = Phase::closed;
}

bool ServerMachine::wants_pause() const {
  return requests_in_flight() >= limits::http_requests_in_flight || upgrade_wanted_by_ != 0;
}

bool ServerMachine::wants_close() const {
  return !given_up_ && !upgraded_ && phase_ == Phase::closed && oldest_ > newest_;
}

}  // namespace curia::http

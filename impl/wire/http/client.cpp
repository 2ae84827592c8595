#include "impl/wire/http/client.hpp"

#include <algorithm>
#include <array>

#include "impl/wire/http/text.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"

namespace curia::http {
namespace {

constexpr std::string_view user_agent = "Curia";

bool is_idempotent(std::string_view method) {
  constexpr std::array<std::string_view, 6> methods{"GET",    "HEAD",    "PUT",
                                                    "DELETE", "OPTIONS", "TRACE"};
  return std::find(methods.begin(), methods.end(), method) != methods.end();
}

bool is_machines_own(std::string_view name) {
  constexpr std::array<std::string_view, 7> names{
      "host",       "user-agent", "content-length", "transfer-encoding", "connection",
      "keep-alive", "date"};
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view own) { return equal_ignoring_ascii_case(own, name); });
}

Result<> validate(const OutgoingRequest& request) {
  if (!is_token(request.method))
    return fail(Errc::invalid_value, "the method is not a token", "method");
  const auto blank_or_control = [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
  };
  if (!request.target.starts_with('/') ||
      std::any_of(request.target.begin(), request.target.end(), blank_or_control))
    return fail(Errc::invalid_value, "the target is not a path without blanks", "target");
  for (const auto& [name, value] : request.headers)
    if (!is_token(name) || !is_header_value(value) || is_machines_own(name))
      return fail(Errc::invalid_value, "the header '" + name + "' cannot be sent", "headers");
  return {};
}

void write_request(std::string& out, const OutgoingRequest& request, std::string_view host) {
  out += request.method;
  out += ' ';
  out += request.target;
  out += " HTTP/1.1\r\n";
  append_header(out, "Host", host);
  append_header(out, "User-Agent", user_agent);
  for (const auto& [name, value] : request.headers) append_header(out, name, value);
  const bool has_body_by_nature = request.method == "POST" || request.method == "PUT";
  if (has_body_by_nature || !request.body.empty()) {
    out += "Content-Length: ";
    append_number(out, request.body.size());
    out += "\r\n";
  }
  out += "\r\n";
  out += request.body;
}

}  // namespace

ClientMachine::ClientMachine(std::string host) : host_(std::move(host)) {}

Result<std::uint64_t> ClientMachine::send(OutgoingRequest request, Instant now) {
  if (auto valid = validate(request); !valid) return fail(valid.error());
  if (queue_.size() >= limits::http_client_queue)
    return fail(Errc::limit_reached, "too many requests are waiting for " + host_);
  const Instant deadline = now + request.timeout;
  queue_.push_back({++last_number_, std::move(request), deadline, false});
  return last_number_;
}

bool ClientMachine::wants_connect() const { return !connected_ && !queue_.empty(); }

void ClientMachine::on_connected(Instant now) {
  connected_ = true;
  used_ = closing_ = false;
  idle_limit_ = limits::http_client_idle_timeout;
  idle_since_ = now;
}

void ClientMachine::on_failed(const Error& error) {
  for (Waiting& waiting : queue_) outcomes_.push_back({waiting.number, fail(error)});
  queue_.clear();
}

void ClientMachine::end_of_input(Instant now) {
  closing_ = true;
  if (phase_ == Phase::body_to_the_end)
    finish(now);
  else
    connection_lost();
}

void ClientMachine::on_closed(Instant) {
  connection_lost();
  connected_ = closing_ = false;
  buffer_.clear();
}

// What was on its way is sent again where that is safe, or fails.
void ClientMachine::connection_lost() {
  if (phase_ == Phase::idle) return;
  Waiting& front = queue_.front();
  if (used_ && !heard_ && !front.sent_before && is_idempotent(front.request.method)) {
    reached("http.client_sends_again");
    front.sent_before = true;
    phase_ = Phase::idle;
    return;
  }
  break_off(Errc::unavailable, heard_ ? host_ + " closed the connection in the middle of its answer"
                                      : host_ + " closed the connection without an answer");
}

bool ClientMachine::take_output(std::string& out, Instant) {
  if (!connected_ || closing_ || phase_ != Phase::idle || queue_.empty()) return false;
  write_request(out, queue_.front().request, host_);
  phase_ = Phase::header;
  heard_ = false;
  interim_ = 0;
  scan_.restart();
  return true;
}

void ClientMachine::feed(std::string_view bytes, Instant now) {
  if (!connected_ || closing_ || bytes.empty()) return;
  if (phase_ == Phase::idle) {
    // Nobody asked: such a server (or an answer nobody can attribute) is not to be trusted.
    reached("http.client_unasked_bytes");
    closing_ = true;
    return;
  }
  heard_ = true;
  buffer_.append(bytes);
  parse(now);
}

void ClientMachine::parse(Instant now) {
  while (phase_ == Phase::header)
    if (!take_header()) return;
  if (phase_ != Phase::idle && take_body()) finish(now);
}

// True when one head has been taken; the phase says what comes next.
bool ClientMachine::take_header() {
  switch (scan_.look(buffer_, limits::http_header_bytes, limits::http_header_bytes)) {
    case HeadScan::State::incomplete:
      return false;
    case HeadScan::State::refused:
      break_off(scan_.refusal());
      return false;
    case HeadScan::State::complete:
      break;
  }
  const std::size_t bytes = scan_.head_bytes();
  scan_.restart();
  if (auto refusal =
          parse_response_head(std::string_view(buffer_).substr(0, bytes), response_, head_)) {
    break_off(*refusal);
    return false;
  }
  buffer_.erase(0, bytes);
  if (head_.status >= 200) return begin_body();
  if (head_.status < 100 || head_.status == 101 ||
      ++interim_ > limits::http_client_interim_responses) {
    break_off({400, "an interim answer that nobody asked for"});
    return false;
  }
  return true;
}

// Where the body ends: RFC 9112 section 6.3.
bool ClientMachine::begin_body() {
  const bool none =
      queue_.front().request.method == "HEAD" || head_.status == 204 || head_.status == 304;
  if (none) {
    head_.content_length = 0;
    phase_ = Phase::body_of_length;
  } else if (head_.chunked) {
    chunked_.emplace(limits::http_response_body_bytes);
    phase_ = Phase::body_in_chunks;
  } else if (head_.content_length) {
    phase_ = Phase::body_of_length;
  } else {
    phase_ = Phase::body_to_the_end;
  }
  if (head_.content_length.value_or(0) <= limits::http_response_body_bytes) return true;
  break_off({413, ""});
  return false;
}

// True when the whole body has come.
bool ClientMachine::take_body() {
  if (phase_ == Phase::body_in_chunks) return take_chunks();
  if (phase_ == Phase::body_of_length) {
    const auto length = static_cast<std::size_t>(*head_.content_length);
    const std::size_t count = std::min(length - response_.body.size(), buffer_.size());
    response_.body.append(buffer_, 0, count);
    buffer_.erase(0, count);
    return response_.body.size() == length;
  }
  if (response_.body.size() + buffer_.size() > limits::http_response_body_bytes) {
    break_off({413, ""});
    return false;
  }
  response_.body.append(buffer_);
  buffer_.clear();
  return false;
}

bool ClientMachine::take_chunks() {
  buffer_.erase(0, chunked_->put(buffer_));
  if (chunked_->refusal()) {
    break_off(*chunked_->refusal());
    return false;
  }
  if (!chunked_->complete()) return false;
  response_.body = std::move(chunked_->body());
  chunked_.reset();
  return true;
}

void ClientMachine::finish(Instant now) {
  note_keep_alive();
  // Bytes behind the answer belong to no request of ours.
  if (!head_.keep_alive || phase_ == Phase::body_to_the_end || !buffer_.empty()) closing_ = true;
  outcomes_.push_back({queue_.front().number, std::move(response_)});
  queue_.pop_front();
  response_ = {};
  buffer_.clear();
  phase_ = Phase::idle;
  used_ = true;
  idle_since_ = now;
}

// A server that says when it will hang up is left a second earlier, so that no request that
// cannot be sent again runs into its closing.
void ClientMachine::note_keep_alive() {
  std::string_view value = response_.header("Keep-Alive");
  constexpr std::string_view key = "timeout=";
  const std::size_t at = value.find(key);
  if (at == std::string_view::npos) return;
  value.remove_prefix(at + key.size());
  const auto seconds = parse_decimal(value.substr(0, value.find_first_not_of("0123456789")));
  if (!seconds) return;
  const auto shown = std::min<std::int64_t>(*seconds, 3600);
  idle_limit_ = std::min<Duration>(limits::http_client_idle_timeout,
                                   std::chrono::seconds(std::max<std::int64_t>(shown - 1, 0)));
}

void ClientMachine::break_off(const Refusal& refusal) {
  if (refusal.status == 413 || refusal.status == 414 || refusal.status == 431)
    break_off(Errc::limit_reached, "the answer of " + host_ + " is larger than this client takes");
  else
    break_off(Errc::protocol_error,
              "the answer of " + host_ + " is malformed: " + std::string(refusal.why));
}

void ClientMachine::break_off(Errc code, std::string message) {
  outcomes_.push_back({queue_.front().number, fail(code, std::move(message))});
  queue_.pop_front();
  response_ = {};
  chunked_.reset();
  buffer_.clear();
  phase_ = Phase::idle;
  closing_ = true;
}

std::optional<Outcome> ClientMachine::next() {
  if (outcomes_.empty()) return std::nullopt;
  Outcome outcome = std::move(outcomes_.front());
  outcomes_.pop_front();
  return outcome;
}

Instant ClientMachine::deadline() const {
  Instant deadline = never;
  for (const Waiting& waiting : queue_) deadline = std::min(deadline, waiting.deadline);
  if (connected_ && !closing_ && queue_.empty())
    deadline = std::min(deadline, idle_since_ + idle_limit_);
  return deadline;
}

void ClientMachine::on_deadline(Instant now) {
  if (now < deadline()) return;
  if (queue_.empty()) {
    closing_ = true;
    return;
  }
  const std::string late = host_ + " did not answer in time";
  if (phase_ != Phase::idle && queue_.front().deadline <= now) break_off(Errc::timed_out, late);
  // Those still on their way are not touched: the front, if its time has not come.
  for (auto it = queue_.begin(); it != queue_.end();) {
    if (it->deadline > now) {
      ++it;
      continue;
    }
    outcomes_.push_back({it->number, fail(Errc::timed_out, late)});
    it = queue_.erase(it);
  }
}

}  // namespace curia::http

#include "impl/wire/websocket/machine.hpp"

#include <algorithm>
#include <array>

#include "model/base/check.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"

namespace curia::websocket {
namespace {

using State = Machine::State;

// Every transition: a row for each state, a column for each happening. A timeout in `open` is a
// peer that has fallen silent; in `closing` one that does not answer our close frame; in `leaving`
// one that does not end the connection. `stuck`: it does not read.
using enum Machine::State;
constexpr std::array<std::array<State, 6>, 5> transitions{{
    // close, peer_close, violation, input_end, timeout, stuck
    {closing, leaving, leaving, ended, lost, lost},   // open
    {closing, leaving, leaving, ended, ended, lost},  // closing
    {leaving, leaving, leaving, ended, ended, lost},  // leaving
    {ended, ended, ended, ended, ended, lost},        // ended
    {lost, lost, lost, lost, lost, lost},             // lost
}};

constexpr std::size_t buffer_bytes_kept = 16 * 1024;  // of each connection, between messages

// As much of a text as fits, without half a character at the end.
std::string_view cut_text(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

void give_back(std::string& buffer) {
  buffer.clear();
  if (buffer.capacity() > buffer_bytes_kept) buffer.shrink_to_fit();
}

}  // namespace

Machine::Machine(Role role, Options options, Instant now, MaskSource masks)
    : role_(role), options_(options), masks_(std::move(masks)), heard_at_(now) {
  check((role == Role::client) == static_cast<bool>(masks_), "clients mask, servers do not");
}

void Machine::turn(Happening happening, Instant now) {
  const State before = state_;
  state_ = transitions[static_cast<std::size_t>(state_)][static_cast<std::size_t>(happening)];
  // The server ends the connection as soon as all is said (section 7.1.1).
  if (state_ == State::leaving && role_ == Role::server) state_ = State::ended;
  if (state_ == before) return;
  if (before == State::open) leaving_since_ = now;
  if (!is_reading()) {
    input_ = {};
    begin_ = 0;
  }
}

void Machine::feed(std::string_view bytes, Instant now) {
  if (!is_reading()) return;
  heard_at_ = now;
  pinged_ = false;
  if (begin_ > 0) {
    input_.erase(0, begin_);
    begin_ = 0;
  }
  input_ += bytes;
}

void Machine::end_of_input(Instant now) {
  if (!ending_) ending_ = Ending{close_code::abnormal, "the connection ended", true};
  turn(Happening::input_end, now);
}

const Message* Machine::next(Instant now) {
  if (delivered_) {
    delivered_ = false;
    give_back(message_data_);
  }
  while (is_reading()) {
    if (!frame_ && !take_head(now)) break;
    if (!take_payload(now)) break;
    if (const Message* message = finish_frame(now)) return message;
  }
  if (begin_ == input_.size()) {
    begin_ = 0;
    give_back(input_);
  }
  return nullptr;
}

bool Machine::take_head(Instant now) {
  if (const auto why = judge_head(unread(), role_ == Role::server); !why.empty()) {
    violate(close_code::protocol_error, why, now);
    return false;
  }
  const std::size_t bytes = head_bytes(unread());
  if (bytes == 0) return false;
  const FrameHead head = read_head(unread());
  begin_ += bytes;
  if (!is_control(head.opcode)) {
    const bool continues = head.opcode == Opcode::continuation;
    if (continues != message_kind_.has_value()) {
      violate(close_code::protocol_error,
              continues ? "a frame continues a message that was not begun"
                        : "a message begins inside another",
              now);
      return false;
    }
    if (head.length > options_.message_bytes - message_data_.size()) {
      violate(close_code::too_big,
              "a message is longer than " + std::to_string(options_.message_bytes) + " bytes", now);
      return false;
    }
    if (!continues) {
      message_kind_ = head.opcode;
      utf8_ = {};
    }
  }
  frame_ = Frame{head};
  return true;
}

// True when the whole payload has come.
bool Machine::take_payload(Instant now) {
  const std::uint64_t missing = frame_->head.length - frame_->come;
  const std::size_t size =
      static_cast<std::size_t>(std::min<std::uint64_t>(missing, unread().size()));
  // While we are closing messages are not kept (section 1.4), but their form is still judged.
  const bool control = is_control(frame_->head.opcode);
  if (control || state_ == State::open) {
    std::string& into = control ? control_data_ : message_data_;
    const std::size_t at = into.size();
    into += unread().substr(0, size);
    if (frame_->head.mask) apply_mask(into.data() + at, size, *frame_->head.mask, frame_->come);
    if (!control && message_kind_ == Opcode::text &&
        !utf8_.put(std::string_view(into).substr(at))) {
      violate(close_code::not_utf8, "a text message is not UTF-8", now);
      return false;
    }
  }
  frame_->come += size;
  begin_ += size;
  return size == missing;
}

const Message* Machine::finish_frame(Instant now) {
  const FrameHead head = frame_->head;
  frame_.reset();
  if (is_control(head.opcode)) {
    if (head.opcode == Opcode::ping && state_ == State::open) pong(control_data_);
    if (head.opcode == Opcode::close) on_peer_close(now);
    control_data_.clear();
    return nullptr;
  }
  if (!head.fin) return nullptr;
  const Opcode kind = *message_kind_;
  message_kind_.reset();
  if (state_ != State::open) return nullptr;
  if (kind == Opcode::text && !utf8_.complete()) {
    violate(close_code::not_utf8, "a text message ends inside a character", now);
    return nullptr;
  }
  message_ = {kind, message_data_};
  delivered_ = true;
  return &message_;
}

// Pings that come faster than our answers leave are answered together, by the newest (section
// 5.5.3): what waits to be taken does not grow with them.
void Machine::pong(std::string_view payload) {
  if (pong_bytes_ + payload.size() > limits::websocket_pong_bytes) {
    reached("websocket.flood_of_pings");
    pong_owed_ = payload;
    return;
  }
  const std::size_t before = output_.size();
  append(output_, Opcode::pong, true, payload);
  pong_bytes_ += output_.size() - before;
}

void Machine::on_peer_close(Instant now) {
  const std::string_view payload = control_data_;
  if (payload.size() == 1) {
    violate(close_code::protocol_error, "a close frame has half a code", now);
    return;
  }
  std::uint16_t code = close_code::no_status;
  if (!payload.empty()) {
    code = static_cast<std::uint16_t>(static_cast<std::uint8_t>(payload[0]) << 8 |
                                      static_cast<std::uint8_t>(payload[1]));
    if (!may_be_sent(code)) {
      violate(close_code::protocol_error, "a close frame has a code that nobody may send", now);
      return;
    }
    if (!is_utf8(payload.substr(2))) {
      violate(close_code::not_utf8, "the reason of a close frame is not UTF-8", now);
      return;
    }
  }
  if (state_ == State::open) {
    ending_ =
        Ending{code, std::string(payload.substr(std::min<std::size_t>(2, payload.size()))), true};
    append_close(code, {});
  }
  turn(Happening::peer_close, now);
}

void Machine::violate(std::uint16_t code, std::string_view why, Instant now) {
  if (state_ == State::open) {
    ending_ = Ending{code, std::string(why), false};
    append_close(code, why);
  }
  turn(Happening::violation, now);
}

Result<> Machine::send(Opcode kind, std::string_view data) {
  check(kind == Opcode::text || kind == Opcode::binary, "control frames are the machine's own");
  if (state_ != State::open) return fail(Errc::cancelled, "the WebSocket is ending");
  if (kind == Opcode::text && !is_utf8(data))
    return fail(Errc::invalid_value, "a text message must be UTF-8");
  if (data.size() > options_.queue_bytes || output_.size() > options_.queue_bytes - data.size())
    return fail(Errc::limit_reached,
                "more than " + std::to_string(options_.queue_bytes) + " bytes wait to be sent");
  Opcode opcode = kind;
  for (; data.size() > options_.frame_bytes; opcode = Opcode::continuation) {
    append(output_, opcode, false, data.substr(0, options_.frame_bytes));
    data.remove_prefix(options_.frame_bytes);
  }
  append(output_, opcode, true, data);
  return {};
}

void Machine::close(std::uint16_t code, std::string_view reason, Instant now) {
  if (state_ != State::open) return;
  check(may_be_sent(code), "a close frame has a code that may be sent");
  ending_ = Ending{code, std::string(reason), false};
  append_close(code, reason);
  turn(Happening::close, now);
}

void Machine::append_close(std::uint16_t code, std::string_view reason) {
  std::string payload;
  if (code != close_code::no_status) {
    payload += static_cast<char>(code >> 8);
    payload += static_cast<char>(code & 0xFFU);
    payload += cut_text(reason, control_payload_bytes - payload.size());
  }
  append(output_, Opcode::close, true, payload);
}

void Machine::append(std::string& out, Opcode opcode, bool fin, std::string_view payload) {
  FrameHead head{.fin = fin, .opcode = opcode, .mask = {}, .length = payload.size()};
  if (role_ == Role::client) head.mask = masks_();
  append_frame(out, head, payload);
}

bool Machine::take_output(std::string& out, Instant) {
  const std::size_t before = out.size();
  out += output_;
  give_back(output_);
  pong_bytes_ = 0;
  if (pong_owed_ && is_reading()) append(out, Opcode::pong, true, *pong_owed_);
  pong_owed_.reset();
  return out.size() != before;
}

Instant Machine::deadline() const {
  Instant deadline = never;
  if (state_ == State::lost) return deadline;
  if (blocked_since_ != never) deadline = blocked_since_ + limits::websocket_write_timeout;
  if (state_ == State::open)
    return std::min(deadline, heard_at_ + (pinged_ ? options_.silence : options_.ping_after));
  if (state_ == State::ended) return deadline;
  return std::min(deadline, leaving_since_ + limits::websocket_close_timeout);
}

void Machine::on_deadline(Instant now) {
  if (now < deadline()) return;
  if (blocked_since_ != never && now >= blocked_since_ + limits::websocket_write_timeout) {
    reached("websocket.peer_does_not_read");
    if (!ending_) ending_ = Ending{close_code::abnormal, "it does not read what is sent", false};
    turn(Happening::stuck, now);
    return;
  }
  if (state_ != State::open) {
    reached("websocket.peer_does_not_close");
    turn(Happening::timeout, now);
  } else if (now >= heard_at_ + options_.silence) {
    reached("websocket.silent_peer");
    ending_ = Ending{close_code::abnormal, "it has fallen silent", false};
    turn(Happening::timeout, now);
  } else {
    pinged_ = true;
    append(output_, Opcode::ping, true, {});
  }
}

void Machine::on_blocked(Instant now) {
  if (blocked_since_ == never) blocked_since_ = now;
}

bool Machine::wants_close() const { return state_ == State::ended && output_.empty(); }

}  // namespace curia::websocket

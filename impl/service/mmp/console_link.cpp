#include "impl/service/mmp/console_link.hpp"

#include <algorithm>
#include <utility>

#include "model/admin/limits.hpp"

namespace curia::mmp {
namespace {

constexpr std::size_t head_bytes = 5;
constexpr std::size_t operator_name_bytes = 32;

}  // namespace

std::string encode_frame(char kind, std::string_view text) {
  std::string frame(1, kind);
  for (int shift = 24; shift >= 0; shift -= 8)
    frame += static_cast<char>(text.size() >> shift & 0xff);
  return frame.append(text);
}

bool ConsoleFrames::feed(std::string_view bytes, std::vector<ConsoleFrame>& frames) {
  buffer_ += bytes;
  std::size_t at = 0;
  while (buffer_.size() - at >= head_bytes) {
    std::size_t size = 0;
    for (std::size_t i = 1; i < head_bytes; ++i)
      size = size << 8 | static_cast<unsigned char>(buffer_[at + i]);
    if (size > limits::console_frame_bytes) return false;
    if (buffer_.size() - at - head_bytes < size) break;
    frames.push_back({buffer_[at], buffer_.substr(at + head_bytes, size)});
    at += head_bytes + size;
  }
  buffer_.erase(0, at);
  return true;
}

Admitted console_operator(std::string_view name) {
  std::string shown;
  for (const char c : name.substr(0, operator_name_bytes))
    shown += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '_' || c == '-' || c == '.'
                 ? c
                 : '?';
  return {(shown.empty() ? "somebody" : shown) + " (console)", admin::Role::admin, false, false};
}

ConsoleLink::ConsoleLink(Mmp& mmp, std::function<void(std::string)> send,
                         std::function<void()> hang_up)
    : mmp_(mmp), send_(std::move(send)), hang_up_(std::move(hang_up)) {}

ConsoleLink::~ConsoleLink() { gone(); }

void ConsoleLink::gone() {
  is_over_ = true;
  if (const auto session = std::exchange(session_, nullptr)) session->close("the terminal closed");
}

void ConsoleLink::receive(std::string_view bytes) {
  std::vector<ConsoleFrame> frames;
  if (!frames_.feed(bytes, frames)) return refuse("what came is not the language of the console");
  for (const ConsoleFrame& frame : frames)
    if (!is_over_) take(frame);
}

void ConsoleLink::take(const ConsoleFrame& frame) {
  if (session_) {
    if (frame.kind == 'l') return session_->line(frame.text);
    if (frame.kind == 'i') return session_->interrupt();
    if (frame.kind != 'c') return;
    std::string words;
    for (const std::string& word : session_->complete(frame.text))
      words += (words.empty() ? "" : "\n") + word;
    return send_(encode_frame('C', words));
  }
  if (is_logging_in_) return;
  if (frame.kind == 'H') return enter(console_operator(frame.text));
  if (frame.kind != 'L') return refuse("log in first");
  is_logging_in_ = true;
  const std::size_t end = std::min(frame.text.find('\0'), frame.text.size());
  LoginRequest request{Door::console, std::nullopt, frame.text.substr(0, end),
                       frame.text.substr(std::min(end + 1, frame.text.size()))};
  mmp_.log_in(std::move(request), [this, alive = std::weak_ptr(alive_)](Result<Admitted> who) {
    if (!alive.expired() && !is_over_) enter(who);
  });
}

void ConsoleLink::enter(const Result<Admitted>& who) {
  is_logging_in_ = false;
  if (!who) return refuse(who.error().message);
  auto session = mmp_.open(*who, Door::console, std::nullopt, *this);
  if (!session) return refuse(session.error().message);
  if (!is_over_) session_ = *std::move(session);
}

void ConsoleLink::refuse(std::string_view why) {
  send_(encode_frame('r', why));
  is_over_ = true;
  hang_up_();
}

void ConsoleLink::show(std::string_view text) {
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, limits::console_frame_bytes);
    send_(encode_frame('o', piece));
    text.remove_prefix(piece.size());
  }
}

void ConsoleLink::ask(const Prompt& prompt) {
  send_(encode_frame(prompt.is_command ? 'p' : prompt.is_hidden ? 'h' : 'q', prompt.text));
}

void ConsoleLink::ended(std::string_view why) {
  if (is_over_) return;
  is_over_ = true;
  send_(encode_frame('e', why));
  hang_up_();
}

}  // namespace curia::mmp

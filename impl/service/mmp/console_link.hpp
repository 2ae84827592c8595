// ConsoleLink: one terminal at the console, on the server's side of the local socket, and the form
// of what goes over it.
//
// 1. A frame is a letter, four bytes of length (the most significant first), and so many bytes, at
//    most limits::console_frame_bytes. What is no frame ends the link.
// 2. The terminal begins with Hello (who sits there, as the machine knows it: whoever may open the
//    socket may read the files of the server, so no password is asked) or with Login.
//
//    to the server    H name   L name NUL password   l line   i interrupt   c line to complete
//    to the terminal  o output   p command prompt   q question   h hidden question   C words
//                     r refused, why   e ended, why
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "impl/service/mmp/mmp.hpp"

namespace curia::mmp {

struct ConsoleFrame {
  char kind = 0;
  std::string text;
};

std::string encode_frame(char kind, std::string_view text);

// Frames out of bytes that come in any pieces.
class ConsoleFrames {
 public:
  // False when the bytes cannot be frames.
  bool feed(std::string_view bytes, std::vector<ConsoleFrame>& frames);

 private:
  std::string buffer_;
};

class ConsoleLink final : private Screen {
 public:
  // `send` takes what goes to the terminal; `hang_up` is called once, at the end.
  ConsoleLink(Mmp& mmp, std::function<void(std::string)> send, std::function<void()> hang_up);
  ~ConsoleLink() override;
  ConsoleLink(const ConsoleLink&) = delete;
  ConsoleLink& operator=(const ConsoleLink&) = delete;

  void receive(std::string_view bytes);
  void gone();  // the terminal went away

 private:
  void take(const ConsoleFrame& frame);
  void enter(const Result<Admitted>& who);
  void refuse(std::string_view why);

  void show(std::string_view text) override;
  void ask(const Prompt& prompt) override;
  void ended(std::string_view why) override;

  Mmp& mmp_;
  std::function<void(std::string)> send_;
  std::function<void()> hang_up_;
  ConsoleFrames frames_;
  std::shared_ptr<Session> session_;
  bool is_logging_in_ = false;
  bool is_over_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

// Who sits at the console without a login: "root (console)", with the role admin.
Admitted console_operator(std::string_view name);

}  // namespace curia::mmp

// What the tests of this folder share: a conversation with a machine, in lines.
#pragma once

#include <initializer_list>
#include <string>

#include "impl/wire/smtp/client.hpp"

namespace curia::smtp {

class Conversation {
 public:
  explicit Conversation(ClientOptions options) : machine(std::move(options), now) {}

  // The server's lines, each with CR LF; returns what the machine says to them.
  std::string hear(std::initializer_list<std::string_view> lines) {
    std::string text;
    for (const std::string_view line : lines) text.append(line).append("\r\n");
    machine.feed(text, now);
    return said();
  }
  std::string said() {
    std::string out;
    machine.take_output(out, now);
    return out;
  }
  std::string send(Mail mail) {
    machine.send(std::move(mail), now);
    return said();
  }
  // "ann=accepted bob=later", of the mail that has ended; empty when none has.
  std::string fates() {
    const auto result = machine.next();
    std::string text;
    if (!result) return text;
    constexpr std::string_view names[] = {"accepted", "later", "never", "unanswered"};
    for (const RecipientResult& one : result->recipients) {
      if (!text.empty()) text += ' ';
      text += one.address.substr(0, one.address.find('@'));
      text += '=';
      text += names[static_cast<int>(one.fate)];
    }
    return text;
  }

  Instant now{};
  ClientMachine machine;
};

inline Mail mail_to(std::vector<std::string> recipients,
                    std::string content = "A: b\r\n\r\nc\r\n") {
  return {"org@example.com", std::move(recipients), std::move(content)};
}

}  // namespace curia::smtp

#include "impl/wire/syslog.hpp"

#include "model/admin/limits.hpp"

namespace curia {
namespace {

constexpr std::size_t host_bytes = 255;
constexpr std::size_t application_bytes = 48;

int number_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return 3;
    case Severity::warning:
      return 4;
    case Severity::info:
      break;
  }
  return 6;
}

// Printable ASCII without blanks (RFC 5424 section 6); "-" when nothing is left.
std::string header_word(std::string_view text, std::size_t most) {
  std::string word;
  for (const char c : text)
    if (c > ' ' && c <= '~' && word.size() < most) word += c;
  return word.empty() ? "-" : word;
}

std::string time_text(WallTime time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const auto part = std::chrono::floor<std::chrono::milliseconds>(time - seconds).count();
  std::string text = to_rfc3339(time);
  const std::string digits = std::to_string(1000 + part);
  text.insert(text.size() - 1, "." + digits.substr(1));
  return text;
}

}  // namespace

std::string write_syslog(const SyslogMessage& message) {
  const int priority = static_cast<int>(message.facility) * 8 + number_of(message.severity);
  std::string out = "<" + std::to_string(priority) + ">1 " + time_text(message.time) + " " +
                    header_word(message.host, host_bytes) + " " +
                    header_word(message.application, application_bytes) + " - - - ";
  for (const char c : message.text) {
    if (out.size() == limits::syslog_message_bytes) break;
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  }
  return out;
}

std::string frame_syslog(std::string_view message) {
  return std::to_string(message.size()) + " " + std::string(message);
}

}  // namespace curia

#include "impl/wire/smtp/reply.hpp"

#include "model/base/limits_mail.hpp"
#include "model/base/text.hpp"

namespace curia::smtp {

std::string Reply::shown() const {
  std::string text = std::to_string(code);
  for (const std::string& line : lines) text += ' ' + line;
  if (text.size() > limits::smtp_reply_shown_bytes) {
    text.resize(limits::smtp_reply_shown_bytes);
    text += "...";
  }
  for (char& c : text)
    if (c < ' ' || c > '~') c = '?';
  return text;
}

std::optional<Result<Reply>> ReplyReader::next() {
  while (true) {
    const std::size_t end = buffer_.find('\n', begin_);
    const std::size_t length = (end == std::string::npos ? buffer_.size() : end) - begin_;
    if (length > limits::smtp_reply_line_bytes)
      return fail(Errc::limit_reached, "the mail server's reply has a line that is too long");
    if (end == std::string::npos) break;
    std::string_view line(buffer_.data() + begin_, length);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto last = take_line(line);
    begin_ = end + 1;
    if (!last) return fail(last.error());
    if (*last) return std::exchange(reply_, {});
  }
  buffer_.erase(0, begin_);
  begin_ = 0;
  return std::nullopt;
}

// True: it was the last line of the reply.
Result<bool> ReplyReader::take_line(std::string_view line) {
  const auto code = line.size() < 3 ? std::nullopt : parse_decimal(line.substr(0, 3));
  const char mark = line.size() > 3 ? line[3] : ' ';
  if (!code || *code < 200 || *code > 599 || (mark != ' ' && mark != '-'))
    return fail(Errc::protocol_error, "what the mail server says is no SMTP reply");
  if (!reply_.lines.empty() && *code != reply_.code)
    return fail(Errc::protocol_error, "the mail server's reply has lines with different codes");
  if (reply_.lines.size() >= limits::smtp_reply_lines)
    return fail(Errc::limit_reached, "the mail server's reply has too many lines");
  reply_.code = static_cast<int>(*code);
  reply_.lines.emplace_back(line.substr(std::min<std::size_t>(4, line.size())));
  return mark == ' ';
}

}  // namespace curia::smtp

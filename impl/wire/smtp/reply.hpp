// ReplyReader: an SMTP server's replies (RFC 5321 section 4.2), of one line or of several.
//
// 1. A reply is given out when all its lines have come, however the bytes were split.
// 2. Lines may end with a bare LF: servers that write so exist, and nothing else could be meant.
// 3. What a server says is bounded: smtp_reply_line_bytes, smtp_reply_lines.
//
//   reader.feed(bytes);
//   while (auto reply = reader.next()) if (!*reply) give_up(reply->error()); else use(**reply);
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"

namespace curia::smtp {

struct Reply {
  int code = 0;                    // 200 to 599
  std::vector<std::string> lines;  // what stands behind the code

  bool is_positive() const { return code < 300; }
  bool asks_for_more() const { return code >= 300 && code < 400; }
  bool is_for_now() const { return code >= 400 && code < 500; }
  // "450 4.2.0 try again", for the log: one line, printable, at most smtp_reply_shown_bytes.
  std::string shown() const;
};

class ReplyReader {
 public:
  void feed(std::string_view bytes) { buffer_ += bytes; }
  // Errors: protocol_error (no reply), limit_reached. After one the reader is of no more use.
  std::optional<Result<Reply>> next();
  // Bytes that came behind the last reply that was given out.
  bool has_more() const { return begin_ < buffer_.size(); }

 private:
  Result<bool> take_line(std::string_view line);

  std::string buffer_;
  std::size_t begin_ = 0;  // of what was not read yet
  Reply reply_;            // as far as it has come
};

}  // namespace curia::smtp

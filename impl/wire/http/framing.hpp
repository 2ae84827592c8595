// Where HTTP/1.1 messages begin and end (RFC 9112): the parts that both machines share.
//
// 1. A head (start line, header lines, empty line) is parsed only when all of it has come, so the
//    way in which the input was split can never change what is understood.
// 2. Beast's parser does the grammar of heads (head.cpp is the only file that includes Beast);
//    where it is more lenient than is safe, the message is refused: several Content-Length
//    values, Content-Length together with Transfer-Encoding, folded lines, transfer codings other
//    than "chunked" (request smuggling lives in all of these).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "impl/wire/http/message.hpp"

namespace curia::http {

// Why a message is not taken: the status that says so and a constant sentence.
struct Refusal {
  int status = 400;
  std::string_view why;
};

// Looks for the end of a head; remembers how far it has looked.
class HeadScan {
 public:
  enum class State { incomplete, complete, refused };

  // `bytes` is all there is of this message, each time with more at the end. A first line longer
  // than `line_limit` is refused with 414, a head longer than `head_limit` with 431.
  State look(std::string_view bytes, std::size_t line_limit, std::size_t head_limit);
  std::size_t head_bytes() const { return looked_; }  // complete: with the empty line
  const Refusal& refusal() const { return refusal_; }
  void restart() { *this = HeadScan{}; }

 private:
  State refuse(int status, std::string_view why);

  std::size_t looked_ = 0;      // no line ends before this
  std::size_t line_begin_ = 0;  // of the line that is not complete yet
  Refusal refusal_;
};

struct RequestHead {
  bool http11 = true;
  bool keep_alive = true;
  bool chunked = false;
  bool expects_continue = false;
  std::uint64_t content_length = 0;
};

// Parses one complete request head into views of `bytes` (the body stays empty).
std::optional<Refusal> parse_request_head(std::string_view bytes, Request& request,
                                          RequestHead& head);

struct ResponseHead {
  int status = 0;
  bool keep_alive = true;
  bool chunked = false;
  std::optional<std::uint64_t> content_length;
};

// Parses one complete response head. The refusal's status is of no meaning here.
std::optional<Refusal> parse_response_head(std::string_view bytes, Response& response,
                                           ResponseHead& head);

// Decodes a body of Transfer-Encoding: chunked (RFC 9112 section 7.1). Extensions and trailer
// fields are checked for their form and dropped.
class ChunkedBody {
 public:
  explicit ChunkedBody(std::size_t body_limit) : body_limit_(body_limit) {}

  // Decodes from the front of `bytes` and returns how many bytes are done with; the others must
  // be given again, with more behind them.
  std::size_t put(std::string_view bytes);
  bool complete() const { return state_ == State::complete; }
  const std::optional<Refusal>& refusal() const { return refusal_; }
  std::string& body() { return body_; }

 private:
  enum class State { size_line, data, data_end, trailer, complete };

  std::size_t take_data(std::string_view bytes);
  std::size_t take_data_end(std::string_view bytes);
  std::size_t take_line(std::string_view bytes);
  void on_size_line(std::string_view line);
  void on_trailer(std::string_view line);
  void refuse(int status, std::string_view why) { refusal_ = Refusal{status, why}; }

  std::size_t body_limit_;
  State state_ = State::size_line;
  std::uint64_t left_ = 0;         // bytes of this chunk that have not come
  std::size_t trailer_bytes_ = 0;  // against http_header_bytes
  std::string body_;
  std::optional<Refusal> refusal_;
};

}  // namespace curia::http

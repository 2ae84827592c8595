// Where HTTP/1.1 messages begin and end (RFC 9112): the parts that both machines share.
//
// 1. A head (start line, header lines, empty line) is parsed only when all of it has come, so the
//    way in which the input was split can never change what is understood.
// 2. Beast's parser does the grammar (framing.cpp is the only file that includes Beast); what it
//    is too lenient about is refused here: several Content-Length values, Content-Length together
//    with Transfer-Encoding, folded lines, transfer codings other than "chunked".
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
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

  // `bytes` is all there is of this message, each time with more at the end.
  State look(std::string_view bytes, std::size_t line_limit, std::size_t head_limit);
  std::size_t head_bytes() const { return looked_; }  // complete: with the empty line
  const Refusal& refusal() const { return refusal_; }
  void restart() { *this = HeadScan{}; }

 private:
  std::size_t looked_ = 0;      // everything before is settled
  std::size_t line_begin_ = 0;  // of the line that looked_ stands in
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

// Decodes a body of Transfer-Encoding: chunked. Extensions and trailer fields are checked for
// their form and dropped.
class ChunkedBody {
 public:
  explicit ChunkedBody(std::size_t body_limit);
  ~ChunkedBody();

  // Decodes from the front of `bytes`, appends to body(), and returns how many bytes are done
  // with; the others must be given again, with more behind them.
  std::size_t put(std::string_view bytes);
  bool complete() const;
  const std::optional<Refusal>& refusal() const { return refusal_; }
  std::string& body();

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
  std::optional<Refusal> refusal_;
};

// True for the characters of a token (RFC 9110 section 5.6.2): methods and header names.
bool is_token(std::string_view text);

// "Not Found"; "Unknown" for numbers that RFC 9110 does not name.
std::string_view reason_phrase(int status);

// Appends "Name: value\r\n". Control characters of the value become blanks, so that no text from
// outside can end a header early; the name is a token, or the caller is broken.
void append_header(std::string& out, std::string_view name, std::string_view value);

void append_number(std::string& out, std::uint64_t number);

}  // namespace curia::http

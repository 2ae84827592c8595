#include "impl/wire/http/framing.hpp"

#include <algorithm>

#include "impl/wire/http/text.hpp"
#include "model/base/hex.hpp"
#include "model/base/limits.hpp"

namespace curia::http {
namespace {

constexpr std::string_view bad_line_end = "every line of the header must end with CR LF";

}  // namespace

HeadScan::State HeadScan::refuse(int status, std::string_view why) {
  refusal_ = Refusal{status, why};
  return State::refused;
}

HeadScan::State HeadScan::look(std::string_view bytes, std::size_t line_limit,
                               std::size_t head_limit) {
  for (;;) {
    const std::size_t line_feed = bytes.find('\n', looked_);
    const bool found = line_feed != std::string_view::npos;
    const std::size_t seen = found ? line_feed + 1 : bytes.size();
    // The limits come first: which of them is hit may not depend on how much has come so far.
    if (line_begin_ == 0 && seen > line_limit)
      return refuse(414, "the request line is longer than this server takes");
    if (seen > head_limit) return refuse(431, "the header is longer than this server takes");
    looked_ = seen;
    if (!found) return State::incomplete;
    if (line_feed == line_begin_ || bytes[line_feed - 1] != '\r') return refuse(400, bad_line_end);
    const bool empty = line_feed - line_begin_ == 1;
    if (empty && line_begin_ == 0) return refuse(400, "the first line is empty");
    if (empty) return State::complete;
    line_begin_ = seen;
  }
}

std::size_t ChunkedBody::put(std::string_view bytes) {
  std::size_t done = 0;
  while (!complete() && !refusal_) {
    const std::string_view rest = bytes.substr(done);
    const std::size_t taken = state_ == State::data       ? take_data(rest)
                              : state_ == State::data_end ? take_data_end(rest)
                                                          : take_line(rest);
    if (taken == 0) break;
    done += taken;
  }
  return done;
}

std::size_t ChunkedBody::take_data(std::string_view bytes) {
  const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
  body_.append(bytes.substr(0, count));
  left_ -= count;
  if (left_ == 0) state_ = State::data_end;
  return count;
}

std::size_t ChunkedBody::take_data_end(std::string_view bytes) {
  if (bytes.size() < 2) return 0;
  if (bytes.substr(0, 2) != "\r\n") refuse(400, "a chunk is longer than its size says");
  state_ = State::size_line;
  return 2;
}

// A size line or a trailer line. As with heads, the limit is looked at before anything else.
std::size_t ChunkedBody::take_line(std::string_view bytes) {
  const std::size_t line_feed = bytes.find('\n');
  const bool found = line_feed != std::string_view::npos;
  const std::size_t seen = found ? line_feed + 1 : bytes.size();
  const bool in_trailer = state_ == State::trailer;
  if (in_trailer ? trailer_bytes_ + seen > limits::http_header_bytes
                 : seen > limits::http_chunk_line_bytes) {
    refuse(431, in_trailer ? "the trailer is longer than this server takes"
                           : "a chunk extension is longer than this server takes");
    return 0;
  }
  if (!found) return 0;
  if (line_feed == 0 || bytes[line_feed - 1] != '\r') {
    refuse(400, "every line between chunks must end with CR LF");
    return 0;
  }
  const std::string_view line = bytes.substr(0, line_feed - 1);
  if (in_trailer) {
    trailer_bytes_ += seen;
    on_trailer(line);
  } else {
    on_size_line(line);
  }
  return seen;
}

void ChunkedBody::on_size_line(std::string_view line) {
  std::uint64_t size = 0;
  std::size_t digits = 0;
  for (; digits < line.size() && hex_value(line[digits]) >= 0; ++digits) {
    size = size * 16 + static_cast<std::uint64_t>(hex_value(line[digits]));
    if (size > body_limit_ - body_.size())
      return refuse(413, "the body is longer than this server takes");
  }
  std::string_view extension = line.substr(digits);
  const std::size_t blanks = std::min(extension.find_first_not_of(" \t"), extension.size());
  extension.remove_prefix(blanks);
  if (digits == 0) return refuse(400, "a chunk does not begin with its size");
  if ((extension.empty() && blanks > 0) || (!extension.empty() && extension.front() != ';') ||
      !is_header_value(extension))
    return refuse(400, "a chunk size is followed by something that is no extension");
  left_ = size;
  state_ = size == 0 ? State::trailer : State::data;
}

void ChunkedBody::on_trailer(std::string_view line) {
  if (line.empty()) {
    state_ = State::complete;
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
      !is_header_value(line.substr(colon + 1)))
    refuse(400, "a trailer line is not of the form name: value");
}

}  // namespace curia::http

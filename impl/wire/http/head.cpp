// The grammar of request and response heads, by Beast's basic_parser: the only file that includes
// Beast (its headers cost five seconds of compiling).
#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <functional>

#include "impl/wire/http/framing.hpp"
#include "impl/wire/http/text.hpp"
#include "model/base/text.hpp"

namespace curia::http {
namespace {

namespace beast = boost::beast::http;
using boost::beast::error_code;
using BeastView = boost::beast::string_view;

std::string_view view(BeastView text) { return {text.data(), text.size()}; }

constexpr Refusal both_lengths{400, "Content-Length and Transfer-Encoding exclude each other"};
constexpr Refusal two_lengths{400, "more than one Content-Length"};
constexpr Refusal two_codings{400, "more than one Transfer-Encoding"};

// What the framing headers of one head say (RFC 9112 section 6).
struct Framing {
  unsigned hosts = 0;
  unsigned lengths = 0;
  unsigned codings = 0;
  std::string_view coding;
  std::string_view host;
  std::string_view length;
  std::string_view expect;

  void note(beast::field name, std::string_view value) {
    switch (name) {
      case beast::field::host:
        ++hosts;
        host = value;
        break;
      case beast::field::content_length:
        ++lengths;
        length = value;
        break;
      case beast::field::transfer_encoding:
        ++codings;
        coding = value;
        break;
      case beast::field::expect:
        expect = value;
        break;
      default:
        break;
    }
  }

  std::optional<Refusal> judge() const {
    if (codings > 0 && lengths > 0) return both_lengths;
    if (lengths > 1 || length.find(',') != std::string_view::npos) return two_lengths;
    if (codings > 1) return two_codings;
    if (codings == 1 && !equal_ignoring_ascii_case(coding, "chunked"))
      return Refusal{501, "the only transfer coding that this server knows is chunked"};
    return std::nullopt;
  }
};

// Beast calls back for each line; the views it hands over lie in the bytes it was given, except
// for folded lines, which are refused (RFC 9112 section 5.2 lets a server choose).
template <bool is_request>
class Parser : public beast::basic_parser<is_request> {
 public:
  explicit Parser(std::string_view bytes) : bytes_(bytes) {
    this->header_limit(UINT32_MAX);  // HeadScan has looked at the limits
    this->body_limit(boost::none);
  }

  // Nothing when all of the bytes are one good head.
  std::optional<Refusal> run() {
    error_code ec;
    const std::size_t used = this->put(boost::asio::const_buffer(bytes_.data(), bytes_.size()), ec);
    if (folded_) return Refusal{400, "a header line is folded"};
    // What the framing headers say first: it is the better reason of the two.
    if (ec) return framing.judge().value_or(explain(ec));
    if (used != bytes_.size()) return Refusal{400, "the header does not end where it says"};
    return framing.judge();
  }

  Framing framing;
  std::string_view method, target;
  int version = 0;
  int status_code = 0;
  // Where the header lines go.
  void (*on_header)(void* into, std::string_view name, std::string_view value) = nullptr;
  void* into = nullptr;

 private:
  void on_request_impl(beast::verb, BeastView m, BeastView t, int v, error_code&) override {
    method = view(m), target = view(t), version = v;
  }
  void on_response_impl(int code, BeastView, int v, error_code&) override {
    status_code = code, version = v;
  }
  void on_field_impl(beast::field name, BeastView name_text, BeastView value,
                     error_code& ec) override {
    if (is_folded(view(name_text), view(value))) {
      folded_ = true;
      ec = beast::error::bad_obs_fold;
      return;
    }
    framing.note(name, view(value));
    on_header(into, view(name_text), view(value));
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(BeastView body, error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, BeastView, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, BeastView body, error_code&) override {
    return body.size();
  }
  void on_finish_impl(error_code&) override {}

  // A folded value was copied elsewhere, or a line end stands between the name and the value.
  bool is_folded(std::string_view name, std::string_view value) const {
    const char* const after_name = name.data() + name.size();
    const char* const at_value = value.data();
    if (std::less<>{}(at_value, after_name) ||
        std::less<>{}(bytes_.data() + bytes_.size(), at_value))
      return true;
    return std::find(after_name, at_value, '\r') != at_value;
  }

  Refusal explain(const error_code& ec) const {
    switch (static_cast<beast::error>(ec.value())) {
      case beast::error::bad_method:
        return {400, "the request line does not begin with a method"};
      case beast::error::bad_target:
        return {400, "the request line has no target, or one with characters that no URI has"};
      case beast::error::bad_version:
        return explain_version();
      case beast::error::bad_field:
        return {400, "a header line is not of the form name: value"};
      case beast::error::bad_value:
        return {400, "a header has a value that it may not have"};
      case beast::error::bad_content_length:
        return framing.codings > 0 ? both_lengths : Refusal{400, "Content-Length is not a number"};
      case beast::error::multiple_content_length:
        return two_lengths;
      case beast::error::bad_transfer_encoding:
        return framing.lengths > 0 ? both_lengths : two_codings;
      case beast::error::bad_status:
        return {400, "the status line has no three-digit status"};
      default:
        return {400, "the header is malformed"};
    }
  }

  // A version of the right form that is not 1.0 or 1.1 is a matter of its own (505).
  Refusal explain_version() const {
    std::string_view line = bytes_.substr(0, bytes_.find('\r'));
    line.remove_prefix(std::min(line.rfind(' ') + 1, line.size()));
    const auto digit = [&](std::size_t i) { return line[i] >= '0' && line[i] <= '9'; };
    const bool formed =
        line.size() == 8 && line.starts_with("HTTP/") && digit(5) && line[6] == '.' && digit(7);
    const bool known = line == "HTTP/1.0" || line == "HTTP/1.1";
    if (formed && !known) return {505, "this server speaks HTTP/1.0 and HTTP/1.1"};
    return {400, "the first line does not say HTTP/1.1 in its place"};
  }

  std::string_view bytes_;
  bool folded_ = false;
};

bool is_host(std::string_view host) {
  return std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~!$&'()*+,;=:[]%").find(c) != std::string_view::npos;
  });
}

// Leaves the origin form: "/path?query", or "*" (RFC 9112 section 3.2).
std::optional<Refusal> to_origin_form(std::string_view method, std::string_view& target) {
  if (target.front() == '/' || (target == "*" && method == "OPTIONS")) return std::nullopt;
  const std::size_t scheme_end = target.find("://");
  if (scheme_end == std::string_view::npos ||
      (!equal_ignoring_ascii_case(target.substr(0, scheme_end), "http") &&
       !equal_ignoring_ascii_case(target.substr(0, scheme_end), "https")))
    return Refusal{400, "the request target does not begin with '/'"};
  const std::size_t path = target.find_first_of("/?", scheme_end + 3);
  if (path != std::string_view::npos && target[path] == '?')
    return Refusal{400, "the request target has a query but no path"};
  target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
  return std::nullopt;
}

std::optional<Refusal> judge_request(const Parser<true>& parser, RequestHead& head) {
  const Framing& framing = parser.framing;
  if (framing.hosts > 1) return Refusal{400, "more than one Host header"};
  if (framing.hosts == 0 && head.http11) return Refusal{400, "there is no Host header"};
  if (!is_host(framing.host)) return Refusal{400, "the Host header does not name a host"};
  if (head.chunked && !head.http11) return Refusal{400, "HTTP/1.0 has no Transfer-Encoding"};
  if (!framing.expect.empty() && head.http11) {
    if (!equal_ignoring_ascii_case(framing.expect, "100-continue"))
      return Refusal{417, "the only expectation that this server knows is 100-continue"};
    head.expects_continue = true;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> parse_request_head(std::string_view bytes, Request& request,
                                          RequestHead& head) {
  request.headers.clear();
  request.body = {};
  Parser<true> parser(bytes);
  parser.into = &request;
  parser.on_header = [](void* into, std::string_view name, std::string_view value) {
    static_cast<Request*>(into)->headers.emplace_back(name, value);
  };
  if (auto refusal = parser.run()) return refusal;
  request.method = parser.method;
  request.target = parser.target;
  head = RequestHead{};
  head.http11 = parser.version == 11;
  head.keep_alive = parser.keep_alive();
  head.chunked = parser.framing.codings == 1;
  head.content_length = parser.content_length().value_or(0);
  if (auto refusal = judge_request(parser, head)) return refusal;
  return to_origin_form(request.method, request.target);
}

std::optional<Refusal> parse_response_head(std::string_view bytes, Response& response,
                                           ResponseHead& head) {
  response.headers.clear();
  response.body.clear();
  Parser<false> parser(bytes);
  parser.into = &response;
  parser.on_header = [](void* into, std::string_view name, std::string_view value) {
    static_cast<Response*>(into)->headers.emplace_back(name, value);
  };
  if (auto refusal = parser.run()) return refusal;
  response.status = parser.status_code;
  head = ResponseHead{};
  head.status = parser.status_code;
  head.chunked = parser.framing.codings == 1;
  if (parser.content_length()) head.content_length = *parser.content_length();
  head.keep_alive = parser.keep_alive();
  return std::nullopt;
}

}  // namespace curia::http

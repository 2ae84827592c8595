// One GET through the HTTP server machine, against the same done with Beast's message classes all
// the way (request_parser, response_serializer): the reason why answers are written by hand.
#include <benchmark/benchmark.h>

#include <boost/beast/http.hpp>

#include "impl/wire/http/server.hpp"

namespace {

constexpr std::string_view request_text =
    "GET /api/v1/coSpaces/2f1b0b40-6d5c-4d1e-9b3a-5f1c2d3e4f50 HTTP/1.1\r\n"
    "Host: 127.0.0.1:8443\r\nAuthorization: Basic YWRtaW46c2VjcmV0\r\n"
    "User-Agent: bench\r\nAccept: */*\r\n\r\n";

const std::string common_lines =
    "Server: Curia\r\nX-Frame-Options: DENY\r\n"
    "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\nVary: Accept-Encoding\r\n";

const std::string body(600, 'x');

void BM_Machine(benchmark::State& state) {
  using namespace curia;
  http::ServerContext context{common_lines, {}};
  const Instant now{};
  auto machine = std::make_unique<http::ServerMachine>(context, now);
  std::string out;
  for (auto _ : state) {
    machine->feed(request_text, now);
    const http::Arrival* arrival = machine->next(now);
    if (arrival == nullptr) {  // the connection has carried as many requests as it may
      machine = std::make_unique<http::ServerMachine>(context, now);
      continue;
    }
    machine->respond(arrival->number, {200, {{"Content-Type", "text/xml"}}, body});
    out.clear();
    machine->take_output(out, now, WallTime{});
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(BM_Machine);

namespace beast = boost::beast::http;
using BeastResponse = beast::response<beast::string_body>;

BeastResponse beast_response() {
  BeastResponse response{beast::status::ok, 11};
  response.set(beast::field::date, "Sun, 06 Nov 1994 08:49:37 GMT");
  response.set(beast::field::server, "Curia");
  response.set("X-Frame-Options", "DENY");
  response.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  response.set(beast::field::vary, "Accept-Encoding");
  response.set(beast::field::content_type, "text/xml");
  response.set(beast::field::connection, "Keep-Alive");
  response.set("Keep-Alive", "timeout=60, max=9999");
  response.body() = body;
  response.prepare_payload();
  return response;
}

void serialize(const BeastResponse& response, std::string& out) {
  beast::response_serializer<beast::string_body> serializer(response);
  boost::system::error_code error;
  while (!serializer.is_done()) {
    std::size_t bytes = 0;
    serializer.next(error, [&](boost::system::error_code&, const auto& buffers) {
      for (const auto buffer : boost::beast::buffers_range_ref(buffers)) {
        out.append(static_cast<const char*>(buffer.data()), buffer.size());
        bytes += buffer.size();
      }
    });
    serializer.consume(bytes);
  }
}

void BM_Beast(benchmark::State& state) {
  std::string out;
  for (auto _ : state) {
    beast::request_parser<beast::string_body> parser;
    boost::system::error_code error;
    parser.eager(true);
    parser.put(boost::asio::buffer(request_text.data(), request_text.size()), error);
    benchmark::DoNotOptimize(parser.get().target().data());
    const BeastResponse response = beast_response();
    out.clear();
    serialize(response, out);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(BM_Beast);

// Only what leaves: the message and its serializer.
void BM_BeastAnswer(benchmark::State& state) {
  std::string out;
  for (auto _ : state) {
    const BeastResponse response = beast_response();
    out.clear();
    serialize(response, out);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(BM_BeastAnswer);

// Only what comes in: one head parsed by the machine's parser.
void BM_Head(benchmark::State& state) {
  curia::http::Request request;
  curia::http::RequestHead head;
  for (auto _ : state) {
    benchmark::DoNotOptimize(curia::http::parse_request_head(request_text, request, head));
  }
}
BENCHMARK(BM_Head);

}  // namespace

BENCHMARK_MAIN();

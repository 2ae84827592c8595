// Our WebSocket machine against Boost.Beast's, in both roles: each must hear exactly what the other
// said, end as the other ends, and think of damaged frames as the other does.
//
// Both run in one thread over a pipe in memory: what one side waits for, the other makes at once.
#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <functional>
#include <string>
#include <vector>

#include "impl/wire/websocket/handshake.hpp"
#include "impl/wire/websocket/testing.hpp"

namespace curia::websocket {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Code = boost::system::error_code;

// The end of the pipe that Beast reads and writes.
class Pipe {
 public:
  using executor_type = asio::io_context::executor_type;

  explicit Pipe(asio::io_context& context) : context_(context) {}
  executor_type get_executor() { return context_.get_executor(); }

  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, Code& error) {
    if (to_beast.empty() && other_side) other_side();
    if (to_beast.empty()) {
      error = asio::error::eof;
      return 0;
    }
    error = {};
    const std::size_t bytes = asio::buffer_copy(buffers, asio::buffer(to_beast));
    to_beast.erase(0, bytes);
    return bytes;
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    return thrown(&Pipe::read_some<Buffers>, buffers);
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, Code& error) {
    error = {};
    const std::size_t before = from_beast.size();
    for (auto at = asio::buffer_sequence_begin(buffers); at != asio::buffer_sequence_end(buffers);
         ++at)
      from_beast.append(static_cast<const char*>(asio::const_buffer(*at).data()),
                        asio::const_buffer(*at).size());
    return from_beast.size() - before;
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    return thrown(&Pipe::write_some<Buffers>, buffers);
  }

  std::string to_beast, from_beast;
  std::function<void()> other_side;

 private:
  template <class Work, class Buffers>
  std::size_t thrown(Work work, const Buffers& buffers) {
    Code error;
    const std::size_t bytes = (this->*work)(buffers, error);
    if (error) throw boost::system::system_error(error);
    return bytes;
  }
  asio::io_context& context_;
};

void teardown(beast::role_type, Pipe&, Code& error) { error = {}; }

// One WebSocket with our machine at one end and Beast's at the other.
class Pair {
 public:
  explicit Pair(Role ours) : machine(make_machine(ours)) {
    beast_end.read_message_max(0);
    ours == Role::server ? serve() : call();
    pipe().other_side = [this] { pump(); };
  }

  Pipe& pipe() { return beast_end.next_layer(); }

  // Whatever waits between the two arrives, in pieces of any size.
  void pump() {
    const std::string bytes = std::exchange(pipe().from_beast, {});
    for (const auto piece : split(bytes, prng, 5000)) hear(machine, piece, Instant{}, heard);
    std::string out;
    if (machine.take_output(out, Instant{})) pipe().to_beast += out;
  }

  std::string read() {
    beast::flat_buffer buffer;
    Code error;
    beast_end.read(buffer, error);
    if (error) return "error: " + error.message();
    return (beast_end.got_text() ? "text:" : "binary:") +
           std::string(static_cast<const char*>(buffer.data().data()), buffer.size());
  }

  asio::io_context context;
  beast::websocket::stream<Pipe> beast_end{context};
  Machine machine;
  Heard heard;
  Prng prng{3, "pieces"};

 private:
  void serve() {
    pipe().other_side = [this] {
      asked_ = std::exchange(pipe().from_beast, {});
      const std::string_view head = asked_;
      http::Request request;
      request.method = "GET";
      request.target = "/events/v1";
      for (std::size_t at = head.find("\r\n") + 2; at < head.size() - 2;) {
        const std::size_t colon = head.find(": ", at), end = head.find("\r\n", at);
        request.headers.emplace_back(head.substr(at, colon - at),
                                     head.substr(colon + 2, end - colon - 2));
        at = end + 2;
      }
      const http::Response response = accept_upgrade(request);
      ASSERT_EQ(response.status, 101) << response.body;
      pipe().to_beast =
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
          "Connection: Upgrade\r\n";
      for (const auto& [name, value] : response.headers)
        if (name == "Sec-WebSocket-Accept") pipe().to_beast += name + ": " + value + "\r\n";
      pipe().to_beast += "\r\n";
    };
    beast_end.handshake("curia", "/events/v1");
  }

  void call() {
    ClientHandshake hello({.host = "curia", .target = "/c2w"}, Nonce{1, 2, 3});
    pipe().to_beast = hello.request();
    beast_end.accept();
    const auto agreed = hello.feed(std::exchange(pipe().from_beast, {}));
    ASSERT_TRUE(agreed && *agreed);
  }

  std::string asked_;  // the head of the request, while it is answered
};

class AgainstBeast : public ::testing::TestWithParam<Role> {};

std::string some_text(Prng& prng) {
  static constexpr std::size_t sizes[] = {0, 1, 125, 126, 127, 1000, 65535, 65536, 65537, 200'000};
  std::string text;
  const std::size_t size = sizes[prng.below(std::size(sizes))];
  while (text.size() + 4 <= size) text += prng.chance(1, 3) ? "\xF0\x9F\x8E\xA5" : "word";
  return text;
}

TEST_P(AgainstBeast, BothHearWhatTheOtherSays) {
  Pair pair(GetParam());
  Prng prng(11, "talk");
  std::vector<std::string> told, answered;
  for (int i = 0; i < 300; ++i) {
    const std::string text = some_text(prng);
    const bool is_text = prng.chance(1, 2);
    if (prng.chance(1, 2)) {
      pair.beast_end.text(is_text);
      pair.beast_end.auto_fragment(prng.chance(1, 2));
      pair.beast_end.write_buffer_bytes(static_cast<std::size_t>(prng.between(8, 9000)));
      if (!is_text && prng.chance(1, 3)) {
        pair.beast_end.write_some(false, asio::buffer("begun and ", 10));
        pair.beast_end.ping("between fragments");
        pair.beast_end.write_some(true, asio::buffer("done", 4));
        told.emplace_back("binary:begun and done");
      }
      pair.beast_end.write(asio::buffer(text));
      told.push_back((is_text ? "text:" : "binary:") + text);
      pair.pump();
    } else {
      ASSERT_TRUE(pair.machine.send(is_text ? Opcode::text : Opcode::binary, text));
      answered.push_back((is_text ? "text:" : "binary:") + text);
      EXPECT_EQ(pair.read(), answered.back());
    }
  }
  EXPECT_EQ(pair.heard.messages, told);
  EXPECT_GT(answered.size(), 100u);
}

TEST_P(AgainstBeast, EndsAsBeastEndsIt) {
  for (const int code : {1000, 1001, 1003, 1008, 1011, 3000, 4999}) {
    Pair pair(GetParam());
    Code error;
    pair.beast_end.close({static_cast<beast::websocket::close_code>(code), "enough"}, error);
    EXPECT_FALSE(error) << error.message();
    ASSERT_TRUE(pair.machine.ending());
    EXPECT_EQ(pair.machine.ending()->code, code);
    EXPECT_EQ(pair.machine.ending()->reason, "enough");
    EXPECT_TRUE(pair.machine.ending()->by_peer);
  }
}

TEST_P(AgainstBeast, BeastEndsAsWeEndIt) {
  for (const int code : {1000, 1001, 1008, 4000}) {
    Pair pair(GetParam());
    ASSERT_TRUE(pair.machine.send(Opcode::text, "a last word"));
    pair.machine.close(static_cast<std::uint16_t>(code), "enough", Instant{});
    EXPECT_EQ(pair.read(), "text:a last word");
    EXPECT_EQ(pair.read().substr(0, 6), "error:");
    EXPECT_EQ(pair.beast_end.reason().code, code);
    EXPECT_EQ(std::string(pair.beast_end.reason().reason.c_str()), "enough");
    pair.pump();
    EXPECT_TRUE(pair.machine.ending());
    EXPECT_FALSE(pair.machine.ending()->by_peer);
  }
}

// A few frames as the other role writes them, one byte of which is another one.
std::string damaged_frames(Role reader, Prng& prng) {
  const auto frame = [&](Opcode opcode, std::string_view payload, bool fin = true) {
    return reader == Role::server ? client_frame(opcode, payload, fin)
                                  : server_frame(opcode, payload, fin);
  };
  std::string bytes = frame(Opcode::text, "one") + frame(Opcode::binary, "t", false) +
                      frame(Opcode::ping, "are you there") + frame(Opcode::continuation, "wo") +
                      frame(Opcode::text, std::string(130, 'x')) + frame(Opcode::pong, "") +
                      frame(Opcode::text, "\xC3\xA4") +
                      frame(Opcode::close, close_payload(1000, "bye"));
  const auto at = static_cast<std::size_t>(prng.below(bytes.size()));
  bytes[at] = static_cast<char>(prng.below(256));
  return bytes;
}

TEST_P(AgainstBeast, ThinksOfDamagedFramesAsBeastDoes) {
  Prng prng(5, "damage");
  int refused = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::string bytes = damaged_frames(GetParam(), prng);
    Machine machine = make_machine(GetParam());
    Heard ours;
    hear(machine, bytes, Instant{}, ours);
    const bool is_refused =
        machine.ending() && !machine.ending()->by_peer;  // a violation, not a good-bye

    Pair pair(GetParam() == Role::server ? Role::client : Role::server);  // Beast reads
    pair.pipe().other_side = nullptr;
    pair.pipe().to_beast = bytes;
    std::vector<std::string> theirs;
    std::string read = pair.read();
    for (; !read.starts_with("error: "); read = pair.read()) theirs.push_back(read);
    const bool is_ended = read.find("closed") != std::string::npos;
    const bool is_cut = read.find("End of file") != std::string::npos;
    EXPECT_EQ(ours.messages, theirs) << i << ": " << testing::PrintToString(bytes);
    // Codes that nobody has defined: we refuse them (docs/decisions/0110-events.md).
    const bool is_undefined = is_ended && pair.beast_end.reason().code > 4999;
    if (is_cut) continue;  // Beast looks at a head only when all of it is there
    EXPECT_EQ(is_refused, !is_ended || is_undefined)
        << i << ": Beast says " << read << " of " << testing::PrintToString(bytes);
    refused += is_refused ? 1 : 0;
    if (HasFailure()) break;
  }
  EXPECT_GT(refused, 500);
}

INSTANTIATE_TEST_SUITE_P(Roles, AgainstBeast, ::testing::Values(Role::server, Role::client),
                         [](const auto& role) {
                           return role.param == Role::server ? "WeServe" : "WeCall";
                         });

}  // namespace
}  // namespace curia::websocket

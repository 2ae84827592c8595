#include "impl/wire/websocket/machine.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "impl/wire/websocket/testing.hpp"

namespace curia::websocket {
namespace {

using Texts = std::vector<std::string>;

// A server's end that is told things by a client's frames.
struct Server {
  Machine machine = make_machine(Role::server);
  Heard heard;
  Instant now{};

  void say(std::string_view bytes) { hear(machine, bytes, now, heard); }
  std::string answer() {
    std::string out;
    machine.take_output(out, now);
    return out;
  }
  // To the next deadline.
  Duration wait() {
    const Instant before = now;
    now = machine.deadline();
    machine.on_deadline(now);
    return now - before;
  }
};

TEST(WebSocketMachine, takes_messages_in_fragments_with_a_ping_between) {
  Server server;
  server.say(client_frame(Opcode::text, "one ", false));
  server.say(client_frame(Opcode::ping, "are you there"));
  server.say(client_frame(Opcode::continuation, "", false));
  server.say(client_frame(Opcode::continuation, "two"));
  server.say(client_frame(Opcode::binary, std::string(70'000, '\xff')));
  EXPECT_EQ(server.heard.messages,
            (Texts{"text:one two", "binary:" + std::string(70'000, '\xff')}));
  EXPECT_EQ(server.answer(), server_frame(Opcode::pong, "are you there"));
  EXPECT_TRUE(server.machine.is_open());
}

TEST(WebSocketMachine, splits_long_messages_and_the_other_end_joins_them) {
  Machine client = make_machine(Role::client, {.frame_bytes = 10});
  ASSERT_TRUE(client.send(Opcode::text, "a text of more than ten bytes").has_value());
  ASSERT_TRUE(client.send(Opcode::binary, "").has_value());
  std::string out;
  ASSERT_TRUE(client.take_output(out, {}));
  Server server;
  server.say(out);
  EXPECT_EQ(server.heard.messages, (Texts{"text:a text of more than ten bytes", "binary:"}));
}

TEST(WebSocketMachine, answers_a_close_frame_and_ends) {
  Server server;
  server.say(client_frame(Opcode::close, close_payload(1000, "bye")));
  EXPECT_FALSE(server.machine.wants_close());
  EXPECT_EQ(server.answer(), server_frame(Opcode::close, close_payload(1000)));
  EXPECT_TRUE(server.machine.wants_close());
  ASSERT_TRUE(server.machine.ending());
  EXPECT_EQ(server.machine.ending()->code, 1000);
  EXPECT_EQ(server.machine.ending()->reason, "bye");
  EXPECT_TRUE(server.machine.ending()->by_peer);
  EXPECT_FALSE(server.machine.send(Opcode::text, "late").has_value());
}

TEST(WebSocketMachine, a_close_frame_without_a_code_is_answered_without_one) {
  Server server;
  server.say(client_frame(Opcode::close, ""));
  EXPECT_EQ(server.answer(), server_frame(Opcode::close, ""));
  EXPECT_EQ(server.machine.ending()->code, close_code::no_status);
}

TEST(WebSocketMachine, our_close_drops_what_still_comes_until_the_answer) {
  Server server;
  server.machine.close(close_code::going_away, "restart", server.now);
  EXPECT_EQ(server.answer(), server_frame(Opcode::close, close_payload(1001, "restart")));
  server.say(client_frame(Opcode::text, "still talking"));
  server.say(client_frame(Opcode::ping, "x"));
  EXPECT_FALSE(server.machine.wants_close());
  server.say(client_frame(Opcode::close, close_payload(1001)));
  EXPECT_TRUE(server.machine.wants_close());
  EXPECT_EQ(server.heard.messages, Texts{});
  EXPECT_EQ(server.answer(), "");
  EXPECT_FALSE(server.machine.ending()->by_peer);
}

TEST(WebSocketMachine, an_unanswered_close_frame_is_waited_for_so_long) {
  Server server;
  server.machine.close(close_code::normal, {}, server.now);
  server.answer();
  EXPECT_EQ(server.wait(), limits::websocket_close_timeout);
  EXPECT_TRUE(server.machine.wants_close());
}

TEST(WebSocketMachine, a_client_lets_the_server_end_the_connection) {
  Machine client = make_machine(Role::client);
  Heard heard;
  hear(client, server_frame(Opcode::close, close_payload(1001)), {}, heard);
  std::string out;
  client.take_output(out, {});
  EXPECT_FALSE(client.wants_close());
  EXPECT_EQ(client.deadline() - Instant{}, limits::websocket_close_timeout);
  client.end_of_input({});
  EXPECT_TRUE(client.wants_close());
}

TEST(WebSocketMachine, silence_is_asked_about_and_then_given_up) {
  Server server;
  EXPECT_EQ(server.wait(), limits::websocket_ping_after);
  EXPECT_EQ(server.answer(), server_frame(Opcode::ping, ""));
  server.say(client_frame(Opcode::pong, ""));
  EXPECT_EQ(server.wait(), limits::websocket_ping_after);
  server.answer();
  EXPECT_EQ(server.wait(), limits::websocket_silence - limits::websocket_ping_after);
  EXPECT_TRUE(server.machine.wants_reset());
  EXPECT_EQ(server.machine.ending()->code, close_code::abnormal);
}

TEST(WebSocketMachine, a_peer_that_does_not_read_is_given_up) {
  Server server;
  server.machine.on_blocked(server.now);
  server.machine.on_blocked(server.now + 1s);
  EXPECT_EQ(server.wait(), limits::websocket_write_timeout);
  EXPECT_TRUE(server.machine.wants_reset());
}

TEST(WebSocketMachine, what_waits_to_be_sent_has_a_limit) {
  Machine machine = make_machine(Role::server, {.queue_bytes = 100});
  EXPECT_TRUE(machine.send(Opcode::text, std::string(80, 'a')).has_value());
  const auto more = machine.send(Opcode::text, std::string(30, 'a'));
  ASSERT_FALSE(more.has_value());
  EXPECT_EQ(more.error().code, Errc::limit_reached);
  std::string out;
  machine.take_output(out, {});
  EXPECT_TRUE(machine.send(Opcode::text, std::string(30, 'a')).has_value());
}

TEST(WebSocketMachine, a_flood_of_pings_takes_no_more_memory) {
  Server server;
  for (int i = 0; i < 1000; ++i)
    server.say(client_frame(Opcode::ping, std::string(124, 'a') + static_cast<char>('a' + i % 26)));
  const std::string out = server.answer();
  EXPECT_LE(out.size(), limits::websocket_pong_bytes + 300);
  EXPECT_TRUE(out.ends_with(std::string(124, 'a') + static_cast<char>('a' + 999 % 26)));
}

TEST(WebSocketMachine, refuses_to_send_text_that_is_not_utf8) {
  Machine machine = make_machine(Role::server);
  EXPECT_EQ(machine.send(Opcode::text, "\xff").error().code, Errc::invalid_value);
}

struct Bad {
  std::string name;
  std::string input;
  std::uint16_t code;
  std::string why;
};

std::string raw(std::string_view hex_free) { return std::string(hex_free); }

std::vector<Bad> bad_inputs() {
  using namespace std::string_literals;
  const std::string message_limit(limits::websocket_message_bytes, 'a');
  return {
      {"not_masked", server_frame(Opcode::text, "a"), 1002, "not masked"},
      {"reserved_bit", "\xC1\x80"s, 1002, "extension"},
      {"unknown_opcode", "\x83\x80"s, 1002, "unknown opcode"},
      {"unknown_control_opcode", "\x8B\x80"s, 1002, "unknown opcode"},
      {"ping_in_fragments", client_frame(Opcode::ping, "", false), 1002, "fragmented"},
      {"long_ping", client_frame(Opcode::ping, std::string(126, 'a')), 1002, "too long"},
      {"padded_length", "\x82\xFE\x00\x7D"s, 1002, "shortest"},
      {"padded_long_length", "\x82\xFF\0\0\0\0\0\0\xFF\xFF"s, 1002, "shortest"},
      {"length_of_64_bits", raw("\x82\xFF\x80\0\0\0\0\x01\0\0"s), 1002, "highest bit"},
      {"orphan", client_frame(Opcode::continuation, "a"), 1002, "not begun"},
      {"nested", client_frame(Opcode::text, "a", false) + client_frame(Opcode::text, "b"), 1002,
       "inside another"},
      {"large_frame", client_frame(Opcode::binary, message_limit + "a"), 1009, "longer than"},
      {"large_in_pieces",
       client_frame(Opcode::binary, message_limit, false) + client_frame(Opcode::continuation, "a"),
       1009, "longer than"},
      {"not_utf8", client_frame(Opcode::text, "\xce\xba\xe1\xbd\xb9\xcf\x83\xed\xa0\x80"), 1007,
       "not UTF-8"},
      {"half_a_character", client_frame(Opcode::text, "\xce"), 1007, "inside a character"},
      {"not_utf8_over_fragments",
       client_frame(Opcode::text, "\xf4", false) + client_frame(Opcode::continuation, "\x90"), 1007,
       "not UTF-8"},
      {"half_a_close_code", client_frame(Opcode::close, "\x03"), 1002, "half a code"},
      {"close_code_0", client_frame(Opcode::close, close_payload(0)), 1002, "nobody may send"},
      {"close_code_1005", client_frame(Opcode::close, close_payload(1005)), 1002, "nobody"},
      {"close_code_2999", client_frame(Opcode::close, close_payload(2999)), 1002, "nobody"},
      {"close_code_5000", client_frame(Opcode::close, close_payload(5000)), 1002, "nobody"},
      {"close_reason", client_frame(Opcode::close, close_payload(1000, "\xff")), 1007, "reason"},
  };
}

class WebSocketBadInput : public testing::TestWithParam<Bad> {};

TEST_P(WebSocketBadInput, is_answered_with_its_close_code) {
  Server server;
  server.say(GetParam().input);
  ASSERT_TRUE(server.machine.ending());
  EXPECT_EQ(server.machine.ending()->code, GetParam().code);
  EXPECT_NE(server.machine.ending()->reason.find(GetParam().why), std::string::npos)
      << server.machine.ending()->reason;
  const std::string out = server.answer();
  EXPECT_EQ(out.substr(2, 2), close_payload(GetParam().code));
  EXPECT_TRUE(server.machine.wants_close());
  EXPECT_EQ(server.heard.messages, Texts{});
}

INSTANTIATE_TEST_SUITE_P(All, WebSocketBadInput, testing::ValuesIn(bad_inputs()),
                         [](const auto& one) { return one.param.name; });

TEST(WebSocketMachine, a_client_takes_no_masked_frames) {
  Machine client = make_machine(Role::client);
  Heard heard;
  hear(client, client_frame(Opcode::text, "a"), {}, heard);
  EXPECT_EQ(client.ending()->code, close_code::protocol_error);
}

RC_GTEST_PROP(WebSocketMachine, whatever_is_sent_arrives_however_it_is_split,
              (std::vector<std::pair<bool, std::string>> sent, std::uint64_t seed)) {
  Prng prng(seed);
  Machine client = make_machine(Role::client, {.frame_bytes = 1 + prng.below(20)});
  Texts expected;
  for (const auto& [is_text, data] : sent) {
    const auto queued = client.send(is_text ? Opcode::text : Opcode::binary, data);
    if (queued) expected.push_back((is_text ? "text:" : "binary:") + data);
  }
  std::string out;
  client.take_output(out, {});
  Server server;
  for (const std::string_view piece : split(out, prng, 1 + prng.below(30))) server.say(piece);
  RC_ASSERT(server.heard.messages == expected);
  RC_ASSERT(server.machine.is_open());
}

}  // namespace
}  // namespace curia::websocket

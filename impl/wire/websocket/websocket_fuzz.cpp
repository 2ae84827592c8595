// Arbitrary bytes, split arbitrarily, into both ends of a WebSocket: every split must come to the
// same messages, answers and end. And the same bytes as messages: whatever one end sends, in frames
// of any length, the other hears. The first two bytes of the input say how the rest is used.
#include <cstdint>
#include <cstdlib>

#include "impl/wire/websocket/testing.hpp"
#include "model/base/check.hpp"
#include "model/base/text.hpp"

using namespace curia;
using namespace curia::websocket;

namespace {

constexpr Options small{.message_bytes = 2000, .queue_bytes = 100'000};

void same_for_every_split(Role role, std::string_view input, Prng& prng, std::uint64_t longest) {
  Heard whole, pieces;
  Machine one = make_machine(role, small);
  hear(one, input, {}, whole);
  one.take_output(whole.output, {});
  Machine other = make_machine(role, small);
  for (const std::string_view piece : split(input, prng, longest)) hear(other, piece, {}, pieces);
  other.take_output(pieces.output, {});
  check(whole == pieces, "the split changed what was heard or answered");
  check(one.is_open() == other.is_open(), "the split changed the end");
  check(one.is_open() || one.ending(), "what has ended has a reason");
}

void heard_as_sent(Role role, std::string_view input, Prng& prng, std::uint64_t longest) {
  Machine from = make_machine(
      role, {.queue_bytes = 100'000, .frame_bytes = static_cast<std::size_t>(longest)});
  std::vector<std::string> sent;
  for (const std::string_view piece : split(input, prng, 1 + longest * 3)) {
    const bool is_text = is_utf8(piece);
    if (from.send(is_text ? Opcode::text : Opcode::binary, piece))
      sent.push_back((is_text ? "text:" : "binary:") + std::string(piece));
  }
  std::string out;
  from.take_output(out, {});
  Heard heard;
  Machine to = make_machine(role == Role::client ? Role::server : Role::client, {});
  for (const std::string_view piece : split(out, prng, longest)) hear(to, piece, {}, heard);
  check(heard.messages == sent, "a message changed on its way");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);
  const Role role = data[0] % 2 == 1 ? Role::client : Role::server;
  const std::uint64_t longest = 1 + data[0] / 2;
  Prng prng(data[1]);
  same_for_every_split(role, input, prng, longest);
  heard_as_sent(role, input, prng, longest);
  return 0;
}

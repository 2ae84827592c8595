// Arbitrary text as a message of a client of events, and what a client may make of ours.
#include <cstdint>

#include "impl/service/events/message.hpp"
#include "impl/service/events/replay.hpp"
#include "model/base/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace curia::events;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto incoming = parse_message(text);
  if (incoming && incoming->is_ack && incoming->status == "success") {
    const auto again = parse_message(ack_text(incoming->id, incoming->status));
    curia::check(again && again->is_ack && again->id == incoming->id, "an answer changed");
  }
  Replay replay;
  replay.take(text);
  (void)replay.acknowledgements();
  return 0;
}

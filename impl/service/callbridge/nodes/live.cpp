// Calls, participants and call legs: what is asked of all of them, or done to one.
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"

namespace curia::callbridge {
namespace {

// Pictures are sent anew when a receiver asks; a leg without pictures has none to send.
Outcome<Reply> generate_keyframe(Services&, const NodeRequest&) { return Reply{}; }

constexpr NodeSpec nodes[] = {
    {.above = Kind::call_leg, .path = "generateKeyframe", .post = generate_keyframe},
};

}  // namespace

std::span<const NodeSpec> live_nodes() { return nodes; }

}  // namespace curia::callbridge

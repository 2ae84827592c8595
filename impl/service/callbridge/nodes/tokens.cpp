// What the WebSocket of events is opened with. It is no object: nobody can read it again.
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"
#include "impl/service/events/events.hpp"

namespace curia::callbridge {
namespace {

Outcome<Reply> give_token(Services& services, const NodeRequest&) {
  return Reply{.header = services.events.make_token()};
}

constexpr NodeSpec nodes[] = {
    {.path = "authTokens", .header = "X-Cisco-CMS-Auth-Token", .post = give_token},
};

}  // namespace

std::span<const NodeSpec> token_nodes() { return nodes; }

}  // namespace curia::callbridge

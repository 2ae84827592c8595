// How the servers beside this one are: /webBridges/<id>/status, /turnServers/<id>/status.
#include "impl/service/callbridge/nodes/answer.hpp"
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"

namespace curia::callbridge {
namespace {

// This server connects to no web bridge: it uses none of those that are configured.
Outcome<Reply> show_web_bridge(Services&, const NodeRequest&) {
  Reply reply;
  XmlWriter xml(reply.body);
  xml.begin("webBridge").element("status", "unused").end();
  return reply;
}

// Nothing is kept of a web bridge that is not used; there is nothing to fetch anew.
Outcome<Reply> update_customization(Services&, const NodeRequest&) { return Reply{}; }

constexpr std::string_view web_bridge_status_names[] = {"unused", "success", "connectionFailure",
                                                        "dnsFailure"};
constexpr FieldSpec web_bridge_fields[] = {
    said("status", FieldType::enumeration)
        .with(&FieldSpec::choices, std::span<const std::string_view>(web_bridge_status_names)),
};

constexpr NodeSpec nodes[] = {
    {.above = Kind::web_bridge,
     .path = "status",
     .element = "webBridge",
     .fields = web_bridge_fields,
     .get = show_web_bridge},
    {.above = Kind::web_bridge, .path = "updateCustomization", .post = update_customization},
};

}  // namespace

std::span<const NodeSpec> neighbour_nodes() { return nodes; }

}  // namespace curia::callbridge

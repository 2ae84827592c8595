// How the servers beside this one are: /webBridges/<id>/status, /turnServers/<id>/status.
#include <chrono>

#include "impl/service/callbridge/nodes/answer.hpp"
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"
#include "model/objects/web_bridge.hpp"

namespace curia::callbridge {
namespace {

// `unused`: the Call Bridge has no certificate for it.
Outcome<Reply> show_web_bridge(Services& services, const NodeRequest& request) {
  Reply reply;
  XmlWriter xml(reply.body);
  const auto& bridge = static_cast<const WebBridge&>(*request.object);
  xml.begin("webBridge").element("status", services.web_bridge_status(bridge.url)).end();
  return reply;
}

// Nothing is kept of a web bridge that is not used; there is nothing to fetch anew.
Outcome<Reply> update_customization(Services&, const NodeRequest&) { return Reply{}; }

// One element for each address of the server; those that were not asked yet are left out.
Outcome<Reply> show_turn_server(Services& services, const NodeRequest& request) {
  Reply reply;
  XmlWriter xml(reply.body);
  xml.begin("turnServer");
  for (const TurnProbes::Host& host : services.upkeep.turn().hosts_of(request.object->id)) {
    if (!host.is_reachable) continue;
    xml.begin("host");
    xml.element("address", to_string(host.server.address));
    xml.element("portNumber", std::to_string(host.server.port));
    xml.element("reachable", *host.is_reachable ? "true" : "false");
    if (*host.is_reachable) {
      const auto time = std::chrono::ceil<std::chrono::milliseconds>(host.round_trip);
      xml.element("roundTripTimeMs", std::to_string(time.count()));
      xml.element("mappedAddress", to_string(host.mapped.address));
      xml.element("mappedPortNumber", std::to_string(host.mapped.port));
    }
    xml.element("numAllocations", "0");  // no meeting sends media through it
    xml.end();
  }
  xml.end();
  return reply;
}

constexpr FieldSpec turn_server_fields[] = {
    said("address", FieldType::text).in_section("host"),
    said("portNumber", FieldType::number).in_section("host"),
    said("reachable", FieldType::flag).in_section("host"),
    said("roundTripTimeMs", FieldType::number).in_section("host"),
    said("mappedAddress", FieldType::text).in_section("host"),
    said("mappedPortNumber", FieldType::number).in_section("host"),
    said("numAllocations", FieldType::number).in_section("host"),
};
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
    {.above = Kind::turn_server,
     .path = "status",
     .element = "turnServer",
     .fields = turn_server_fields,
     .get = show_turn_server},
    {.above = Kind::web_bridge, .path = "updateCustomization", .post = update_customization},
};

}  // namespace

std::span<const NodeSpec> neighbour_nodes() { return nodes; }

}  // namespace curia::callbridge

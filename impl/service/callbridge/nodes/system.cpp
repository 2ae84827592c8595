// /system/...: how the server is.
#include <chrono>

#include "impl/service/callbridge/nodes/answer.hpp"
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"
#include "impl/service/cdr/cdr.hpp"
#include "model/objects/host.hpp"

namespace curia::callbridge {
namespace {

// The CMS release whose API this server speaks: clients compare it.
constexpr std::string_view software_version = "3.3";

constexpr FieldSpec status_fields[] = {
    said("hostId", FieldType::reference).added_in("2.4"),
    said("softwareVersion", FieldType::text),
    said("uptimeSeconds", FieldType::number),
    said("cdrTime", FieldType::text),
    said("activated", FieldType::flag),
    said("clusterEnabled", FieldType::flag).added_in("2.0"),
    said("clusterId", FieldType::reference).added_in("3.0"),
    said("cdrCorrelatorIndex", FieldType::number).added_in("2.2"),
    said("callLegsActive", FieldType::number),
    said("callLegsMaxActive", FieldType::number),
    said("callLegsCompleted", FieldType::number),
    said("audioBitRateOutgoing", FieldType::number),
    said("audioBitRateIncoming", FieldType::number),
    said("videoBitRateOutgoing", FieldType::number),
    said("videoBitRateIncoming", FieldType::number),
};

Outcome<Reply> show_status(Services& services, const NodeRequest&) {
  const Host& host = services.registry.singleton<Host>();
  const auto uptime =
      std::chrono::duration_cast<std::chrono::seconds>(services.now() - services.started);
  std::string out;
  XmlWriter xml(out);
  xml.begin("status");
  xml.element("hostId", to_string(host.id));
  xml.element("softwareVersion", software_version);
  xml.element("uptimeSeconds", std::to_string(uptime.count()));
  xml.element("cdrTime", to_rfc3339(services.env.clock.wall()));
  xml.element("activated", "true");
  xml.element("clusterEnabled", "false");
  xml.element("clusterId", to_string(host.id));
  xml.element("cdrCorrelatorIndex", std::to_string(services.upkeep.cdr().next_correlator()));
  const Table& legs = services.registry.table(Kind::call_leg);
  xml.element("callLegsActive", std::to_string(legs.size()));
  xml.element("callLegsMaxActive", std::to_string(legs.most()));
  xml.element("callLegsCompleted", std::to_string(legs.made() - legs.size()));
  // Legs carry no media here.
  for (const char* rate : {"audioBitRateOutgoing", "audioBitRateIncoming", "videoBitRateOutgoing",
                           "videoBitRateIncoming"})
    xml.element(rate, "0");
  xml.end();
  return Reply{std::move(out)};
}

Outcome<Reply> show_load(Services& services, const NodeRequest&) {
  Reply reply;
  XmlWriter xml(reply.body);
  xml.begin("load");
  xml.element("mediaProcessingLoad", std::to_string(services.upkeep.load().load()));
  xml.end();
  return reply;
}

// The database is a file of this server alone.
Outcome<Reply> show_database(Services&, const NodeRequest&) {
  Reply reply;
  XmlWriter xml(reply.body);
  xml.begin("database").attribute("clustered", "disabled").end();
  return reply;
}

constexpr FieldSpec load_fields[] = {said("mediaProcessingLoad", FieldType::number)};

constexpr NodeSpec nodes[] = {
    {.path = "system/load", .element = "load", .fields = load_fields, .get = show_load},
    {.path = "system/database", .element = "database", .get = show_database},
    {.path = "system/status", .element = "status", .fields = status_fields, .get = show_status},
};

}  // namespace

std::span<const NodeSpec> system_nodes() { return nodes; }

}  // namespace curia::callbridge

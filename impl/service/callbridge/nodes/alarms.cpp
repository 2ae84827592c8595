// /system/alarms: what is wrong now.
#include <chrono>

#include "impl/service/callbridge/nodes/answer.hpp"
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"

namespace curia::callbridge {
namespace {

// The element that names what an alarm is about.
std::string_view object_name(AlarmType type) {
  switch (type) {
    case AlarmType::call_branding_resource_invalid:
      return "callBrandingProfile";
    case AlarmType::cdr_connection_failure:
      return "cdrReceiver";
    case AlarmType::turn_server_unavailable:
      return "turnServer";
    default:
      return "";
  }
}

void show(XmlWriter& xml, const Alarm& alarm, Instant now) {
  const auto active = std::chrono::duration_cast<std::chrono::seconds>(now - alarm.since);
  xml.begin("alarm").attribute("id", to_string(alarm.id));
  xml.element("type", name_of(alarm.type));
  xml.element("activeTimeSeconds", std::to_string(active.count()));
  if (alarm.trouble.reason != FailureReason::none)
    xml.element("failureReason", name_of(alarm.trouble.reason));
  if (const std::string_view name = object_name(alarm.type); alarm.trouble.object && !name.empty())
    xml.element(name, to_string(alarm.trouble.object));
  if (!alarm.trouble.file.empty()) xml.element("fileName", alarm.trouble.file);
  xml.end();
}

Outcome<Reply> list_alarms(Services& services, const NodeRequest& request) {
  services.upkeep.look();
  return list_of("alarms", request, services.upkeep.alarms().all(),
                 [&](XmlWriter& xml, const Alarm& alarm) { show(xml, alarm, services.now()); });
}

constexpr FieldSpec alarm_fields[] = {
    said("type", FieldType::text).in_section("alarm"),
    said("activeTimeSeconds", FieldType::number).in_section("alarm"),
    said("failureReason", FieldType::text).in_section("alarm"),
    said("callBrandingProfile", FieldType::reference).in_section("alarm"),
    said("ivrBrandingProfile", FieldType::reference).in_section("alarm"),
    said("fileName", FieldType::text).in_section("alarm"),
    said("callBridge", FieldType::reference).in_section("alarm"),
    said("callBridgeName", FieldType::text).in_section("alarm"),
    said("call", FieldType::reference).in_section("alarm"),
    said("cdrReceiver", FieldType::reference).in_section("alarm"),
    said("recorder", FieldType::reference).in_section("alarm"),
    said("turnServer", FieldType::reference).in_section("alarm"),
};

constexpr NodeSpec nodes[] = {
    {.path = "system/alarms",
     .element = "alarms",
     .parameters = page_parameters,
     .fields = alarm_fields,
     .get = list_alarms},
};

}  // namespace

std::span<const NodeSpec> alarm_nodes() { return nodes; }

}  // namespace curia::callbridge

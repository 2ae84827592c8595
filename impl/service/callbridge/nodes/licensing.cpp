// Licences, of which there are none: everything is activated (docs/licensing.md).
#include <chrono>

#include "impl/service/callbridge/nodes/answer.hpp"
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"

namespace curia::callbridge {
namespace {

// Clients read a number here.
constexpr std::string_view no_limit = "2147483647";
constexpr std::string_view never_expires = "9999-Dec-31";
// As far ahead as an expiry of /clusterLicensing may be (api-conventions section 11).
constexpr std::chrono::days cluster_term{90};

// "2026-Apr-05".
std::string license_date(WallTime time) {
  constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
  const auto two = [](unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return std::to_string(int{day.year()}) + "-" + std::string(months[unsigned{day.month()} - 1]) +
         "-" + two(unsigned{day.day()});
}

struct Feature {
  std::string_view name;
  bool has_limit = false;
  std::string_view level = {};
};

void show(XmlWriter& xml, const Feature& feature, std::string_view expiry) {
  xml.begin(feature.name).element("status", "activated").element("expiry", expiry);
  if (feature.has_limit) xml.element("limit", no_limit);
  if (!feature.level.empty()) xml.element("level", feature.level);
  xml.end();
}

Outcome<Reply> show_licensing(Services&, const NodeRequest&) {
  constexpr Feature features[] = {{"callBridge"},
                                  {"callBridgeNoEncryption"},
                                  {"webBridge"},
                                  {"turn"},
                                  {"ldap"},
                                  {.name = "branding", .level = "full"},
                                  {"recording", true},
                                  {"streaming", true},
                                  {"personal", true},
                                  {"shared", true},
                                  {"capacityUnits", true}};
  Reply reply;
  XmlWriter xml(reply.body);
  xml.begin("licensing").begin("features");
  for (const Feature& feature : features) show(xml, feature, never_expires);
  xml.end().end();
  return reply;
}

Outcome<Reply> show_cluster_licensing(Services& services, const NodeRequest&) {
  const std::string expiry = license_date(services.env.clock.wall() + cluster_term);
  Reply reply;
  XmlWriter xml(reply.body);
  xml.begin("clusterLicensing").begin("features");
  for (const char* name : {"callBridge", "callBridgeNoEncryption", "customizations", "recording"})
    show(xml, {name}, expiry);
  xml.end().end();
  return reply;
}

// Where a licence would be handed in; what comes is taken and changes nothing.
Outcome<Reply> show_raw(Services&, const NodeRequest&) {
  Reply reply;
  XmlWriter xml(reply.body);
  xml.begin("clusterLicensing").end();
  return reply;
}
Outcome<Reply> put_raw(Services&, const NodeRequest&) { return Reply{}; }

constexpr FieldSpec feature_field(std::string_view section, std::string_view name,
                                  FieldType type = FieldType::text) {
  return said(name, type).in_section(section);
}
constexpr FieldSpec licensing_fields[] = {
    feature_field("features.callBridge", "status"),
    feature_field("features.callBridge", "expiry"),
    feature_field("features.callBridgeNoEncryption", "status"),
    feature_field("features.callBridgeNoEncryption", "expiry"),
    feature_field("features.webBridge", "status"),
    feature_field("features.webBridge", "expiry"),
    feature_field("features.turn", "status"),
    feature_field("features.turn", "expiry"),
    feature_field("features.ldap", "status"),
    feature_field("features.ldap", "expiry"),
    feature_field("features.branding", "status"),
    feature_field("features.branding", "expiry"),
    feature_field("features.branding", "level"),
    feature_field("features.recording", "status"),
    feature_field("features.recording", "expiry"),
    feature_field("features.recording", "limit", FieldType::number),
    feature_field("features.streaming", "status"),
    feature_field("features.streaming", "expiry"),
    feature_field("features.streaming", "limit", FieldType::number),
    feature_field("features.personal", "status"),
    feature_field("features.personal", "expiry"),
    feature_field("features.personal", "limit", FieldType::number),
    feature_field("features.shared", "status"),
    feature_field("features.shared", "expiry"),
    feature_field("features.shared", "limit", FieldType::number),
    feature_field("features.capacityUnits", "status"),
    feature_field("features.capacityUnits", "expiry"),
    feature_field("features.capacityUnits", "limit", FieldType::number),
};
constexpr FieldSpec cluster_licensing_fields[] = {
    feature_field("features.callBridge", "status"),
    feature_field("features.callBridge", "expiry"),
    feature_field("features.callBridgeNoEncryption", "status"),
    feature_field("features.callBridgeNoEncryption", "expiry"),
    feature_field("features.customizations", "status"),
    feature_field("features.customizations", "expiry"),
    feature_field("features.recording", "status"),
    feature_field("features.recording", "expiry"),
};

constexpr NodeSpec nodes[] = {
    {.path = "system/licensing",
     .element = "licensing",
     .fields = licensing_fields,
     .get = show_licensing},
    {.path = "clusterLicensing",
     .element = "clusterLicensing",
     .fields = cluster_licensing_fields,
     .get = show_cluster_licensing},
    {.path = "clusterLicensing/raw",
     .element = "clusterLicensing",
     .get = show_raw,
     .put = put_raw,
     .has_raw_body = true},
};

}  // namespace

std::span<const NodeSpec> licensing_nodes() { return nodes; }

}  // namespace curia::callbridge

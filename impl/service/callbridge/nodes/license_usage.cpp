// /system/multipartyLicensing and /system/MPLicenseUsage: what would need licences elsewhere.
#include <optional>

#include "impl/service/callbridge/nodes/answer.hpp"
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"
#include "model/objects/host.hpp"

namespace curia::callbridge {
namespace {

constexpr std::string_view no_limit = "2147483647";  // clients read a number here

// All of a call is on this server, so that every weight is a whole one.
std::string decimal(std::uint64_t whole, std::string_view fraction) {
  return std::to_string(whole) + "." + std::string(fraction);
}
std::string weighted(std::uint64_t whole) { return decimal(whole, "000"); }

Outcome<Reply> show_now(Services& services, const NodeRequest&) {
  const Usage usage = usage_of(services.registry);
  const std::uint64_t others = usage.shared_small + usage.shared_large;
  Reply reply;
  XmlWriter xml(reply.body);
  xml.begin("multipartyLicensing");
  xml.element("timestamp", to_rfc3339(services.env.clock.wall()));
  for (const char* name : {"personalLicenseLimit", "sharedLicenseLimit", "capacityUnitLimit"})
    xml.element(name, no_limit);
  xml.element("users", std::to_string(services.registry.table(Kind::user).size()));
  xml.element("personalLicenses", std::to_string(usage.licensed_users));
  xml.element("participantsActive", std::to_string(usage.participants));
  xml.element("callsActive", std::to_string(usage.calls));
  xml.element("weightedCallsActive", weighted(usage.calls));
  xml.element("callsWithoutPersonalLicense", std::to_string(others));
  xml.element("weightedCallsWithoutPersonalLicense", weighted(others));
  xml.element("capacityUnitUsage", weighted(usage.call_legs));
  xml.element("capacityUnitUsageWithoutPersonalLicense",
              weighted(usage.call_legs - usage.personal_call_legs));
  xml.end();
  return reply;
}

Outcome<Reply> list_personal(Services& services, const NodeRequest& request) {
  return list_of("activePersonalLicenses", request, personal_uses(services.registry),
                 [](XmlWriter& xml, const PersonalUse& use) {
                   xml.begin("activePersonalLicense").attribute("id", to_string(use.user));
                   xml.element("callsActive", std::to_string(use.calls));
                   xml.element("weightedCallsActive", weighted(use.calls));
                   xml.end();
                 });
}

// A time of the query; nothing when it was not given.
Outcome<std::optional<WallTime>> time_of(const NodeRequest& request, std::string_view name) {
  const std::string* text = request.find(name);
  if (text == nullptr || text->empty()) return std::nullopt;
  const auto time = parse_rfc3339(*text);
  if (!time) return refuse(parameter_error(name, "invalidValue"));
  return *time;
}

// Counters of nothing are left out.
void show(XmlWriter& xml, const UsageSnapshot& snapshot) {
  const Usage& usage = snapshot.usage;
  const std::pair<const char*, std::uint64_t> counters[] = {
      {"pmp", usage.personal_calls},  {"pmpAssigned", usage.licensed_users},
      {"smpPtP", usage.shared_small}, {"smpFull", usage.shared_large},
      {"rec", usage.recordings},      {"str", usage.streams}};
  xml.begin("entry").attribute("time", to_rfc3339(snapshot.time));
  for (const auto& [name, count] : counters)
    if (count > 0) xml.element(name, decimal(count, "00"));
  xml.end();
}

Outcome<Reply> list_usage(Services& services, const NodeRequest& request) {
  const auto start = time_of(request, "startTime");
  if (!start) return std::unexpected(start.error());
  const auto end = time_of(request, "endTime");
  if (!end) return std::unexpected(end.error());
  const std::string* host = request.find("hostId");
  const auto is_here = [&](const std::string& id) {
    const auto named = parse_guid(id);
    return named && *named == services.registry.singleton<Host>().id;
  };
  const bool is_other_host = host != nullptr && !host->empty() && !is_here(*host);
  std::vector<const UsageSnapshot*> chosen;
  for (const UsageSnapshot& snapshot : services.upkeep.usage().newest_first())
    if (!is_other_host && (!*start || snapshot.time >= **start) &&
        (!*end || snapshot.time <= **end))
      chosen.push_back(&snapshot);
  return list_of("MPLicenseUsage", request, chosen,
                 [](XmlWriter& xml, const UsageSnapshot* snapshot) { show(xml, *snapshot); });
}

Outcome<Reply> list_hosts(Services& services, const NodeRequest& request) {
  const Guid hosts[] = {services.registry.singleton<Host>().id};
  return list_of("knownHosts", request, std::span(hosts), [](XmlWriter& xml, const Guid& host) {
    xml.begin("host").attribute("id", to_string(host)).end();
  });
}

constexpr FieldSpec now_fields[] = {
    said("timestamp", FieldType::text),
    said("personalLicenseLimit", FieldType::number),
    said("sharedLicenseLimit", FieldType::number),
    said("capacityUnitLimit", FieldType::number),
    said("users", FieldType::number),
    said("personalLicenses", FieldType::number),
    said("participantsActive", FieldType::number),
    said("callsActive", FieldType::number),
    said("weightedCallsActive", FieldType::text),
    said("callsWithoutPersonalLicense", FieldType::number),
    said("weightedCallsWithoutPersonalLicense", FieldType::text),
    said("capacityUnitUsage", FieldType::text),
    said("capacityUnitUsageWithoutPersonalLicense", FieldType::text),
};
constexpr FieldSpec personal_fields[] = {
    said("callsActive", FieldType::number).in_section("activePersonalLicense"),
    said("weightedCallsActive", FieldType::text).in_section("activePersonalLicense"),
};
constexpr FieldSpec usage_parameters[] = {
    page_parameters[0],
    page_parameters[1],
    instruction("startTime", FieldType::text),
    instruction("endTime", FieldType::text),
    instruction("hostId", FieldType::reference),
};
constexpr FieldSpec usage_fields[] = {
    said("pmp", FieldType::text).in_section("entry"),
    said("pmpAssigned", FieldType::text).in_section("entry"),
    said("smpAud", FieldType::text).in_section("entry"),
    said("smpPtP", FieldType::text).in_section("entry"),
    said("smpFull", FieldType::text).in_section("entry"),
    said("rec", FieldType::text).in_section("entry"),
    said("str", FieldType::text).in_section("entry"),
};

constexpr NodeSpec nodes[] = {
    {.path = "system/multipartyLicensing",
     .element = "multipartyLicensing",
     .fields = now_fields,
     .get = show_now},
    {.path = "system/multipartyLicensing/activePersonalLicenses",
     .element = "activePersonalLicenses",
     .parameters = page_parameters,
     .fields = personal_fields,
     .get = list_personal},
    {.path = "system/MPLicenseUsage",
     .element = "MPLicenseUsage",
     .parameters = usage_parameters,
     .fields = usage_fields,
     .get = list_usage},
    {.path = "system/MPLicenseUsage/knownHosts",
     .element = "knownHosts",
     .parameters = page_parameters,
     .get = list_hosts},
};

}  // namespace

std::span<const NodeSpec> license_usage_nodes() { return nodes; }

}  // namespace curia::callbridge

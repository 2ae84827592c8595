// What is in force of the profiles, and who uses them (api-conventions section 8).
#include <algorithm>
#include <array>

#include "impl/service/callbridge/nodes/answer.hpp"
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/web_bridge_profile.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::callbridge {
namespace {

// webBridge, tenant, system.
Outcome<Reply> show_effective(Services& services, const NodeRequest& request) {
  const Object& at =
      request.object != nullptr ? *request.object : services.registry.singleton<Profiles>();
  const Levels levels = profile_levels(services.registry, Kind::web_bridge_profile, at);
  std::string out;
  XmlWriter xml(out);
  xml.begin("effectiveWebBridgeProfile");
  for (const FieldSpec& field : spec_of(Kind::web_bridge_profile).fields) {
    if (!field.is_unsettable) continue;  // the name belongs to one profile
    if (const std::string value = text_in_force(field, levels); !value.empty())
      xml.element(field.name, value);
  }
  xml.end();
  return Reply{std::move(out)};
}

// One page of what refers to a call leg profile: tenants, coSpaces, members, access methods.
class UsagePage {
 public:
  UsagePage(XmlWriter& xml, const Registry& registry, const Guid& profile, const Page& page)
      : xml_(xml), registry_(registry), profile_(profile), skip_(page.offset), left_(page.limit) {}

  const SlotSet& users(Kind kind) const {
    return registry_.table(kind).referring(field_of(kind, "callLegProfile"), profile_);
  }

  void show(Kind kind) {
    const SlotSet& slots = users(kind);
    if (skip_ < slots.size())
      slots.visit_from(skip_, [&](std::uint32_t slot) {
        if (left_ == 0) return false;
        --left_;
        xml_.begin(spec_of(kind).element)
            .attribute("id", to_string(registry_.table(kind).at(slot).id))
            .end();
        return true;
      });
    skip_ -= std::min(skip_, slots.size());
  }

 private:
  XmlWriter& xml_;
  const Registry& registry_;
  Guid profile_;
  std::size_t skip_;
  std::size_t left_;
};

Outcome<Reply> show_usage(Services& services, const NodeRequest& request) {
  const auto page = page_of(request.parameters);
  if (!page) return std::unexpected(page.error());
  const Guid& profile = request.object->id;
  const bool is_global = services.registry.singleton<Profiles>().call_leg_profile == profile;
  constexpr Kind kinds[] = {Kind::tenant, Kind::co_space, Kind::co_space_user, Kind::access_method};
  std::string out;
  XmlWriter xml(out);
  UsagePage users(xml, services.registry, profile, *page);
  std::uint64_t total = is_global ? 1 : 0;
  for (const Kind kind : kinds) total += users.users(kind).size();
  xml.begin("callLegProfileUsage").attribute("id", to_string(profile)).attribute("total", total);
  if (is_global) xml.begin("global").end_self_closed();
  for (const Kind kind : kinds) users.show(kind);
  xml.end();
  return Reply{std::move(out)};
}

constexpr auto effective_fields = [] {
  std::array<FieldSpec, std::size(web_bridge_profile_fields) - 1> fields;
  for (std::size_t i = 0; i < fields.size(); ++i)
    fields[i] = said(web_bridge_profile_fields[i + 1]);
  return fields;
}();

constexpr FieldSpec usage_fields[] = {
    said("global", FieldType::flag).mark(),     said("tenant", FieldType::reference),
    said("coSpace", FieldType::reference),      said("coSpaceUser", FieldType::reference),
    said("accessMethod", FieldType::reference),
};

constexpr NodeSpec effective(Kind above, std::string_view path) {
  return {.above = above,
          .path = path,
          .element = "effectiveWebBridgeProfile",
          .fields = effective_fields,
          .get = show_effective};
}

constexpr NodeSpec nodes[] = {
    effective(Kind::none, "system/profiles/effectiveWebBridgeProfile"),
    effective(Kind::tenant, "effectiveWebBridgeProfile"),
    effective(Kind::web_bridge, "effectiveWebBridgeProfile"),
    {.above = Kind::call_leg_profile,
     .path = "usage",
     .element = "callLegProfileUsage",
     .parameters = page_parameters,
     .fields = usage_fields,
     .get = show_usage},
};

}  // namespace

std::span<const NodeSpec> profile_nodes() { return nodes; }

}  // namespace curia::callbridge

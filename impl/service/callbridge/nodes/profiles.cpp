// What is in force of the profiles, and who uses them (api-conventions section 8).
#include <algorithm>
#include <vector>

#include "impl/service/callbridge/list.hpp"
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"
#include "impl/wire/xml.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/web_bridge.hpp"
#include "model/objects/web_bridge_profile.hpp"

namespace curia::callbridge {
namespace {

// webBridge, tenant, system: the profiles above `object`, lowest first.
std::vector<const WebBridgeProfile*> web_bridge_levels(const Registry& registry,
                                                       const Object* object) {
  std::vector<const WebBridgeProfile*> levels;
  const auto add = [&](const Guid& id) {
    if (const auto* profile = id ? registry.find<WebBridgeProfile>(id) : nullptr)
      levels.push_back(profile);
  };
  Guid tenant = object != nullptr && object->kind == Kind::tenant ? object->id : Guid{};
  if (object != nullptr && object->kind == Kind::web_bridge) {
    const auto& bridge = static_cast<const WebBridge&>(*object);
    add(bridge.web_bridge_profile);
    tenant = bridge.tenant;
  }
  if (tenant) add(registry.find<Tenant>(tenant)->web_bridge_profile);
  add(registry.singleton<Profiles>().web_bridge_profile);
  return levels;
}

Outcome<Reply> show_effective(Services& services, const NodeRequest& request) {
  const auto levels = web_bridge_levels(services.registry, request.object);
  std::string out;
  XmlWriter xml(out);
  xml.begin("effectiveWebBridgeProfile");
  for (const FieldSpec& field : spec_of(Kind::web_bridge_profile).fields) {
    if (!field.is_unsettable) continue;  // the name belongs to one profile
    const auto level = std::ranges::find_if(
        levels, [&](const WebBridgeProfile* profile) { return is_set(field, *profile); });
    const std::string value =
        level != levels.end() ? to_text(field, **level) : std::string(field.default_value);
    if (!value.empty()) xml.element(field.name, value);
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

constexpr FieldSpec said(const FieldSpec& field) {
  FieldSpec answer = computed(field.name, field.type, nullptr);
  answer.choices = field.choices;
  answer.form = field.form;
  return answer;
}

constexpr auto effective_fields = [] {
  std::array<FieldSpec, std::size(web_bridge_profile_fields) - 1> fields;
  for (std::size_t i = 0; i < fields.size(); ++i)
    fields[i] = said(web_bridge_profile_fields[i + 1]);
  return fields;
}();

constexpr FieldSpec usage_fields[] = {
    computed("global", FieldType::flag, nullptr).mark(),
    computed("tenant", FieldType::reference, nullptr),
    computed("coSpace", FieldType::reference, nullptr),
    computed("coSpaceUser", FieldType::reference, nullptr),
    computed("accessMethod", FieldType::reference, nullptr),
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

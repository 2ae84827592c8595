#include "model/dialplan/plan_source.hpp"

#include "model/objects/access_method.hpp"
#include "model/objects/call_bridge.hpp"
#include "model/objects/cluster.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/ivr.hpp"
#include "model/objects/tenant.hpp"

namespace curia::dialplan {
namespace {

template <class T>
std::vector<const T*> all_of(const Registry& registry) {
  std::vector<const T*> all;
  const Table& table = registry.table(T::kind_of);
  table.all().visit_from(0, [&](std::uint32_t slot) {
    all.push_back(static_cast<const T*>(&table.at(slot)));
    return true;
  });
  return all;
}

Holder holder_of(const CoSpace& space, const Object& object, std::string label) {
  return {.kind = object.kind,
          .id = object.id,
          .co_space = space.id,
          .tenant = space.tenant,
          .ordinal = object.ordinal,
          .label = std::move(label)};
}

}  // namespace

// Of the Call Bridges of a cluster this is the one that has the cluster's uniqueName.
PlanSource::PlanSource(const Registry& registry) : registry_(registry) {
  plan_.transforms = all_of<DialTransform>(registry);
  plan_.inbound = all_of<InboundDialPlanRule>(registry);
  plan_.forwarding = all_of<ForwardingDialPlanRule>(registry);
  plan_.outbound = all_of<OutboundDialPlanRule>(registry);
  plan_.names = this;
  const std::string& own_name = registry.singleton<Cluster>().unique_name;
  if (own_name.empty()) return;
  for (const CallBridge* bridge : all_of<CallBridge>(registry))
    if (bridge->name == own_name) {
      plan_.call_bridge = bridge->id;
      plan_.call_bridge_group = bridge->call_bridge_group;
    }
}

std::vector<Holder> PlanSource::holders(const std::string& user) const {
  std::vector<Holder> found;
  for (const Object* object : registry_.holders(Index::uri, user)) {
    if (object->kind == Kind::ivr) {
      const auto& ivr = static_cast<const Ivr&>(*object);
      found.push_back({.kind = Kind::ivr,
                       .id = ivr.id,
                       .tenant = ivr.tenant,
                       .tenant_group = ivr.tenant_group,
                       .ordinal = ivr.ordinal,
                       .label = ivr.uri});
    } else if (object->kind == Kind::co_space) {
      const auto& space = static_cast<const CoSpace&>(*object);
      found.push_back(holder_of(space, space, space.name));
    } else {
      const auto& method = static_cast<const AccessMethod&>(*object);
      found.push_back(holder_of(*registry_.find<CoSpace>(method.parent), method, method.name));
    }
  }
  return found;
}

Guid PlanSource::group_of(const Guid& tenant) const {
  const auto* found = registry_.find<Tenant>(tenant);
  return found != nullptr ? found->tenant_group : Guid{};
}

}  // namespace curia::dialplan

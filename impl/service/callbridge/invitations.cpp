#include "impl/service/callbridge/invitations.hpp"

#include "model/objects/call_branding_profile.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"
#include "model/rules/domain.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::callbridge {
namespace {

const Tenant* find_tenant(const Registry& registry, const Guid& id) {
  return id ? registry.find<Tenant>(id) : nullptr;
}

// The objects of type T below the tenant's webBridgeProfile, or the system's when there are none.
// One whose `value` is not set leads nowhere and is as if it were not there.
template <class T>
std::vector<const T*> effective_list(const Registry& registry, const Tenant* tenant,
                                     std::string T::* value) {
  const auto below = [&](const Guid& profile) {
    std::vector<const T*> found;
    for (const Object* object : registry.table(T::kind_of).children_of(profile)) {
      const auto* item = static_cast<const T*>(object);
      if (!(item->*value).empty()) found.push_back(item);
    }
    return found;
  };
  auto found = tenant != nullptr ? below(tenant->web_bridge_profile) : std::vector<const T*>{};
  return found.empty() ? below(registry.singleton<Profiles>().web_bridge_profile) : found;
}

}  // namespace

const AccessMethod* invited_method(const Registry& registry, const CoSpace& space) {
  if (space.default_access_method) return registry.find<AccessMethod>(space.default_access_method);
  for (const Object* child : registry.table(Kind::access_method).children_of(space.id)) {
    const auto* method = static_cast<const AccessMethod*>(child);
    if (method->scope == Scope::public_scope && !(method->uri.empty() && method->call_id.empty()))
      return method;
  }
  return nullptr;
}

WaysIn ways_in(const Registry& registry, const Guid& tenant) {
  const Tenant* found = find_tenant(registry, tenant);
  return {.web_addresses = effective_list(registry, found, &WebBridgeAddress::address),
          .ivr_numbers = effective_list(registry, found, &IvrNumber::number)};
}

InvitationData invitation_data(const Registry& registry, const CoSpace& space,
                               const AccessMethod* method) {
  InvitationData data;
  data.name = space.name;
  data.uri = full_uri(registry, space.tenant, method != nullptr ? method->uri : space.uri);
  data.numeric_id = method != nullptr ? method->call_id : space.call_id;
  data.secret = method != nullptr ? method->secret : space.secret;
  data.passcode = method != nullptr ? method->passcode : space.passcode;
  const WaysIn ways = ways_in(registry, space.tenant);
  for (const auto* item : ways.web_addresses)
    data.web_bridge_addresses.push_back({item->label, item->address});
  for (const auto* item : ways.ivr_numbers) data.ivr_numbers.push_back({item->label, item->number});
  return data;
}

std::string template_url(const Registry& registry, const CoSpace& space) {
  return in_force(profile_levels(registry, Kind::call_branding_profile, space),
                  &CallBrandingProfile::invitation_template);
}

}  // namespace curia::callbridge

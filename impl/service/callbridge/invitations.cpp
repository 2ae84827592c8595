#include "impl/service/callbridge/invitations.hpp"

#include <initializer_list>

#include "model/objects/call_branding_profile.hpp"
#include "model/objects/ivr_number.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/web_bridge_address.hpp"
#include "model/rules/domain.hpp"

namespace curia::callbridge {
namespace {

const Tenant* tenant_of(const Registry& registry, const CoSpace& space) {
  return space.tenant ? registry.find<Tenant>(space.tenant) : nullptr;
}

// The objects of `kind` below the tenant's webBridgeProfile, or the system's when there are none.
std::vector<const Object*> effective_list(const Registry& registry, Kind kind,
                                          const Tenant* tenant) {
  std::vector<const Object*> found;
  if (tenant != nullptr && tenant->web_bridge_profile)
    found = registry.table(kind).children_of(tenant->web_bridge_profile);
  if (found.empty())
    found = registry.table(kind).children_of(registry.singleton<Profiles>().web_bridge_profile);
  return found;
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

InvitationData invitation_data(const Registry& registry, const CoSpace& space,
                               const AccessMethod* method) {
  InvitationData data;
  data.name = space.name;
  data.uri = full_uri(registry, space, method != nullptr ? method->uri : space.uri);
  data.numeric_id = method != nullptr ? method->call_id : space.call_id;
  data.secret = method != nullptr ? method->secret : space.secret;
  data.passcode = method != nullptr ? method->passcode : space.passcode;
  const Tenant* tenant = tenant_of(registry, space);
  for (const Object* object : effective_list(registry, Kind::web_bridge_address, tenant)) {
    const auto& address = static_cast<const WebBridgeAddress&>(*object);
    data.web_bridge_addresses.push_back({address.label, address.address});
  }
  for (const Object* object : effective_list(registry, Kind::ivr_number, tenant)) {
    const auto& number = static_cast<const IvrNumber&>(*object);
    data.ivr_numbers.push_back({number.label, number.number});
  }
  return data;
}

std::string template_url(const Registry& registry, const CoSpace& space) {
  const Tenant* tenant = tenant_of(registry, space);
  for (const Guid& level : std::initializer_list<Guid>{
           space.call_branding_profile, tenant != nullptr ? tenant->call_branding_profile : Guid{},
           registry.singleton<Profiles>().call_branding_profile}) {
    const auto* profile = level ? registry.find<CallBrandingProfile>(level) : nullptr;
    if (profile != nullptr && !profile->invitation_template.empty())
      return profile->invitation_template;
  }
  return {};
}

}  // namespace curia::callbridge

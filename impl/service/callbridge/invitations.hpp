// What an invitation to a coSpace says, gathered from the objects (release notes 2.1).
#pragma once

#include <string>
#include <vector>

#include "model/invitation/invitation.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/ivr_number.hpp"
#include "model/objects/web_bridge_address.hpp"
#include "model/registry/registry.hpp"

namespace curia::callbridge {

// The way in that an invitation to the whole coSpace names: its default access method, else the
// first public one that can be dialled, else null for the coSpace's own details.
const AccessMethod* invited_method(const Registry& registry, const CoSpace& space);

// What leads to every meeting of a tenant (nil: of none): the lists of the tenant's
// webBridgeProfile, one that is missing there from the system's.
struct WaysIn {
  std::vector<const WebBridgeAddress*> web_addresses;
  std::vector<const IvrNumber*> ivr_numbers;
};
WaysIn ways_in(const Registry& registry, const Guid& tenant);

// `method` null: the coSpace's own URI, id and passcode.
InvitationData invitation_data(const Registry& registry, const CoSpace& space,
                               const AccessMethod* method);

// Where the text comes from: coSpace, tenant, system; empty for the built-in one.
std::string template_url(const Registry& registry, const CoSpace& space);

}  // namespace curia::callbridge

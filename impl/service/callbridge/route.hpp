// Routes: from the path of a request to what it names.
//
// Paths are made of the catalogue: /coSpaces, /coSpaces/<id>, /coSpaces/<id>/accessMethods, ...,
// and of the nodes that are more than stored objects (/system/status, .../emailInvitation).
// Segments match without regard to letter case, a trailing slash is dropped (api-conventions 1).
#pragma once

#include <string>
#include <string_view>

#include "model/registry/registry.hpp"
#include "model/schema/failure.hpp"

namespace curia::callbridge {

enum class Node {
  collection,  // of `kind`, below `parent`
  item,        // `object`
  singleton,   // `object`
  system_status,
  email_invitation,              // of `object`: a coSpace or an access method
  meeting_entry_detail,          // of `object`: a coSpace
  user_co_spaces,                // of `object`: a user
  effective_web_bridge_profile,  // of `object`: a tenant; null for the system
};

struct Route {
  Node node = Node::collection;
  Kind kind = Kind::none;
  Guid parent{};
  const Object* object = nullptr;
};

// `path` is what follows "/api/", without query.
// Refusals: invalidVersion, unrecognisedObject (404), ...DoesNotExist (404).
Outcome<Route> find_route(const Registry& registry, std::string_view path);

// "/api/v1/coSpaces/<id>/accessMethods/<id>".
std::string location_of(const Registry& registry, const Object& object);

}  // namespace curia::callbridge

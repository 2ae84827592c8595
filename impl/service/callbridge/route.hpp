// Routes: from the path of a request to what it names.
//
// Paths are made of the catalogue - /coSpaces, /coSpaces/<id>, /coSpaces/<id>/accessMethods, ... -
// and of the nodes that are more than stored objects (/system/status, .../emailInvitation).
// Segments match without regard to letter case, a trailing slash is dropped (api-conventions 1).
#pragma once

#include <string>
#include <string_view>

#include "impl/service/callbridge/node.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/rules.hpp"
#include "model/schema/failure.hpp"

namespace curia::callbridge {

struct Route {
  const NodeSpec* node = nullptr;  // with `object`, what it is below (null at the top level)
  Kind kind = Kind::none;          // of the collection or the object
  const Object* object = nullptr;  // an item or a singleton; null for a collection
  Guid parent{};                   // of a collection
  Owner owner{};                   // of a sub-collection
  bool can_post = false;           // to the collection

  bool is_collection() const { return node == nullptr && object == nullptr; }
};

// `path` is what follows "/api/", without query.
// Refusals: invalidVersion, unrecognisedObject (404), ...DoesNotExist (404).
Outcome<Route> find_route(const Registry& registry, std::string_view path);

// "/api/v1/coSpaces/<id>/accessMethods/<id>".
std::string location_of(const Registry& registry, const Object& object);

// "system/cdrReceivers": below the parent, or below /api/v1/.
std::string_view path_of(const ObjectSpec& spec);

}  // namespace curia::callbridge

// Surface: every path of the API with what can be done there, from the catalogue and the nodes:
// what the OpenAPI document and the reference pages are made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "impl/service/callbridge/node.hpp"
#include "model/objects/catalog.hpp"

namespace curia::callbridge {

struct Place {
  enum class What { collection, item, singleton, node };

  What what = What::collection;
  std::string path;                    // "/coSpaces/{coSpaceId}/accessMethods", below /api/v1
  const ObjectSpec* object = nullptr;  // of the collection, the item or the singleton
  const NodeSpec* node = nullptr;
  bool is_elsewhere = false;  // a collection of objects whose items have a home of their own
  bool can_get = false;
  bool can_post = false;
  bool can_put = false;
  bool can_delete = false;
};

// In the order of the catalogue, each object followed by what is below it, then the other nodes.
std::vector<Place> surface();

// The parameters of POST (or of PUT) on a place, in the order of the description.
std::vector<const FieldSpec*> parameters_of(const Place& place, bool is_post);
// What GET shows; of a collection, what it shows of each item.
std::vector<const FieldSpec*> fields_of(const Place& place);
// "filter", "tenantFilter", "usageFilter", ...: what a collection can be asked for.
std::vector<std::string> filters_of(const ObjectSpec& object);

// "text", "flag", "number", ...: as the reference says it.
std::string_view type_name(const FieldSpec& field);

}  // namespace curia::callbridge

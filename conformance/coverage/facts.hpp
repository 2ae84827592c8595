// Facts: the management API as its users know it, read from fixtures/schema/cms-3.3.json: paths,
// methods, parameters, fields. Written down apart from the server's own descriptions, so that what
// is missing or different there is seen.
//
// 1. fixtures/schema/decisions.json says where this project reads the facts in another way, which
//    values stand for an example, and what is left open on purpose, each with its reason.
// 2. An item is one thing that can be covered; its key is "PATH METHOD" and, of a part of it,
//    " NAME": "/calls POST", "/calls POST name", "/calls GET_item durationSeconds",
//    "/calls GET_collection ?tenantFilter".
//
//   auto facts = read_facts("fixtures/schema");
//   for (const ObjectFacts& object : facts->objects) ...
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"

namespace curia::coverage {

// A parameter, a field of an answer or a part of a query.
struct Value {
  std::string name = {};  // of a field: "status.rxAudio.codec", "cluster.node@up", "@total"
  std::string type = {};  // "string", "bool", "number", "enum", "guid", ...
  std::vector<std::string> choices = {};
  std::string ref = {};  // the element that an id names
  bool required = false;
  bool unsettable = false;
  bool write_only = false;
  std::vector<std::string> one_of = {};  // of these names one must be given
  std::optional<std::size_t> max_bytes = {};
  std::optional<std::size_t> max_items = {};
  std::optional<std::int64_t> min = {};
  std::optional<std::int64_t> max = {};
  std::string default_value = {};
  std::string charset = {};
  std::string shown_unset = {};  // what GET shows when it is not set; empty: nothing
  std::string example = {};      // a valid value, where the type alone does not make one
};

struct Method {
  std::string name = {};  // POST, PUT, GET_collection, GET_item, DELETE, PUT_all, PUT_collection
  std::string path = {};  // where it is not the object's
  std::vector<Value> parameters = {};
  std::vector<Value> fields = {};
  std::vector<Value> query = {};
  std::vector<std::string> summary = {};

  const Value* parameter(std::string_view parameter_name) const;
};

struct ObjectFacts {
  std::string path = {};        // "/coSpaces/{coSpaceId}/accessMethods"
  std::string item = {};        // "/coSpaces/{coSpaceId}/accessMethods/{id}"; empty: has no items
  std::string element = {};     // "accessMethod"
  std::string collection = {};  // "accessMethods"
  std::string kind = {};        // "query", "action", ...; empty for plain objects
  std::string item_at = {};     // of a sub-collection: where its items live
  std::vector<Method> methods = {};

  const Method* find(std::string_view method) const;
  std::string key(std::string_view method, std::string_view name = {}) const;
};

// A reason for the items whose keys fit the pattern, in which * stands for any text.
struct Reason {
  std::string what = {};
  std::string why = {};
  bool is_chance = false;  // counts only where circumstances cannot be arranged
};

struct Facts {
  std::string release = {};
  std::vector<ObjectFacts> objects = {};
  std::vector<Reason> open = {};

  const ObjectFacts* find(std::string_view path) const;
  // The object that has items of that element at a path of its own.
  const ObjectFacts* home_of(std::string_view element) const;
};

bool fits(std::string_view pattern, std::string_view text);

// Errors: not_found, invalid_value (not what the files should be).
Result<Facts> read_facts(const std::string& folder);

}  // namespace curia::coverage

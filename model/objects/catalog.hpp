// The catalogue: every kind of object there is. A kind that is not listed here does not exist.
#pragma once

#include <span>

#include "model/schema/field.hpp"
#include "model/schema/object.hpp"

namespace curia {

// In the order of Kind.
std::span<const ObjectSpec> catalog();

const ObjectSpec& spec_of(Kind kind);

// A list of objects with a home elsewhere that belong to another one: /calls/<id>/callLegs shows
// the call legs whose field `call` refers to that call.
struct SubCollection {
  Kind above;
  std::string_view path;
  Kind kind;
  std::string_view field;
  bool can_post;
};
std::span<const SubCollection> sub_collections();

// A field that exists, by name.
const FieldSpec& field_of(Kind kind, std::string_view name);

// By element name, exactly ("coSpace"); null when there is none.
const ObjectSpec* find_spec(std::string_view element);

// Failure reason of an id that names nothing: "coSpaceDoesNotExist".
std::string does_not_exist(Kind kind);

}  // namespace curia

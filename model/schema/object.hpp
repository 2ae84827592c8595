// Object: what every API object has, and ObjectSpec, the one description of a kind of object.
//
// 1. Objects live in a Registry and never move: an Object& stays good until its object is erased.
// 2. `ordinal` is the place in creation order; it is the key in the store and orders every list.
// 3. `sequence` is the registry's number of the last write that touched the object.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "model/base/guid.hpp"

namespace curia {

enum class Kind : std::uint8_t {
  co_space,
  access_method,
  co_space_user,
  user,
  tenant,
  tenant_group,
  call_leg_profile,
  call_profile,
  call_branding_profile,
  compatibility_profile,
  dial_in_security_profile,
  dtmf_profile,
  ivr_branding_profile,
  user_profile,
  web_bridge_profile,
  ivr_number,
  web_bridge_address,
  inbound_dial_plan_rule,
  profiles,
  host,
  call_bridge,
  call_bridge_group,
  co_space_template,
  access_method_template,
  dial_transform,
  directory_search_location,
  forwarding_dial_plan_rule,
  outbound_dial_plan_rule,
  ivr,
  layout_template,
  ldap_mapping,
  ldap_server,
  ldap_source,
  ldap_sync,
  ldap_user_co_space_template_source,
  co_space_bulk_parameter_set,
  co_space_bulk_sync,
  turn_server,
  web_bridge,
  user_co_space_template,
  user_provisioned_co_space,
  cdr_receiver,
  cluster,
  diagnostics,
  call,
  call_leg,
  participant,
  meeting,
  temporary_space,
  stored_mail,
  none,
};
inline constexpr std::size_t kind_count = static_cast<std::size_t>(Kind::none);

struct Object {
  Guid id;
  Guid parent;  // nil for objects of the top level
  std::uint64_t ordinal = 0;
  std::uint64_t sequence = 0;
  std::uint32_t slot = 0;  // place in its table, for the table alone
  Kind kind = Kind::none;

  virtual ~Object() = default;
};

struct FieldSpec;
struct SaveContext;
struct EraseContext;

// The rules of a kind that go beyond its fields (model/rules). Null = none.
struct Rules {
  void (*save)(SaveContext&) = nullptr;
  void (*erase)(EraseContext&) = nullptr;
};

struct View;

// A filter of a collection beside filter=, <field>Filter= and usageFilter=.
struct FilterSpec {
  std::string_view name;
  // Whether a value makes sense; what does not is answered with parameterError invalidValue.
  bool (*is_valid)(std::string_view value) = nullptr;
  bool (*passes)(const View&, const Object&, std::string_view value) = nullptr;
};

struct ObjectSpec {
  Kind kind = Kind::none;
  std::string_view element;     // "coSpace"
  std::string_view collection;  // "coSpaces"; empty for a singleton
  std::string_view path;        // below the parent; empty: the name of the collection
  std::string_view not_found;   // the failure reason; empty: "<element>DoesNotExist"
  Kind parent = Kind::none;
  bool is_hidden = false;     // has no path of its own
  bool is_singleton = false;  // made by the server, one of its kind, has no id in XML
  bool can_post = true;
  bool can_put = true;
  bool can_delete = true;
  bool can_put_collection = false;  // PUT on the collection makes an object that is yet empty
  std::size_t maximum = 0;          // shown on the collection; 0: nothing is shown
  bool is_live = false;             // of this run of the server: never stored
  bool has_usage_filter = false;
  std::span<const FieldSpec> fields;  // in the order of GET
  std::span<const FilterSpec> filters;
  Rules rules;
  std::unique_ptr<Object> (*create)() = nullptr;
  std::unique_ptr<Object> (*clone)(const Object&) = nullptr;
  void (*assign)(Object& to, const Object& from) = nullptr;
};

// The description of a kind whose members are those of T.
template <class T>
constexpr ObjectSpec described_by(Kind kind, std::string_view element, std::string_view collection,
                                  std::span<const FieldSpec> fields) {
  ObjectSpec spec;
  spec.kind = kind;
  spec.element = element;
  spec.collection = collection;
  spec.fields = fields;
  spec.create = []() -> std::unique_ptr<Object> {
    auto object = std::make_unique<T>();
    object->kind = T::kind_of;
    return object;
  };
  spec.clone = [](const Object& from) -> std::unique_ptr<Object> {
    return std::make_unique<T>(static_cast<const T&>(from));
  };
  spec.assign = [](Object& to, const Object& from) {
    static_cast<T&>(to) = static_cast<const T&>(from);
  };
  return spec;
}

}  // namespace curia

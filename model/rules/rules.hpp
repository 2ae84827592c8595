// The rules of objects beyond their fields, and the one way in which a request changes an object.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "model/registry/change.hpp"
#include "model/schema/failure.hpp"
#include "model/schema/field.hpp"

namespace curia {

// What a client sent: (name, value) as they came, the last of equal names counts.
using Form = std::vector<std::pair<std::string, std::string>>;

struct SaveContext {
  Change& change;
  const Object* before;  // null on POST
  Object& after;         // fields of the request are set already
  const std::vector<std::pair<const FieldSpec*, std::string_view>>& given;
  Failures& failures;
  // POST: what answers the request although it was there already; nothing is made then.
  const Object* existing = nullptr;

  // The text of a parameter of the request; nullptr when it was not given (an empty value on POST
  // counts as not given).
  const std::string_view* find(std::string_view name) const;
  bool is_true(std::string_view name) const;
  void fail(Failure failure) { failures.push_back(std::move(failure)); }
  void fail(std::string_view reason) { fail(Failure{.reason = std::string(reason)}); }
};

struct EraseContext {
  Change& change;
  const Object& object;  // erased already
  Failures& failures;
};

// POST: a new object below `parent` (nil at the top level). The change is worth nothing when
// the outcome is a refusal.
// `owner` names the object that a sub-collection belongs to: POST /calls/<id>/callLegs sets `call`.
struct Owner {
  const FieldSpec* field = nullptr;
  Guid id{};
};
Outcome<const Object*> create_object(Change& change, const ObjectSpec& spec, const Guid& parent,
                                     const Form& form, const Owner& owner = {});
// PUT on a collection: an object that is yet empty; what is required may be missing.
Outcome<const Object*> create_empty_object(Change& change, const ObjectSpec& spec,
                                           const Form& form);
// PUT: absent = unchanged, empty = unset (api-conventions section 5).
Outcome<> modify_object(Change& change, const Object& object, const Form& form);
// DELETE.
Outcome<> erase_object(Change& change, const Object& object);

// One function per kind with rules, named in the catalogue.
void save_co_space(SaveContext& save);
void save_access_method(SaveContext& save);
void erase_access_method(EraseContext& erase);
void save_co_space_user(SaveContext& save);
void save_inbound_dial_plan_rule(SaveContext& save);
void save_tenant(SaveContext& save);
void erase_tenant(EraseContext& erase);
void erase_tenant_group(EraseContext& erase);
void save_call_bridge(SaveContext& save);
void save_co_space_template(SaveContext& save);
void save_outbound_dial_plan_rule(SaveContext& save);
void save_dial_transform(SaveContext& save);
void save_ivr(SaveContext& save);
void save_user_co_space_template(SaveContext& save);
void erase_user_co_space_template(EraseContext& erase);
// Of kinds whose URLs are all asked by HTTP: another scheme, or a URL that names no host or port,
// could never work and is an invalidValue. What was stored before stays until it is changed.
void save_fetched_addresses(SaveContext& save);
void save_cdr_receiver(SaveContext& save);
void save_ldap_sync(SaveContext& save);
void erase_ldap_sync(EraseContext& erase);
void save_co_space_bulk_sync(SaveContext& save);
void erase_co_space_bulk_sync(EraseContext& erase);
void save_call(SaveContext& save);
void save_call_leg(SaveContext& save);
void erase_call_leg(EraseContext& erase);
void save_participant(SaveContext& save);

}  // namespace curia

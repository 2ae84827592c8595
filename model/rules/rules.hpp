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

  // The text of a parameter of the request; nullptr when it was not given (an empty value on POST
  // counts as not given).
  const std::string_view* find(std::string_view name) const;
  bool is_true(std::string_view name) const;
  void fail(Failure failure) { failures.push_back(std::move(failure)); }
  void fail(std::string_view reason) { fail(Failure{.reason = std::string(reason)}); }
};

struct EraseContext {
  Change& change;
  Failures& failures;
};

// POST: a new object below `parent` (nil at the top level). The change is worth nothing when
// the outcome is a refusal.
Outcome<Object*> create_object(Change& change, const ObjectSpec& spec, const Guid& parent,
                               const Form& form);
// PUT: absent = unchanged, empty = unset (api-conventions section 5).
Outcome<> modify_object(Change& change, const Object& object, const Form& form);
// DELETE.
Outcome<> erase_object(Change& change, const Object& object);

// One function per kind with rules, named in the catalogue.
void save_co_space(SaveContext& save);
void save_access_method(SaveContext& save);
void save_co_space_user(SaveContext& save);
void save_inbound_dial_plan_rule(SaveContext& save);
void save_tenant(SaveContext& save);
void erase_tenant(EraseContext& erase);
void erase_tenant_group(EraseContext& erase);

}  // namespace curia

// The name spaces of addresses: whose calls an address is for, and what may share it.
//
// 1. The addresses of a coSpace and its access methods stand in the name space of its tenant, or in
//    that of no tenant; so do those of an IVR.
// 2. An IVR of a tenant group and no tenant stands in the name spaces of all tenants of the group.
// 3. Equal addresses in one name space clash; in two, only while a rule leads to both.
#pragma once

#include "model/registry/change.hpp"
#include "model/rules/inbound_dial_plan_rule.hpp"

namespace curia {

struct UriSpace {
  Guid tenant{};  // nil: none
  Guid group{};   // all tenants of it; then there is no tenant
};

// Of a coSpace, an access method or an IVR.
UriSpace uri_space_of(const Change& change, const Object& object);

// Whether an address that stands in both would name two things.
bool overlap(const Change& change, const UriSpace& a, const UriSpace& b);

// Whether two of the objects that a rule for all tenants would lead to have the same URI, in
// different name spaces.
bool has_shared_uri(const Change& change, const Resolved& kinds);

// What has the address for a tenant (nil: for none): a coSpace, an access method, an IVR, or else
// a user by the user part of the JID; null when nothing has.
const Object* holder_of_uri(const Change& change, const std::string& uri, const Guid& tenant);

}  // namespace curia

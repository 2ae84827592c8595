// The names of meeting spaces - URIs and numeric ids - and who may share them
// (api-conventions section 9).
//
// 1. URIs of coSpaces (also secondary ones), access methods and IVRs share one name space per
//    tenant with the user part of the JIDs of the tenant's users. An IVR of a tenant group and no
//    tenant stands in the name spaces of all tenants of the group.
//    While one inbound dial plan rule leads to two kinds of them for all tenants, those are unique
//    among all.
// 2. Numeric ids are unique per pool: the tenants of one tenant group, or all the rest together.
// 3. Inside one coSpace the same name may stand twice when the passcodes differ: that is how host
//    and guest PINs work.
// 4. A numeric id and a secret together name one way in, whatever the pool: they are all that the
//    link to a meeting has.
#pragma once

#include <string>

#include "model/objects/access_method.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/ivr.hpp"
#include "model/registry/change.hpp"
#include "model/rules/rules.hpp"
#include "model/schema/failure.hpp"

namespace curia {

// The pool of numeric ids: a tenant group, or nil for all tenants and coSpaces outside of groups.
Guid pool_of(const Change& change, const Guid& tenant);

// Adds a failure for each name of `entity` (a coSpace or one of its access methods) that clashes.
void check_names(const Change& change, const Object& entity, Failures& failures);

// The same for the coSpace and everything below it: after a move between tenants.
void check_all_names(const Change& change, const CoSpace& space, Failures& failures);

// Adds ivrUriConflict when something else where the IVR answers has its address, and
// inboundDialPlanRuleUriConflict when it has it elsewhere and a rule leads to both.
void check_ivr_uri(const Change& change, const Ivr& ivr, Failures& failures);

// Nine digits that are free in the coSpace's pool (api-conventions section 9).
std::string new_call_id(const Change& change, const CoSpace& space);

// 22 characters of base64url: 16 random bytes.
std::string new_secret(Random& random);

// What a coSpace and an access method have in common when they are saved.
struct Dialled {
  std::string& call_id;
  std::string& secret;
  const std::string& passcode;
};

// There is a secret exactly when there is a numeric id; regenerateSecret replaces it.
void settle_secret(SaveContext& save, const Dialled& dialled);

// A passcode that is new must be long enough (passcodeTooShort); an old one may stay.
void check_passcode(SaveContext& save, const Dialled& dialled, std::int64_t min_length);

// How short a passcode may be here; 0 = none is needed. The lowest level that sets one counts:
// access method, coSpace, tenant, system.
std::int64_t min_passcode_length(const Change& change, const CoSpace& space,
                                 const AccessMethod* method);

}  // namespace curia

#include "model/rules/uri_space.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/ivr.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/user.hpp"
#include "model/registry/registry.hpp"

namespace curia {
namespace {

bool is_in_group(const Change& change, const Guid& tenant, const Guid& group) {
  const Tenant* found = tenant ? change.find<Tenant>(tenant) : nullptr;
  return found != nullptr && found->tenant_group == group;
}

// Whether an object's address is also that of another one that the rule leads to.
bool is_shared(const Change& change, const Object& object, const std::string& uri,
               const Resolved& kinds) {
  if (uri.empty()) return false;
  const UriSpace here = uri_space_of(change, object);
  return std::ranges::any_of(change.holders(Index::uri, uri), [&](const Object* other) {
    return other->id != object.id && kinds.has(other->kind) &&
           !overlap(change, here, uri_space_of(change, *other));
  });
}

bool is_co_space_shared(const Change& change, const CoSpace& space, const Resolved& kinds) {
  return is_shared(change, space, space.uri, kinds) ||
         is_shared(change, space, space.secondary_uri, kinds) ||
         std::ranges::any_of(
             change.children_of(Kind::access_method, space.id), [&](const Object* method) {
               return is_shared(change, *method, static_cast<const AccessMethod*>(method)->uri,
                                kinds);
             });
}

// Of two coSpaces that share a URI one is in a tenant: the others need not be looked at.
bool is_any_co_space_shared(const Change& change, const Resolved& kinds) {
  const FieldSpec& by_tenant = field_of(Kind::co_space, "tenant");
  const Table& tenants = change.registry().table(Kind::tenant);
  bool found = false;
  tenants.all().visit_from(0, [&](std::uint32_t slot) {
    const auto spaces = change.referring(Kind::co_space, by_tenant, tenants.at(slot).id);
    found = std::ranges::any_of(spaces, [&](const Object* space) {
      return is_co_space_shared(change, static_cast<const CoSpace&>(*space), kinds);
    });
    return !found;
  });
  return found;
}

bool is_any_ivr_shared(const Change& change, const Resolved& kinds) {
  const Table& ivrs = change.registry().table(Kind::ivr);
  bool found = false;
  ivrs.all().visit_from(0, [&](std::uint32_t slot) {
    const auto* ivr = change.find<Ivr>(ivrs.at(slot).id);
    found = ivr != nullptr && is_shared(change, *ivr, ivr->uri, kinds);
    return !found;
  });
  return found;
}

}  // namespace

UriSpace uri_space_of(const Change& change, const Object& object) {
  if (object.kind == Kind::ivr) {
    const auto& ivr = static_cast<const Ivr&>(object);
    return {.tenant = ivr.tenant, .group = ivr.tenant ? Guid{} : ivr.tenant_group};
  }
  const auto* space = object.kind == Kind::co_space ? static_cast<const CoSpace*>(&object)
                                                    : change.find<CoSpace>(object.parent);
  check(space != nullptr, "an access method has a coSpace");
  return {.tenant = space->tenant};
}

bool overlap(const Change& change, const UriSpace& a, const UriSpace& b) {
  if (a.group && !b.group) return is_in_group(change, b.tenant, a.group);
  if (b.group && !a.group) return is_in_group(change, a.tenant, b.group);
  return a.tenant == b.tenant && a.group == b.group;
}

bool has_shared_uri(const Change& change, const Resolved& kinds) {
  return (kinds.co_spaces && is_any_co_space_shared(change, kinds)) ||
         (kinds.ivrs && is_any_ivr_shared(change, kinds));
}

const Object* holder_of_uri(const Change& change, const std::string& uri, const Guid& tenant) {
  if (uri.empty()) return nullptr;
  const Object* first = nullptr;
  const auto take = [&](const Object* object) {
    if (first == nullptr || object->ordinal < first->ordinal) first = object;
  };
  for (const Object* object : change.holders(Index::uri, uri))
    if (overlap(change, uri_space_of(change, *object), {.tenant = tenant})) take(object);
  if (first != nullptr) return first;
  for (const Object* user : change.holders(Index::jid_user, uri))
    if (static_cast<const User*>(user)->tenant == tenant) take(user);
  return first;
}

}  // namespace curia

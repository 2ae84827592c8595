#include "model/rules/names.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "model/base/check.hpp"
#include "model/objects/dial_in_security_profile.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/user.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/inheritance.hpp"
#include "model/rules/uri_space.hpp"

namespace curia {
namespace {

constexpr std::string_view base64url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const CoSpace& space_of(const Change& change, const Object& entity) {
  if (entity.kind == Kind::co_space) return static_cast<const CoSpace&>(entity);
  const CoSpace* space = change.find<CoSpace>(entity.parent);
  check(space != nullptr, "an access method has a coSpace");
  return *space;
}

const std::string& passcode_of(const Object& entity) {
  return entity.kind == Kind::co_space ? static_cast<const CoSpace&>(entity).passcode
                                       : static_cast<const AccessMethod&>(entity).passcode;
}

const std::string& secret_of(const Object& entity) {
  return entity.kind == Kind::co_space ? static_cast<const CoSpace&>(entity).secret
                                       : static_cast<const AccessMethod&>(entity).secret;
}

// Several objects may clash for the same reason, which is then said once.
void add_once(Failures& failures, std::string_view reason) {
  if (std::ranges::find(failures, reason, &Failure::reason) == failures.end())
    failures.push_back({.reason = std::string(reason)});
}

// Two coSpaces, or two ways into one, in the same name space.
void compare_uris(const Object& entity, const CoSpace& space, const Object& other,
                  const CoSpace& others, Failures& failures) {
  if (others.id != space.id)
    add_once(failures, "duplicateCoSpaceUri");
  else if (passcode_of(other) == passcode_of(entity))
    add_once(failures, "duplicateCoSpaceUriPasscode");
}

void check_uri(const Change& change, const Object& entity, const std::string& uri,
               Failures& failures) {
  if (uri.empty()) return;
  const UriSpace here = uri_space_of(change, entity);
  const bool is_ivr = entity.kind == Kind::ivr;
  for (const Object* other : change.holders(Index::uri, uri)) {
    if (other->id == entity.id) continue;
    if (!overlap(change, here, uri_space_of(change, *other))) {
      if (has_rule_for_all_tenants(change, entity.kind, other->kind))
        add_once(failures, "inboundDialPlanRuleUriConflict");
    } else if (is_ivr || other->kind == Kind::ivr) {
      add_once(failures, "ivrUriConflict");
    } else {
      compare_uris(entity, space_of(change, entity), *other, space_of(change, *other), failures);
    }
  }
  for (const Object* user : change.holders(Index::jid_user, uri))
    if (overlap(change, here, {.tenant = static_cast<const User*>(user)->tenant}))
      add_once(failures, is_ivr ? "ivrUriConflict" : "duplicateCoSpaceUri");
}

void check_call_id(const Change& change, const Object& entity, const std::string& call_id,
                   Failures& failures) {
  if (call_id.empty()) return;
  const CoSpace& space = space_of(change, entity);
  for (const Object* other : change.holders(Index::call_id, call_id)) {
    if (other->id == entity.id) continue;
    const CoSpace& others = space_of(change, *other);
    if (others.id == space.id && passcode_of(*other) == passcode_of(entity))
      add_once(failures, "duplicateCoSpaceIdPasscode");
    if (others.id != space.id && pool_of(change, others.tenant) == pool_of(change, space.tenant))
      add_once(failures, "duplicateCoSpaceId");
    if (!secret_of(entity).empty() && secret_of(*other) == secret_of(entity))
      add_once(failures, "duplicateCoSpaceSecret");
  }
}

}  // namespace

Guid pool_of(const Change& change, const Guid& id) {
  const Tenant* tenant = id ? change.find<Tenant>(id) : nullptr;
  return tenant != nullptr ? tenant->tenant_group : Guid{};
}

void check_names(const Change& change, const Object& entity, Failures& failures) {
  if (entity.kind == Kind::access_method) {
    const auto& method = static_cast<const AccessMethod&>(entity);
    check_uri(change, entity, method.uri, failures);
    check_call_id(change, entity, method.call_id, failures);
    return;
  }
  const auto& space = static_cast<const CoSpace&>(entity);
  check_uri(change, entity, space.uri, failures);
  check_uri(change, entity, space.secondary_uri, failures);
  if (!space.uri.empty() && space.uri == space.secondary_uri)
    add_once(failures, "duplicateCoSpaceUriPasscode");
  check_call_id(change, entity, space.call_id, failures);
}

void check_all_names(const Change& change, const CoSpace& space, Failures& failures) {
  check_names(change, space, failures);
  for (const Object* method : change.children_of(Kind::access_method, space.id))
    check_names(change, *method, failures);
}

void check_ivr_uri(const Change& change, const Ivr& ivr, Failures& failures) {
  check_uri(change, ivr, ivr.uri, failures);
}

std::string new_call_id(const Change& change, const CoSpace& space) {
  for (;;) {
    // 63 random bits folded to nine digits: the bias is below one in 10^9.
    std::array<std::uint8_t, 8> bytes{};
    change.random().secret(bytes);
    std::uint64_t draw = 0;
    for (std::uint8_t byte : bytes) draw = draw << 8 | byte;
    const std::string call_id = std::to_string(100'000'000 + draw % 900'000'000);
    Failures clashes;
    check_call_id(change, space, call_id, clashes);
    if (clashes.empty()) return call_id;
  }
}

std::string new_secret(Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.secret(bytes);
  std::string secret;
  unsigned bits = 0, held = 0;
  for (std::uint8_t byte : bytes) {
    bits = bits << 8 | byte;
    for (held += 8; held >= 6; held -= 6) secret += base64url[bits >> (held - 6) & 63];
  }
  return secret + base64url[bits << (6 - held) & 63];
}

void settle_secret(SaveContext& save, const Dialled& dialled) {
  const std::string_view* given = save.find("secret");
  if (dialled.call_id.empty()) {
    if (given != nullptr && !given->empty())
      return save.fail(parameter_error("secret", "invalidValue"));
    dialled.secret.clear();
    return;
  }
  if (dialled.secret.empty() || save.is_true("regenerateSecret"))
    dialled.secret = new_secret(save.change.random());
}

void check_passcode(SaveContext& save, const Dialled& dialled, std::int64_t min_length) {
  const bool is_new = save.before == nullptr || save.find("passcode") != nullptr;
  if (is_new && dialled.passcode.size() < static_cast<std::size_t>(min_length))
    save.fail("passcodeTooShort");
}

std::int64_t min_passcode_length(const Change& change, const CoSpace& space,
                                 const AccessMethod* method) {
  const Guid of_method = method != nullptr ? method->dial_in_security_profile : Guid{};
  return in_force(dial_in_security_levels(change, space, of_method),
                  &DialInSecurityProfile::min_passcode_length)
      .value_or(0);
}

}  // namespace curia

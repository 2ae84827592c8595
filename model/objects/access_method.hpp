// AccessMethod: one way into a coSpace, with its own address, passcode and role.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

// Who may see and assign an access method (release notes 2.9).
enum class Scope : std::uint8_t { unset, public_scope, private_scope, member, directory };
inline constexpr std::string_view scope_names[] = {"public", "private", "member", "directory"};

struct AccessMethod : Object {
  static constexpr Kind kind_of = Kind::access_method;

  std::string uri;
  std::string call_id;
  std::string passcode;
  std::string name;
  Guid call_leg_profile;
  std::string secret;
  Scope scope = Scope::unset;
  std::optional<std::int64_t> importance;
  Guid dial_in_security_profile;
};

inline constexpr FieldSpec access_method_fields[] = {
    text<&AccessMethod::uri>("uri", limits::uri_bytes)
        .form_of(TextForm::uri_user_part)
        .indexed(Index::uri)
        .searched()
        .unsettable()
        .summary(),
    text<&AccessMethod::call_id>("callId", limits::call_id_digits)
        .form_of(TextForm::digits)
        .indexed(Index::call_id)
        .searched()
        .unsettable()
        .summary(),
    text<&AccessMethod::passcode>("passcode", limits::passcode_bytes)
        .unsettable()
        .summary()
        .shown_empty(),
    text<&AccessMethod::name>("name", limits::name_bytes)
        .unsettable()
        .summary()
        .searched()
        .added_in("2.9"),
    reference<&AccessMethod::call_leg_profile>("callLegProfile", Kind::call_leg_profile)
        .unsettable()
        .summary(),
    text<&AccessMethod::secret>("secret", limits::secret_bytes).added_in("1.7"),
    enumeration<&AccessMethod::scope>("scope", scope_names).defaults("public"),
    number<&AccessMethod::importance>("importance")
        .range(1, 2147483647)
        .unsettable()
        .added_in("2.4"),
    reference<&AccessMethod::dial_in_security_profile>("dialInSecurityProfile",
                                                       Kind::dial_in_security_profile)
        .unsettable()
        .added_in("3.0"),
    instruction("regenerateSecret", FieldType::flag).put_only().added_in("1.7"),
};

}  // namespace curia

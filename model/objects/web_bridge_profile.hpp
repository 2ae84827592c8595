// WebBridgeProfile: what guests and users may do at a Web Bridge.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

enum class ResolveCoSpaceUris : std::uint8_t {
  unset,
  off,
  domain_suggestion_disabled,
  domain_suggestion_enabled
};
inline constexpr std::string_view resolve_co_space_uris_names[] = {
    "off", "domainSuggestionDisabled", "domainSuggestionEnabled"};

struct WebBridgeProfile : Object {
  static constexpr Kind kind_of = Kind::web_bridge_profile;

  std::string name;
  std::string resource_archive;
  Flag allow_passcodes = Flag::unset;
  Flag allow_secrets = Flag::unset;
  Flag user_portal_enabled = Flag::unset;
  Flag allow_unauthenticated_guests = Flag::unset;
  Flag resolve_co_space_call_ids = Flag::unset;
  Flag resolve_lync_conference_ids = Flag::unset;
  ResolveCoSpaceUris resolve_co_space_uris = ResolveCoSpaceUris::unset;
};

inline constexpr FieldSpec web_bridge_profile_fields[] = {
    text<&WebBridgeProfile::name>("name", limits::name_bytes).summary(),
    text<&WebBridgeProfile::resource_archive>("resourceArchive", limits::url_bytes)
        .form_of(TextForm::url)
        .unsettable(),
    flag<&WebBridgeProfile::allow_passcodes>("allowPasscodes").unsettable().defaults("true"),
    flag<&WebBridgeProfile::allow_secrets>("allowSecrets").unsettable().defaults("true"),
    flag<&WebBridgeProfile::user_portal_enabled>("userPortalEnabled").unsettable().defaults("true"),
    flag<&WebBridgeProfile::allow_unauthenticated_guests>("allowUnauthenticatedGuests")
        .unsettable()
        .defaults("true"),
    flag<&WebBridgeProfile::resolve_co_space_call_ids>("resolveCoSpaceCallIds")
        .unsettable()
        .defaults("true"),
    flag<&WebBridgeProfile::resolve_lync_conference_ids>("resolveLyncConferenceIds")
        .unsettable()
        .defaults("false"),
    enumeration<&WebBridgeProfile::resolve_co_space_uris>("resolveCoSpaceUris",
                                                          resolve_co_space_uris_names)
        .unsettable()
        .defaults("off"),
};

}  // namespace curia

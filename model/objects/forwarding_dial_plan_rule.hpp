// ForwardingDialPlanRule: which calls for somebody else are passed on.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

enum class ForwardingAction : std::uint8_t { unset, forward, reject };
inline constexpr std::string_view forwarding_action_names[] = {"forward", "reject"};

enum class CallerIdMode : std::uint8_t { unset, regenerate, preserve };
inline constexpr std::string_view caller_id_mode_names[] = {"regenerate", "preserve"};

enum class UriParameters : std::uint8_t { unset, discard, forward };
inline constexpr std::string_view uri_parameters_names[] = {"discard", "forward"};

struct ForwardingDialPlanRule : Object {
  static constexpr Kind kind_of = Kind::forwarding_dial_plan_rule;

  std::string match_pattern;
  std::optional<std::int64_t> priority;
  ForwardingAction action = ForwardingAction::unset;
  std::string destination_domain;
  CallerIdMode caller_id_mode = CallerIdMode::unset;
  Guid tenant;
  UriParameters uri_parameters = UriParameters::unset;
};

inline constexpr FieldSpec forwarding_dial_plan_rule_fields[] = {
    text<&ForwardingDialPlanRule::match_pattern>("matchPattern", limits::name_bytes)
        .summary()
        .searched(),
    number<&ForwardingDialPlanRule::priority>("priority").summary().defaults("0"),
    enumeration<&ForwardingDialPlanRule::action>("action", forwarding_action_names),
    text<&ForwardingDialPlanRule::destination_domain>("destinationDomain"),
    enumeration<&ForwardingDialPlanRule::caller_id_mode>("callerIdMode", caller_id_mode_names)
        .defaults("regenerate"),
    reference<&ForwardingDialPlanRule::tenant>("tenant", Kind::tenant)
        .unsettable()
        .summary()
        .added_in("1.8"),
    enumeration<&ForwardingDialPlanRule::uri_parameters>("uriParameters", uri_parameters_names)
        .defaults("discard")
        .added_in("2.0"),
};

}  // namespace curia

// OutboundDialPlanRule: where calls to a domain are sent, and how.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

enum class SipControlEncryption : std::uint8_t { unset, automatic, encrypted, unencrypted };
inline constexpr std::string_view sip_control_encryption_names[] = {"auto", "encrypted",
                                                                    "unencrypted"};

enum class TrunkType : std::uint8_t { unset, sip, lync, avaya };
inline constexpr std::string_view trunk_type_names[] = {"sip", "lync", "avaya"};

enum class FailureAction : std::uint8_t { unset, stop, continue_on };
inline constexpr std::string_view failure_action_names[] = {"stop", "continue"};

enum class OutboundScope : std::uint8_t { unset, global_scope, call_bridge, call_bridge_group };
inline constexpr std::string_view outbound_scope_names[] = {"global", "callBridge",
                                                            "callBridgeGroup"};

enum class CallRouting : std::uint8_t { unset, default_routing, traversal };
inline constexpr std::string_view call_routing_names[] = {"default", "traversal"};

struct OutboundDialPlanRule : Object {
  static constexpr Kind kind_of = Kind::outbound_dial_plan_rule;

  std::string domain;
  std::optional<std::int64_t> priority;
  std::string local_contact_domain;
  std::string local_from_domain;
  SipControlEncryption sip_control_encryption = SipControlEncryption::unset;
  std::string sip_proxy;
  TrunkType trunk_type = TrunkType::unset;
  FailureAction failure_action = FailureAction::unset;
  OutboundScope scope = OutboundScope::unset;
  Guid call_bridge;
  Guid call_bridge_group;
  Guid tenant;
  CallRouting call_routing = CallRouting::unset;
};

inline constexpr FieldSpec outbound_dial_plan_rule_fields[] = {
    text<&OutboundDialPlanRule::domain>("domain", limits::name_bytes)
        .required()
        .summary()
        .searched(),
    number<&OutboundDialPlanRule::priority>("priority").summary().defaults("0"),
    text<&OutboundDialPlanRule::local_contact_domain>("localContactDomain")
        .unsettable()
        .shown_empty(),
    text<&OutboundDialPlanRule::local_from_domain>("localFromDomain").unsettable().shown_empty(),
    enumeration<&OutboundDialPlanRule::sip_control_encryption>("sipControlEncryption",
                                                               sip_control_encryption_names)
        .defaults("auto"),
    text<&OutboundDialPlanRule::sip_proxy>("sipProxy").unsettable(),
    enumeration<&OutboundDialPlanRule::trunk_type>("trunkType", trunk_type_names).defaults("sip"),
    enumeration<&OutboundDialPlanRule::failure_action>("failureAction", failure_action_names)
        .defaults("stop"),
    enumeration<&OutboundDialPlanRule::scope>("scope", outbound_scope_names).defaults("global"),
    reference<&OutboundDialPlanRule::call_bridge>("callBridge", Kind::call_bridge),
    reference<&OutboundDialPlanRule::call_bridge_group>("callBridgeGroup", Kind::call_bridge_group)
        .added_in("2.2"),
    reference<&OutboundDialPlanRule::tenant>("tenant", Kind::tenant)
        .unsettable()
        .summary()
        .added_in("1.8"),
    enumeration<&OutboundDialPlanRule::call_routing>("callRouting", call_routing_names)
        .defaults("default"),
};

}  // namespace curia

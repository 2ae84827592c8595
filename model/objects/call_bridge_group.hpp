// CallBridgeGroup: Call Bridges that share the load of calls.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct CallBridgeGroup : Object {
  static constexpr Kind kind_of = Kind::call_bridge_group;

  std::string name;
  Flag load_balancing_enabled = Flag::unset;
  Flag load_balance_lync_calls = Flag::unset;
  Flag load_balance_outgoing_calls = Flag::unset;
  Flag load_balance_user_calls = Flag::unset;
  Flag load_balance_indirect_calls = Flag::unset;
};

inline constexpr FieldSpec call_bridge_group_fields[] = {
    text<&CallBridgeGroup::name>("name", limits::name_bytes).summary(),
    flag<&CallBridgeGroup::load_balancing_enabled>("loadBalancingEnabled")
        .defaults("false")
        .added_in("2.1"),
    flag<&CallBridgeGroup::load_balance_lync_calls>("loadBalanceLyncCalls")
        .defaults("false")
        .added_in("2.1"),
    flag<&CallBridgeGroup::load_balance_outgoing_calls>("loadBalanceOutgoingCalls")
        .defaults("false")
        .added_in("2.2"),
    flag<&CallBridgeGroup::load_balance_user_calls>("loadBalanceUserCalls")
        .defaults("true")
        .added_in("2.3"),
    flag<&CallBridgeGroup::load_balance_indirect_calls>("loadBalanceIndirectCalls")
        .defaults("false")
        .added_in("2.4"),
};

}  // namespace curia

// InboundDialPlanRule: which called addresses this server answers for, and what they may reach.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct InboundDialPlanRule : Object {
  static constexpr Kind kind_of = Kind::inbound_dial_plan_rule;

  std::string domain;
  std::optional<std::int64_t> priority;
  Flag resolve_to_co_spaces = Flag::unset;
  Flag resolve_to_ivrs = Flag::unset;
  Flag resolve_to_lync_conferences = Flag::unset;
  Flag resolve_to_lync_simple_join = Flag::unset;
  Guid tenant;
};

inline constexpr FieldSpec inbound_dial_plan_rule_fields[] = {
    text<&InboundDialPlanRule::domain>("domain", limits::name_bytes)
        .required()
        .summary()
        .searched(),
    number<&InboundDialPlanRule::priority>("priority").summary().defaults("0"),
    flag<&InboundDialPlanRule::resolve_to_co_spaces>("resolveTocoSpaces")
        .summary()
        .defaults("true"),
    flag<&InboundDialPlanRule::resolve_to_ivrs>("resolveToIvrs").summary().defaults("true"),
    flag<&InboundDialPlanRule::resolve_to_lync_conferences>("resolveToLyncConferences")
        .summary()
        .defaults("false"),
    flag<&InboundDialPlanRule::resolve_to_lync_simple_join>("resolveToLyncSimpleJoin")
        .summary()
        .defaults("false")
        .added_in("2.2"),
    reference<&InboundDialPlanRule::tenant>("tenant", Kind::tenant).unsettable().summary(),
};

}  // namespace curia

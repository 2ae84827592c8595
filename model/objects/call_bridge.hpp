// CallBridge: one server of a cluster, as its peers know it.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct CallBridge : Object {
  static constexpr Kind kind_of = Kind::call_bridge;

  std::string name;
  std::string address;
  std::string sip_domain;
  Guid call_bridge_group;
};

inline constexpr FieldSpec call_bridge_fields[] = {
    text<&CallBridge::name>("name", limits::name_bytes).required().summary(),
    text<&CallBridge::address>("address").unsettable(),
    text<&CallBridge::sip_domain>("sipDomain").unsettable().shown_empty(),
    reference<&CallBridge::call_bridge_group>("callBridgeGroup", Kind::call_bridge_group)
        .unsettable()
        .added_in("2.1"),
};

}  // namespace curia

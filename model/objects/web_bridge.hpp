// WebBridge: a server of the web app that the Call Bridge connects to.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct WebBridge : Object {
  static constexpr Kind kind_of = Kind::web_bridge;

  std::string url;
  Guid tenant;
  Guid tenant_group;
  Guid call_bridge;
  Guid call_bridge_group;
  Guid web_bridge_profile;
};

inline constexpr FieldSpec web_bridge_fields[] = {
    text<&WebBridge::url>("url", limits::url_bytes).form_of(TextForm::url).summary().searched(),
    reference<&WebBridge::tenant>("tenant", Kind::tenant).unsettable(),
    reference<&WebBridge::tenant_group>("tenantGroup", Kind::tenant_group)
        .unsettable()
        .added_in("1.8"),
    reference<&WebBridge::call_bridge>("callBridge", Kind::call_bridge)
        .unsettable()
        .added_in("2.1"),
    reference<&WebBridge::call_bridge_group>("callBridgeGroup", Kind::call_bridge_group)
        .unsettable()
        .added_in("2.1"),
    reference<&WebBridge::web_bridge_profile>("webBridgeProfile", Kind::web_bridge_profile)
        .unsettable()
        .added_in("3.0"),
};

}  // namespace curia

// WebBridgeAddress: an address of a Web Bridge to print in invitations.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct WebBridgeAddress : Object {
  static constexpr Kind kind_of = Kind::web_bridge_address;

  std::string label;
  std::string address;
};

inline constexpr FieldSpec web_bridge_address_fields[] = {
    text<&WebBridgeAddress::label>("label", limits::name_bytes).summary(),
    text<&WebBridgeAddress::address>("address", limits::url_bytes).summary(),
};

}  // namespace curia

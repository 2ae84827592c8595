// TurnServer: a relay that browsers and endpoints behind firewalls use.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

enum class TurnServerType : std::uint8_t { unset, acano, cms, expressway, lync_edge, standard };
inline constexpr std::string_view turn_server_type_names[] = {"acano", "cms", "expressway",
                                                              "lyncEdge", "standard"};

struct TurnServer : Object {
  static constexpr Kind kind_of = Kind::turn_server;

  std::string server_address;
  std::string client_address;
  std::string username;
  std::optional<std::int64_t> num_registrations;
  TurnServerType type = TurnServerType::unset;
  std::optional<std::int64_t> tcp_port_number_override;
  Guid call_bridge;
  Guid call_bridge_group;
  std::string password;
};

inline constexpr FieldSpec turn_server_fields[] = {
    text<&TurnServer::server_address>("serverAddress").summary().searched(),
    text<&TurnServer::client_address>("clientAddress").summary(),
    text<&TurnServer::username>("username").unsettable(),
    number<&TurnServer::num_registrations>("numRegistrations").defaults("0"),
    enumeration<&TurnServer::type>("type", turn_server_type_names).defaults("standard"),
    number<&TurnServer::tcp_port_number_override>("tcpPortNumberOverride").unsettable(),
    reference<&TurnServer::call_bridge>("callBridge", Kind::call_bridge)
        .unsettable()
        .added_in("2.1"),
    reference<&TurnServer::call_bridge_group>("callBridgeGroup", Kind::call_bridge_group)
        .unsettable()
        .added_in("2.1"),
    text<&TurnServer::password>("password").unsettable().write_only(),
};

}  // namespace curia

// STUN Binding (RFC 8489): how a server tells from which address a request reached it.
//
//   send_to(server, stun::binding_request(transaction));
//   if (auto mapped = stun::mapped_address(bytes, transaction)) ...
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/base/ip.hpp"

namespace curia::stun {

using Transaction = std::array<std::uint8_t, 12>;

std::string binding_request(const Transaction& transaction);

// What a success response to this transaction says; nothing when the bytes are something else.
std::optional<Endpoint> mapped_address(std::string_view bytes, const Transaction& transaction);

}  // namespace curia::stun

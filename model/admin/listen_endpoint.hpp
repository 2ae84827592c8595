// Where a component listens.
#pragma once

#include "model/admin/configuration.hpp"
#include "model/base/ip.hpp"
#include "model/base/result.hpp"

namespace curia::admin {

// The IPv4 address that the interface stands for, with the port; components listen at no other.
// Errors: unavailable (no interface, it is disabled, it has no address).
Result<Endpoint> listen_endpoint(const Configuration& configuration, const ListenAddress& listen);

}  // namespace curia::admin

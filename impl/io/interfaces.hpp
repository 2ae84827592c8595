// The network interfaces of the host.
#pragma once

#include <string>

#include "model/base/ip.hpp"

namespace curia::io {

// "52:54:00:12:34:56" of the interface that has the address; empty when none has, or when it has
// no hardware, as the loopback interface.
std::string hardware_address(const IpAddress& address);

}  // namespace curia::io

// libssh's objects with owners, and the algorithms that this server takes, in one place.
#pragma once

#include <libssh/libssh.h>
#include <libssh/server.h>

#include <memory>
#include <string>

#include "model/base/result.hpp"

namespace curia::io {

struct SshFree {
  void operator()(ssh_bind_struct* it) const { ssh_bind_free(it); }
  void operator()(ssh_session_struct* it) const { ssh_free(it); }
  void operator()(ssh_event_struct* it) const { ssh_event_free(it); }
};
using SshBind = std::unique_ptr<ssh_bind_struct, SshFree>;
using SshSession = std::unique_ptr<ssh_session_struct, SshFree>;
using SshEvent = std::unique_ptr<ssh_event_struct, SshFree>;

// Modern algorithms only: no SHA-1, no CBC, no DSA, no RSA below 2048 bits. `data` is the folder of
// the host keys. Errors: io_error (a key cannot be read or used).
Result<SshBind> make_bind(const std::string& data);

}  // namespace curia::io

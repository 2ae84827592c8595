// Door: how the Scheduler asks its Call Bridge: the management API over the loopback interface,
// as a trusted user whose name is "scheduler" and who has no password.
#pragma once

#include <string>

#include "impl/service/web/handler.hpp"

namespace curia::scheduler {

inline constexpr std::string_view door_user = "scheduler";

class Door {
 public:
  virtual ~Door() = default;
  // `target` below the root of the server: "/api/v1/webBridges?limit=20". What a request changes
  // is changed before this returns; the answer comes when it is durable.
  virtual void ask(std::string_view method, std::string_view target, std::string_view body,
                   web::Responder respond) = 0;
};

}  // namespace curia::scheduler

// Loopback: the door through which components of this server ask its management API, with the
// same code as clients do and without sockets or passwords.
#pragma once

#include <string>

#include "impl/service/callbridge/api.hpp"
#include "impl/service/scheduler/door.hpp"

namespace curia::callbridge {

class Loopback final : public scheduler::Door {
 public:
  // What is asked is logged as asked by `user`, who needs no account.
  Loopback(const Env& env, Api& api, std::string_view user) : env_(env), api_(api), user_(user) {}

  void ask(std::string_view method, std::string_view target, std::string_view body,
           web::Responder respond) override;

 private:
  Env env_;
  Api& api_;
  std::string user_;
};

}  // namespace curia::callbridge

// Api: /api/v1/scheduler over HTTP: who may ask, and when an answer may leave.
//
// 1. Every answer depends on durable state only, as in the management API: it waits until what it
//    shows is stored, and is worked out again when the store took that back.
// 2. Accounts, credentials and their limits are those of the management API.
#pragma once

#include "impl/service/accounts/authenticator.hpp"
#include "impl/service/scheduler/desk.hpp"
#include "impl/service/web/handler.hpp"
#include "impl/service/web/seldom_log.hpp"
#include "model/base/limits.hpp"

namespace curia::scheduler {

class Api final : public web::Handler {
 public:
  // All outlive the Api.
  Api(const Env& env, Registry& registry, accounts::Authenticator& authenticator, Desk& desk,
      const TimedLogging& logging);

  void handle(const http::Request& request, const Endpoint& peer, web::Responder respond) override;

 private:
  struct Kept {
    std::string method, target, body;
    web::Responder respond;
  };
  void serve(Kept call);
  void write(Verdict verdict, Kept call);
  http::Response refusal(const Problem& problem, std::string_view target) const;

  Env env_;
  Registry& registry_;
  accounts::Authenticator& authenticator_;
  Desk& desk_;
  const TimedLogging& logging_;
  web::SeldomLog unstored_{limits::http_refusal_log_interval};
};

}  // namespace curia::scheduler

// Api: /api/v1, the management API of the Call Bridge (docs/api.md).
//
// 1. Every answer depends on durable state only: it waits until what it shows has been
//    acknowledged by the store, and is worked out again when the store took it back.
// 2. A refused request leaves nothing behind and names its reason; the log says why.
// 3. Credentials are HTTP Basic; a known header costs a look-up, an unknown one a password hash.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "impl/service/accounts/authenticator.hpp"
#include "impl/service/callbridge/route.hpp"
#include "impl/service/callbridge/services.hpp"
#include "impl/service/events/events.hpp"
#include "impl/service/web/handler.hpp"
#include "impl/service/web/seldom_log.hpp"
#include "model/base/limits.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/rules.hpp"

namespace curia::callbridge {

class Api final : public web::Handler {
 public:
  // All outlive the Api.
  Api(const Env& env, Registry& registry, accounts::Authenticator& authenticator,
      Services& services, events::Events& events);

  void handle(const http::Request& request, const Endpoint& peer, web::Responder respond) override;
  // Of a part of this server, which needs no account and is logged as `user` (loopback.hpp).
  void serve_trusted(std::string_view user, std::string_view method, std::string_view target,
                     std::string_view body, web::Responder respond) {
    serve({method, target, body, user, nullptr}, std::move(respond));
  }
  std::optional<web::Upgrade> upgrade(const http::Request& request, const Endpoint& peer) override;

 private:
  // A request as views (fast path) or kept for later.
  struct Call {
    std::string_view method;
    std::string_view target;
    std::string_view body;
    std::string_view user;
    const Endpoint* peer = nullptr;  // null of a part of this server
  };
  struct KeptCall {
    std::string method, target, body, user;
    std::optional<Endpoint> peer;
    web::Responder respond;
    Call view() const { return {method, target, body, user, peer ? &*peer : nullptr}; }
  };
  // What a call comes to: an answer, and what must be durable before it may leave.
  struct Verdict {
    http::Response response;
    std::uint64_t depends_on = 0;
    std::unique_ptr<Change> change;  // to apply first; null when nothing is written
    std::string refusal{};           // for the log; empty when the request is accepted
  };

  static std::string told(const Call& call);
  static KeptCall kept(const Call& call, web::Responder respond);
  void authenticate(std::string authorization, KeptCall call);
  void serve(const Call& call, web::Responder respond);
  void write(Verdict verdict, web::Responder respond);
  Verdict judge(const Call& call);
  Verdict describe(const Call& call);
  Verdict read(const Route& route, const FormPairs& query);
  Verdict change(const Call& call, const Route& route, FormPairs parameters);
  Verdict ask(const Call& call, const Route& route, FormPairs parameters);
  Outcome<> write_object(const Call& call, const Route& route, const Form& form, Verdict& verdict);
  Verdict refused(const Failures& failures) const;

  Env env_;
  Registry& registry_;
  accounts::Authenticator& authenticator_;
  Services& services_;
  events::Events& events_;
  web::SeldomLog unstored_{limits::http_refusal_log_interval};
};

}  // namespace curia::callbridge

#include "impl/service/scheduler/api.hpp"

#include "model/base/url.hpp"

namespace curia::scheduler {

Api::Api(const Env& env, Registry& registry, accounts::Authenticator& authenticator, Desk& desk,
         const TimedLogging& logging)
    : env_(env),
      registry_(registry),
      authenticator_(authenticator),
      desk_(desk),
      logging_(logging) {}

http::Response Api::refusal(const Problem& problem, std::string_view target) const {
  return response_of(problem, target_path(target), env_.clock.wall());
}

void Api::handle(const http::Request& request, const Endpoint& peer, web::Responder respond) {
  Kept call{std::string(request.method), std::string(request.target), std::string(request.body),
            std::move(respond)};
  const std::string_view authorization = request.header("authorization");
  if (authenticator_.known(authorization, peer)) return serve(std::move(call));
  authenticator_.authenticate(
      authorization, peer,
      [this, source = peer.address,
       call = std::move(call)](Result<accounts::Identity> identity) mutable {
        if (identity) return serve(std::move(call));
        Problem problem{401, "a name and a password are needed"};
        if (identity.error().code == Errc::limit_reached)
          problem = {.status = 429,
                     .message = "too many wrong passwords came from this address",
                     .retry_after_s =
                         std::max<std::int64_t>(1, authenticator_.retry_after_seconds(source))};
        else if (identity.error().code != Errc::not_permitted)
          problem = {.status = 503, .message = identity.error().message, .retry_after_s = 1};
        http::Response response = refusal(problem, call.target);
        if (problem.status == 401)
          response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"scheduler\"");
        call.respond(std::move(response));
      });
}

void Api::serve(Kept call) {
  auto query = parse_form(target_query(call.target));
  Verdict verdict;
  if (query)
    verdict = desk_.judge({call.method, target_path(call.target), *std::move(query), call.body});
  else
    verdict.response = refusal({400, query.error().message, query.error().parameter}, call.target);
  const int status = verdict.response.status;
  if (env_.trace.enabled())
    env_.trace.event("scheduler.api",
                     {{"method", call.method}, {"target", call.target}, {"status", status}});
  if (logging_.is_on(Facility::api) || (status >= 400 && status != 404))
    env_.trace.log(Severity::info, "scheduler API " + call.method + " " +
                                       std::string(target_path(call.target)) + " comes to " +
                                       std::to_string(status) +
                                       (status >= 400 ? ": " + verdict.response.body : ""));
  if (verdict.change != nullptr && !verdict.change->empty())
    return write(std::move(verdict), std::move(call));
  const std::uint64_t depends_on = registry_.applied();
  if (registry_.is_durable(depends_on)) return call.respond(std::move(verdict.response));
  registry_.when_durable(depends_on, [this, response = std::move(verdict.response),
                                      call = std::move(call)](bool durable) mutable {
    if (durable) return call.respond(std::move(response));
    serve(std::move(call));
  });
}

void Api::write(Verdict verdict, Kept call) {
  registry_.apply(std::move(*verdict.change), [this, response = std::move(verdict.response),
                                               call = std::move(call)](Result<> stored) mutable {
    if (stored) return call.respond(std::move(response));
    unstored_.say(env_, Severity::error,
                  "a change could not be stored and was undone: " + stored.error().message);
    call.respond(refusal(
        {.status = 503, .message = "the database does not take changes now", .retry_after_s = 1},
        call.target));
  });
}

}  // namespace curia::scheduler

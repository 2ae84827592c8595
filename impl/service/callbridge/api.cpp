#include "impl/service/callbridge/api.hpp"

#include <algorithm>

#include "impl/service/callbridge/show.hpp"
#include "model/base/text.hpp"
#include "model/objects/catalog.hpp"

namespace curia::callbridge {
namespace {

constexpr std::string_view prefix = "/api/";

http::Response with_body(std::string xml) {
  return {.status = 200, .headers = {{"Content-Type", "text/xml"}}, .body = std::move(xml)};
}

http::Response failure_response(const Failures& failures) {
  http::Response response = with_body(show_failures(failures));
  response.status = failures.front().status;
  if (failures.front().retry_after_s > 0)
    response.headers.emplace_back("Retry-After", std::to_string(failures.front().retry_after_s));
  return response;
}

// 401 has an empty body (api-conventions section 1).
http::Response unauthorised() {
  return {.status = 401, .headers = {{"WWW-Authenticate", "Basic realm=\"acano\""}}, .body = {}};
}

http::Response not_authenticated(const Error& error, std::int64_t retry_after_s) {
  if (error.code == Errc::not_permitted) return unauthorised();
  const bool is_limited = error.code == Errc::limit_reached;
  http::Response response{.status = is_limited ? 429 : 503, .headers = {}, .body = {}};
  response.headers.emplace_back(
      "Retry-After", std::to_string(std::max<std::int64_t>(1, is_limited ? retry_after_s : 1)));
  return response;
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

std::string_view query_of(std::string_view target) {
  const std::size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

Outcome<FormPairs> parse(std::string_view text) {
  if (text.empty()) return FormPairs{};
  auto pairs = parse_form(text);
  if (!pairs) return refuse(parameter_error(pairs.error()));
  return *std::move(pairs);
}

Form form_of(FormPairs pairs) {
  Form form;
  for (FormPair& pair : pairs) form.emplace_back(std::move(pair.key), std::move(pair.value));
  return form;
}

std::string reasons_of(const Failures& failures) {
  std::string text;
  for (const Failure& failure : failures) {
    if (!text.empty()) text += ", ";
    text += failure.reason;
    if (!failure.parameter.empty()) text += " " + failure.parameter + " " + failure.error;
  }
  return text;
}

}  // namespace

Api::Api(const Env& env, Registry& registry, accounts::Authenticator& authenticator, Nodes& nodes)
    : env_(env), registry_(registry), authenticator_(authenticator), nodes_(nodes) {}

void Api::handle(const http::Request& request, const Endpoint& peer, web::Responder respond) {
  const std::string_view authorization = request.header("authorization");
  if (authenticator_.known(authorization))
    return serve({request.method, request.target, request.body}, std::move(respond));
  authenticate(std::string(authorization), peer,
               {std::string(request.method), std::string(request.target), std::string(request.body),
                std::move(respond)});
}

void Api::authenticate(std::string authorization, const Endpoint& peer, KeptCall call) {
  authenticator_.authenticate(authorization, peer.address,
                              [this, source = peer.address, call = std::move(call)](
                                  Result<accounts::Identity> identity) mutable {
                                if (identity) return serve(call.view(), std::move(call.respond));
                                call.respond(not_authenticated(
                                    identity.error(), authenticator_.retry_after_seconds(source)));
                              });
}

void Api::serve(const Call& call, web::Responder respond) {
  Verdict verdict = judge(call);
  if (env_.trace.enabled())
    env_.trace.event(
        "api",
        {{"method", call.method}, {"target", call.target}, {"status", verdict.response.status}});
  if (verdict.change != nullptr) return write(std::move(verdict), std::move(respond));
  if (registry_.is_durable(verdict.depends_on)) return respond(std::move(verdict.response));
  registry_.when_durable(
      verdict.depends_on,
      [this, response = std::move(verdict.response),
       kept = KeptCall{std::string(call.method), std::string(call.target), std::string(call.body),
                       std::move(respond)}](bool durable) mutable {
        if (durable) return kept.respond(std::move(response));
        serve(kept.view(), std::move(kept.respond));
      });
}

void Api::write(Verdict verdict, web::Responder respond) {
  registry_.apply(
      std::move(*verdict.change), [this, response = std::move(verdict.response),
                                   respond = std::move(respond)](Result<> stored) mutable {
        if (stored) return respond(std::move(response));
        env_.trace.log(Severity::error,
                       "a change could not be stored and was undone: " + stored.error().message);
        respond(failure_response({{.status = 503, .reason = "databaseNotReady"}}));
      });
}

Api::Verdict Api::judge(const Call& call) {
  const std::string_view path = path_of(call.target);
  if (!equal_ignoring_ascii_case(path.substr(0, prefix.size()), prefix))
    return refused({{.status = 404, .reason = "unrecognisedObject"}});
  const auto route = find_route(registry_, path.substr(prefix.size()));
  const auto query = route ? parse(query_of(call.target)) : FormPairs{};
  Verdict verdict;
  if (!route) {
    verdict = refused(route.error());
  } else if (!query) {
    verdict = refused(query.error());
  } else if (call.method == "GET" || call.method == "HEAD") {
    verdict = read(*route, *query);
  } else {
    verdict = change(call, *route, *query);
  }
  return verdict;
}

Api::Verdict Api::read(const Route& route, const FormPairs& query) {
  const auto answer = [&]() -> Outcome<std::string> {
    switch (route.node) {
      case Node::collection:
        return show_list(registry_, route.kind, route.parent, query);
      case Node::item:
      case Node::singleton:
        return show_item(registry_, *route.object);
      case Node::system_status:
        return nodes_.system_status();
      case Node::email_invitation:
        return nodes_.email_invitation(*route.object, query);
      case Node::meeting_entry_detail:
        return nodes_.meeting_entry_detail(*route.object);
      case Node::user_co_spaces:
        return nodes_.user_co_spaces(*route.object, query);
      case Node::effective_web_bridge_profile:
        return nodes_.effective_web_bridge_profile(route.object);
    }
    return refuse("unrecognisedObject", 404);
  }();
  if (!answer) return refused(answer.error());
  const bool is_one_object = route.node == Node::item || route.node == Node::singleton;
  return {.response = with_body(*answer),
          .depends_on = is_one_object ? route.object->sequence : registry_.applied(),
          .change = nullptr};
}

Api::Verdict Api::change(const Call& call, const Route& route, FormPairs parameters) {
  const ObjectSpec* spec = route.kind == Kind::none ? nullptr : &spec_of(route.kind);
  const bool is_object = route.node == Node::item || route.node == Node::singleton;
  const bool can_post = call.method == "POST" && route.node == Node::collection && spec->can_post;
  const bool can_put = call.method == "PUT" && is_object && spec->can_put;
  const bool can_delete = call.method == "DELETE" && is_object && spec->can_delete;
  if (!can_post && !can_put && !can_delete) return refused({{.reason = "invalidOperation"}});
  // Some clients send parameters in the query; those of the body come later and win.
  auto body = parse(call.body);
  if (!body) return refused(body.error());
  std::ranges::move(*body, std::back_inserter(parameters));
  const Form form = form_of(std::move(parameters));

  Verdict verdict;
  verdict.change = std::make_unique<Change>(registry_, env_.random);
  Outcome<> outcome;
  if (can_post) {
    const auto created = create_object(*verdict.change, *spec, route.parent, form);
    if (!created) return refused(created.error());
    verdict.response.headers.emplace_back("Location", location_of(registry_, **created));
  } else if (can_put) {
    outcome = modify_object(*verdict.change, *route.object, form);
  } else {
    outcome = erase_object(*verdict.change, *route.object);
  }
  if (!outcome) return refused(outcome.error());
  verdict.depends_on = registry_.applied();
  if (verdict.change->empty()) verdict.change.reset();
  return verdict;
}

// What refuses a request may itself be undone: the answer waits for it.
Api::Verdict Api::refused(const Failures& failures) const {
  env_.trace.log(Severity::info, "API request refused: " + reasons_of(failures));
  return {
      .response = failure_response(failures), .depends_on = registry_.applied(), .change = nullptr};
}

}  // namespace curia::callbridge

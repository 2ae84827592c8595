#include "impl/service/callbridge/api.hpp"

#include <algorithm>

#include "impl/service/callbridge/list.hpp"
#include "impl/service/callbridge/openapi.hpp"
#include "impl/service/callbridge/show.hpp"
#include "model/base/text.hpp"
#include "model/base/url.hpp"
#include "model/objects/catalog.hpp"

namespace curia::callbridge {
namespace {

constexpr std::string_view api_prefix = "/api/";

http::Response with_body(std::string body, std::string_view media_type = "text/xml") {
  return {.status = 200,
          .headers = {{"Content-Type", std::string(media_type)}},
          .body = std::move(body)};
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

// XML, JSON and parts of several files are no forms, although they can be read as one strange name:
// whoever sends them means parameters that would be lost.
bool is_no_form(std::string_view text) {
  return text.starts_with('<') || text.starts_with('{') || text.starts_with('[') ||
         text.starts_with("--");
}

// `part` of the request stands for a parameter that has no name to speak of.
Outcome<FormPairs> parse(std::string_view text, std::string_view part) {
  if (text.empty()) return FormPairs{};
  if (is_no_form(text)) return refuse(parameter_error(part, "invalidValue"));
  auto pairs = parse_form(text);
  if (pairs) return *std::move(pairs);
  Error error = pairs.error();
  if (error.parameter.empty()) error.parameter = part;
  return refuse(parameter_error(error));
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

// "PUT /api/v1/coSpaces/<id> (name, passcode) by admin from 192.0.2.7:50112" for the log: names of
// parameters, not their values, which may be secrets.
std::string Api::told(const Call& call) {
  std::string names;
  for (const std::string_view text : {target_query(call.target), call.body})
    for (const FormPair& pair : parse_form(text).value_or(FormPairs{}))
      names += (names.empty() ? " (" : ", ") + pair.key;
  if (!names.empty()) names += ")";
  return std::string(call.method) + " " + std::string(target_path(call.target)) + names + " by " +
         std::string(call.user) + " from " + (call.peer ? to_string(*call.peer) : "this server");
}

Api::Api(const Env& env, Registry& registry, accounts::Authenticator& authenticator,
         Services& services, events::Events& events)
    : env_(env),
      registry_(registry),
      authenticator_(authenticator),
      services_(services),
      events_(events) {}

void Api::handle(const http::Request& request, const Endpoint& peer, web::Responder respond) {
  const std::string_view authorization = request.header("authorization");
  Call call{request.method, request.target, request.body, {}, &peer};
  const auto who = authenticator_.known(authorization, peer);
  if (!who) return authenticate(std::string(authorization), kept(call, std::move(respond)));
  call.user = who->name;
  serve(call, std::move(respond));
}

std::optional<web::Upgrade> Api::upgrade(const http::Request& request, const Endpoint& peer) {
  return events_.upgrade(request, peer);
}

Api::KeptCall Api::kept(const Call& call, web::Responder respond) {
  return {std::string(call.method),
          std::string(call.target),
          std::string(call.body),
          std::string(call.user),
          call.peer ? std::optional(*call.peer) : std::nullopt,
          std::move(respond)};
}

void Api::authenticate(std::string authorization, KeptCall call) {
  const Endpoint source = *call.peer;
  authenticator_.authenticate(
      authorization, source,
      [this, source, call = std::move(call)](Result<accounts::Identity> identity) mutable {
        if (!identity)
          return call.respond(not_authenticated(
              identity.error(), authenticator_.retry_after_seconds(source.address)));
        call.user = std::move(identity->name);
        serve(call.view(), std::move(call.respond));
      });
}

void Api::serve(const Call& call, web::Responder respond) {
  Verdict verdict = judge(call);
  if (env_.trace.enabled())
    env_.trace.event(
        "api",
        {{"method", call.method}, {"target", call.target}, {"status", verdict.response.status}});
  if (!verdict.refusal.empty())
    env_.trace.log(Severity::info, "API request refused: " + verdict.refusal + "; " + told(call));
  else if (services_.upkeep.logging().is_on("api"))
    env_.trace.log(Severity::info,
                   "API " + told(call) + " comes to " + std::to_string(verdict.response.status));
  if (verdict.change != nullptr) return write(std::move(verdict), std::move(respond));
  if (registry_.is_durable(verdict.depends_on)) return respond(std::move(verdict.response));
  registry_.when_durable(verdict.depends_on,
                         [this, response = std::move(verdict.response),
                          kept = kept(call, std::move(respond))](bool durable) mutable {
                           if (durable) return kept.respond(std::move(response));
                           serve(kept.view(), std::move(kept.respond));
                         });
}

void Api::write(Verdict verdict, web::Responder respond) {
  registry_.apply(
      std::move(*verdict.change), [this, response = std::move(verdict.response),
                                   respond = std::move(respond)](Result<> stored) mutable {
        if (stored) return respond(std::move(response));
        unstored_.say(env_, Severity::error,
                      "a change could not be stored and was undone: " + stored.error().message);
        http::Response refusal = failure_response({{.status = 503, .reason = "databaseNotReady"}});
        refusal.headers.emplace_back("Retry-After", "1");
        respond(std::move(refusal));
      });
}

Api::Verdict Api::judge(const Call& call) {
  const std::string_view path = target_path(call.target);
  if (!equal_ignoring_ascii_case(path.substr(0, api_prefix.size()), api_prefix))
    return refused({{.status = 404, .reason = "unrecognisedObject"}});
  if (equal_ignoring_ascii_case(path, openapi_path)) return describe(call);
  const auto route = find_route(registry_, path.substr(api_prefix.size()));
  if (!route) return refused(route.error());
  auto query = parse(target_query(call.target), "query");
  if (!query) return refused(query.error());
  if (route->node != nullptr) return ask(call, *route, *std::move(query));
  if (call.method == "GET" || call.method == "HEAD") return read(*route, *query);
  return change(call, *route, *std::move(query));
}

// The description of the API is part of it, beside its versions.
Api::Verdict Api::describe(const Call& call) {
  if (call.method != "GET" && call.method != "HEAD")
    return refused({{.reason = "invalidOperation"}});
  return {.response = with_body(openapi_document(), "application/json"),
          .depends_on = 0,
          .change = nullptr};
}

Api::Verdict Api::read(const Route& route, const FormPairs& query) {
  if (!route.is_collection())
    return {.response = with_body(show_item(services_.view(), *route.object)),
            .depends_on = route.object->sequence,
            .change = nullptr};
  auto list = show_list(registry_, services_.now(), {route.kind, route.parent, route.owner}, query);
  if (!list) return refused(list.error());
  return {.response = with_body(*std::move(list)),
          .depends_on = registry_.applied(),
          .change = nullptr};
}

// What a node makes of a request.
Api::Verdict Api::ask(const Call& call, const Route& route, FormPairs parameters) {
  const NodeSpec& node = *route.node;
  const bool is_get = call.method == "GET" || call.method == "HEAD";
  const NodeHandler handler = is_get                  ? node.get
                              : call.method == "POST" ? node.post
                              : call.method == "PUT"  ? node.put
                                                      : nullptr;
  if (handler == nullptr) return refused({{.reason = "invalidOperation"}});
  if (!is_get && !node.has_raw_body) {
    auto body = parse(call.body, "body");
    if (!body) return refused(body.error());
    std::ranges::move(*body, std::back_inserter(parameters));
  }
  if (auto failures = check_parameters(node, registry_, parameters); !failures.empty())
    return refused(failures);
  auto reply = handler(services_, {route.object, parameters, call.body});
  if (!reply) return refused(reply.error());
  Verdict verdict;
  if (!reply->body.empty()) verdict.response = with_body(std::move(reply->body), reply->media_type);
  if (!reply->location.empty())
    verdict.response.headers.emplace_back("Location", std::move(reply->location));
  if (!reply->header.empty())
    verdict.response.headers.emplace_back(std::string(node.header), std::move(reply->header));
  verdict.depends_on = registry_.applied();
  if (reply->change != nullptr && !reply->change->empty())
    verdict.change = std::move(reply->change);
  return verdict;
}

// Refusals: invalidOperation, and those of the rules.
Outcome<> Api::write_object(const Call& call, const Route& route, const Form& form,
                            Verdict& verdict) {
  const ObjectSpec& spec = spec_of(route.kind);
  Change& change = *verdict.change;
  const bool is_post = call.method == "POST", is_put = call.method == "PUT";
  if (route.is_collection()) {
    if (!(is_post && route.can_post) && !(is_put && spec.can_put_collection))
      return refuse("invalidOperation");
    const auto made = is_post ? create_object(change, spec, route.parent, form, route.owner)
                              : create_empty_object(change, spec, form);
    if (!made) return std::unexpected(made.error());
    verdict.response.headers.emplace_back("Location", location_of(registry_, **made));
    return {};
  }
  if ((is_put && spec.can_put) || (is_post && spec.is_singleton && spec.can_post))
    return modify_object(change, *route.object, form);
  if (call.method == "DELETE" && spec.can_delete) return erase_object(change, *route.object);
  return refuse("invalidOperation");
}

Api::Verdict Api::change(const Call& call, const Route& route, FormPairs parameters) {
  // Some clients send parameters in the query; those of the body come later and win.
  auto body = parse(call.body, "body");
  if (!body) return refused(body.error());
  std::ranges::move(*body, std::back_inserter(parameters));
  Verdict verdict;
  verdict.change = services_.change();
  const auto outcome = write_object(call, route, form_of(std::move(parameters)), verdict);
  if (!outcome) return refused(outcome.error());
  verdict.depends_on = registry_.applied();
  if (verdict.change->empty()) verdict.change.reset();
  return verdict;
}

// What refuses a request may itself be undone: the answer waits for it.
Api::Verdict Api::refused(const Failures& failures) const {
  return {.response = failure_response(failures),
          .depends_on = registry_.applied(),
          .change = nullptr,
          .refusal = reasons_of(failures)};
}

}  // namespace curia::callbridge

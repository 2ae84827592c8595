#include "impl/service/events/events.hpp"

#include <vector>

#include "impl/wire/form.hpp"
#include "impl/wire/http/text.hpp"
#include "model/base/limits_websocket.hpp"
#include "model/base/reached.hpp"
#include "model/base/url.hpp"

namespace curia::events {
namespace {

constexpr std::string_view place = "/events/v1";
constexpr std::string_view token_parameter = "authToken";

std::string token_of(std::string_view target) {
  const auto pairs = parse_form(target_query(target));
  if (pairs)
    for (const FormPair& pair : *pairs)
      if (pair.key == token_parameter) return pair.value;
  return {};
}

http::Response refusal(int status, std::string_view why) {
  http::Response response{
      .status = status, .headers = {{"Content-Type", "text/plain; charset=utf-8"}}, .body = {}};
  response.body.append(why).append("\n");
  return response;
}

}  // namespace

bool Events::Older::operator()(const Session* a, const Session* b) const {
  return a->number() < b->number();
}

Events::Events(const Env& env, Registry& registry)
    : env_(env), registry_(registry), picture_(registry) {
  registry_.observe(*this);
}

Events::~Events() {
  *is_here_ = false;
  stop();
}

void Events::stop() {
  if (timer_) env_.timers.cancel(*timer_);
  timer_.reset();
  is_telling_soon_ = true;  // and for ever
}

std::optional<web::Upgrade> Events::upgrade(const http::Request& request, const Endpoint& peer) {
  if (target_path(request.target) != place) return std::nullopt;
  if (!tokens_.spend(token_of(request.target), env_.clock.now())) {
    env_.trace.log(Severity::info, "events: " + to_string(peer) +
                                       " came without a token that holds, and was refused");
    http::Response response{.status = 401, .headers = {}, .body = {}};
    response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"acano\"");
    return web::Upgrade{.refusal = std::move(response)};
  }
  if (sessions_.size() >= limits::events_sockets) {
    reached("events.too_many_sockets");
    env_.trace.log(Severity::warning, "events: " + to_string(peer) + " was refused, " +
                                          std::to_string(sessions_.size()) +
                                          " clients are connected already");
    return web::Upgrade{.refusal = refusal(503, "too many clients of events are connected")};
  }
  return web::Upgrade{.handler = admit(to_string(peer))};
}

std::shared_ptr<Session> Events::admit(std::string peer) {
  auto session = std::make_shared<Session>(env_, *this, ++last_number_, std::move(peer));
  sessions_.insert(session.get());
  return session;
}

void Events::applied(std::span<const Event> events) {
  if (picture_.note(events)) tell_soon();
}

// One timer for all that changes in this event; it waits until the disk has what was written.
void Events::tell_soon() {
  if (is_telling_soon_) return;
  is_telling_soon_ = true;
  registry_.when_durable(registry_.applied(), [this, is_here = is_here_](bool) {
    if (!*is_here || timer_) return;
    timer_ = env_.timers.at(env_.clock.now(), [this] {
      timer_.reset();
      is_telling_soon_ = false;
      tell();
    });
  });
}

void Events::tell() {
  const Updates updates = picture_.take(view());
  if (updates.empty()) return;
  Wording wording;
  const std::vector<Session*> sessions(sessions_.begin(), sessions_.end());
  for (Session* session : sessions) session->deliver(updates, wording);
}

}  // namespace curia::events

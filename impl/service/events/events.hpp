// Events: tells clients over WebSockets what changes in calls (platform facts section 5).
//
// 1. It observes the registry; changes of one event go out together, in an event of their own,
//    when they are durable. Without subscriptions it notes nothing and sets no timer.
// 2. A WebSocket is opened at /events/v1 with a token that POST /authTokens gave.
// 3. It outlives every session: destroy the listener first.
//
//   events::Events events(env, registry);
//   std::string token = events.make_token();
//   if (auto upgrade = events.upgrade(request, peer)) ...   // of web::Handler
#pragma once

#include <optional>
#include <set>
#include <string>

#include "impl/service/events/session.hpp"
#include "impl/service/events/tokens.hpp"

namespace curia::events {

class Events final : public Observer, public Session::Owner {
 public:
  // `registry` outlives the Events, which observes it.
  Events(const Env& env, Registry& registry);
  ~Events() override;

  std::string make_token() { return tokens_.make(env_.random, env_.clock.now()); }
  // Nothing when the request is for another place.
  std::optional<web::Upgrade> upgrade(const http::Request& request, const Endpoint& peer);
  // A client without a listener: the session is opened with a Socket of the caller's.
  std::shared_ptr<Session> admit(std::string peer);

  void applied(std::span<const Event> events) override;
  // No timer fires any more.
  void stop();

  // Nothing that changed is still to be told.
  bool is_at_rest() const { return !is_telling_soon_; }
  std::size_t sessions() const { return sessions_.size(); }

 private:
  Picture& picture() override { return picture_; }
  View view() const override { return {registry_, env_.clock.now()}; }
  void forget(Session& session) override { sessions_.erase(&session); }

  void tell_soon();
  void tell();

  Env env_;
  Registry& registry_;
  Tokens tokens_;
  Picture picture_;
  // In order of their opening, so that all are told in an order that a seed repeats.
  struct Older {
    bool operator()(const Session* a, const Session* b) const;
  };
  std::set<Session*, Older> sessions_;
  std::uint64_t last_number_ = 0;
  bool is_telling_soon_ = false;
  std::shared_ptr<bool> is_here_ = std::make_shared<bool>(true);
  std::optional<TimerId> timer_;
};

}  // namespace curia::events

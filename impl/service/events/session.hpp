// Session: one client of the events protocol: its WebSocket, subscriptions and acknowledgements.
//
// 1. Each subscribeRequest replaces the whole set. A subscription that was there before, the same
//    in all, goes on: what it has been told is not told again.
// 2. A new one is told pending, then active, then all there is; after that only what changes.
// 3. A client that leaves too many messages unacknowledged, or does not read, is cut off.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "impl/service/events/message.hpp"
#include "impl/service/events/picture.hpp"
#include "impl/service/web/socket.hpp"
#include "model/base/ip.hpp"
#include "model/env/env.hpp"

namespace curia::events {

// Updates as JSON, made once for all who asked for the same elements of the same object.
class Wording {
 public:
  const std::string& of(Topic topic, const Update& update, ElementSet asked);

 private:
  std::map<std::tuple<Topic, Guid, ElementSet>, std::string> made_;
};

class Session final : public web::SocketHandler {
 public:
  // What all sessions share; outlives them.
  class Owner {
   public:
    virtual Picture& picture() = 0;
    virtual View view() const = 0;
    virtual void forget(Session& session) = 0;

   protected:
    ~Owner() = default;
  };

  Session(const Env& env, Owner& owner, std::uint64_t number, std::string peer);
  ~Session() override;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void on_open(web::Socket& socket) override;
  void on_message(const websocket::Message& message) override;
  void on_closed(const websocket::Ending& ending) override;

  std::uint64_t number() const { return number_; }
  void deliver(const Updates& updates, Wording& wording);

 private:
  struct Subscription {
    Wanted wanted;
    Topic topic = Topic::calls;
    Guid call;
    ElementSet elements = 0;
    bool is_active = false;
    std::string_view reason = {};  // why it is not
  };

  void subscribe(const Incoming& request);
  Subscription judge(const Wanted& wanted);
  void start(Subscription& subscription);
  void stop(const Subscription& subscription);
  void tell_all(const Subscription& subscription);
  void tell_states(const std::vector<std::int64_t>& indexes, bool pending);
  void tell_updates(const Subscription& subscription, const std::vector<Update>& updates,
                    Wording& wording);
  void tell_info(const Subscription& subscription, const Update& update, bool is_first);
  void end_call(const Guid& call);
  void send_message(std::string_view type, std::string_view body);
  void send(std::string_view text);
  void cut(std::string_view why);
  void drop_subscriptions();

  Env env_;
  Owner* owner_;  // null when it has been told that we are gone
  const std::uint64_t number_;
  const std::string peer_;
  web::Socket* socket_ = nullptr;
  bool is_cut_ = false;
  std::int64_t last_id_ = 0;
  std::set<std::int64_t> unacknowledged_;
  std::map<std::int64_t, Subscription> subscriptions_;  // by index
  std::map<Guid, std::set<std::int64_t>> of_call_;      // active ones of callInfo, callRoster
};

}  // namespace curia::events

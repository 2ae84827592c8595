// Switchboard: ties the legs of calls to the endpoints at their other end.
//
// 1. An endpoint is told of what changed in an event of its own, after all of an instant has
//    settled, once for each leg however much changed; never from inside what it does. Only legs
//    that something changed for are looked at: an event in a call of a thousand costs no thousand.
// 2. A leg that the server dials goes through the outbound dial plan, then to the first carrier
//    that takes it. Where nobody can be dialled it stays initial until its time is over.
// 3. No timer waits while nothing changes.
//
//   Switchboard board(env, registry, calls);  // before Calls, which observes last
//   board.start();                            // when there are Calls
//   const auto leg = board.arrive({.uri = "sales", .remote_party = "ann@example.com"}, phone);
//   board.report(*leg, call::Report::leaves);
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "impl/service/calls/calls.hpp"
#include "impl/service/calls/gallery.hpp"
#include "impl/service/calls/speakers.hpp"
#include "model/call/endpoint.hpp"
#include "model/call/entry.hpp"
#include "model/call/report.hpp"

namespace curia::calls {

class Switchboard final : public Observer {
 public:
  using Arrived = std::expected<Guid, std::string_view>;

  // `calls` may be made later, before start(). The registry outlives it.
  Switchboard(const Env& env, Registry& registry, Calls& calls);
  ~Switchboard() override;
  void start();

  // Asked in the order in which they were added. A carrier outlives the switchboard or is removed.
  void add(call::Carrier& carrier) { carriers_.push_back(&carrier); }
  void remove(call::Carrier& carrier) { std::erase(carriers_, &carrier); }
  // Its legs stay, and nobody is told of them any more.
  void detach(call::Endpoint& endpoint);

  // Somebody comes; a refusal is a reason of model/call/reasons.hpp.
  Arrived arrive(const call::Arrival& arrival, call::Endpoint& endpoint);
  // The same through the inbound dial plan; `arrival.uri` is the whole address dialled.
  Arrived dial_in(call::Arrival arrival, call::Endpoint& endpoint);

  bool report(const Guid& leg, call::Report report);
  void press(const Guid& leg, std::string_view keys);
  // The audio level of RFC 6464, until another one is told: 0 is the loudest, 127 is silence.
  void level(const Guid& leg, std::uint8_t level);
  // What somebody does in the call (model/call/actions.hpp); false when the leg is gone, too.
  using Action = std::function<bool(Change&, const CallLeg&)>;
  bool act(const Guid& leg, const Action& action);
  // To all who are in the call now, also the one who says it; nothing is kept. False: he may not.
  bool say(const Guid& leg, std::string text);
  // For the far camera, and to begin the picture anew.
  void move_camera(const Guid& leg, const call::CameraMove& move);
  void send_keyframe(const Guid& leg);

  // What an endpoint knows of its leg; null when it was told nothing yet. While is_at_rest() that
  // is what there is to know.
  const call::LegStatus* told(const Guid& leg) const;
  call::SharedPicture shown(const Guid& leg) const { return gallery_.shown(leg); }
  bool is_at_rest() const { return !is_waking_; }
  // Whether time matters to the call, or to the leg that is in none.
  bool waits_for(const Guid& id) const { return calls_.waits_for(id) || speakers_.waits_for(id); }
  bool has_timer() const { return is_waking_ || calls_.has_timer() || speakers_.has_timer(); }

  void applied(std::span<const Event> events) override;
  // No timer fires any more and nobody is told of anything.
  void stop();

 private:
  struct Line {
    call::Endpoint* endpoint = nullptr;
    bool is_told = false;
    bool has_acted = false;  // since it was told: what it did may have been undone already
    call::LegStatus status{};
    int keys_count = 0;
  };
  struct Ending {
    Guid leg;
    std::string_view why;
  };

  void note(const Event& event);
  void follow_move(const CallLeg& leg);
  void wake_soon();
  void later(const Guid& leg, std::move_only_function<void(call::Endpoint&)> tell);
  void drain();
  void dial(const Guid& leg);
  void tell_everybody();
  void tell(const Change& view, const Guid& leg);

  Env env_;
  Registry& registry_;
  Calls& calls_;
  Gallery gallery_;
  Speakers speakers_;
  std::vector<call::Carrier*> carriers_;
  std::map<Guid, Line> lines_;  // by leg
  // Calls, and legs that are in none; whether all in the call are to be looked at.
  std::map<Guid, bool> touched_;
  std::set<Guid> touched_legs_;
  std::set<Guid> touched_people_;  // participants
  std::set<Guid> to_dial_;
  std::vector<Ending> endings_;
  std::vector<Task> errands_;  // what endpoints are told beside their state
  bool is_waking_ = false;
  bool is_stopped_ = false;
  TimerId timer_{};
};

}  // namespace curia::calls

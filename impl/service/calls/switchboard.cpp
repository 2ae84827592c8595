#include "impl/service/calls/switchboard.hpp"

#include <algorithm>
#include <utility>

#include "model/call/actions.hpp"
#include "model/call/keys.hpp"
#include "model/call/reasons.hpp"
#include "model/call/status.hpp"
#include "model/call/views.hpp"
#include "model/dialplan/address.hpp"
#include "model/dialplan/plan_source.hpp"
#include "model/objects/call.hpp"
#include "model/rules/call.hpp"

namespace curia::calls {

Switchboard::Switchboard(const Env& env, Registry& registry, Calls& calls)
    : env_(env),
      registry_(registry),
      calls_(calls),
      gallery_(registry),
      speakers_(env, registry, calls) {
  registry_.observe(*this);
}

void Switchboard::start() {
  calls_.watch([this](const Guid& settled, bool concerns_all) {
    touched_[settled] |= concerns_all;
    wake_soon();
  });
}

Switchboard::~Switchboard() { stop(); }

void Switchboard::stop() {
  is_stopped_ = true;
  if (is_waking_) env_.timers.cancel(timer_);
  is_waking_ = false;
  speakers_.stop();
}

void Switchboard::detach(call::Endpoint& endpoint) {
  std::erase_if(lines_, [&](const auto& line) { return line.second.endpoint == &endpoint; });
  gallery_.detach(endpoint);
}

Switchboard::Arrived Switchboard::arrive(const call::Arrival& arrival, call::Endpoint& endpoint) {
  Arrived arrived = std::unexpected(std::string_view("notConnected"));
  calls_.act([&](Change& change) {
    const call::Entered entered = call::arrive(change, arrival);
    if (entered)
      arrived = (*entered)->id;
    else
      arrived = std::unexpected(entered.error());
  });
  if (arrived) lines_[*arrived].endpoint = &endpoint;
  wake_soon();
  return arrived;
}

Switchboard::Arrived Switchboard::dial_in(call::Arrival arrival, call::Endpoint& endpoint) {
  const dialplan::PlanSource source(registry_);
  const auto decision =
      dialplan::decide(source.plan(), {.dialled = arrival.uri, .from = arrival.remote_party});
  if (decision.action != dialplan::Action::reach)
    return std::unexpected(call::reason::unknown_destination);
  arrival.dialled = arrival.uri;
  arrival.uri = dialplan::parse_address(arrival.dialled).user;
  arrival.tenant = decision.tenant;
  return arrive(arrival, endpoint);
}

bool Switchboard::report(const Guid& leg, call::Report report) {
  bool is_done = false;
  calls_.act([&](Change& change) { is_done = call::take_report(change, leg, report); });
  if (const auto at = lines_.find(leg);
      is_done && report == call::Report::found && at != lines_.end()) {
    at->second.is_told = false;  // it has missed what was told meanwhile
    gallery_.forget_shown(leg);
  }
  return is_done;
}

void Switchboard::press(const Guid& leg, std::string_view keys) {
  calls_.act([&](Change& change) { call::press(change, leg, keys); });
}

void Switchboard::level(const Guid& id, std::uint8_t level) {
  if (const auto* leg = registry_.find<CallLeg>(id)) speakers_.level(*leg, level);
}

bool Switchboard::act(const Guid& id, const Action& action) {
  bool is_done = false;
  calls_.act([&](Change& change) {
    const auto* leg = change.find<CallLeg>(id);
    is_done = leg != nullptr && action(change, *leg);
  });
  if (const auto at = lines_.find(id); is_done && at != lines_.end()) at->second.has_acted = true;
  return is_done;
}

bool Switchboard::say(const Guid& id, std::string text) {
  const auto* leg = registry_.find<CallLeg>(id);
  const Change view(registry_, env_.random, env_.clock.now());
  if (leg == nullptr || !call::may(view, *leg, call::Action::chat)) return false;
  const std::string from = call::label_of(registry_.find<Participant>(leg->participant), *leg);
  for (const Object* object : call_legs_of(view, *registry_.find<Call>(leg->call))) {
    const auto& other = static_cast<const CallLeg&>(*object);
    if (!call::may_be_seen(other)) continue;
    later(other.id,
          [id = other.id, from, text](call::Endpoint& endpoint) { endpoint.read(id, from, text); });
  }
  return true;
}

void Switchboard::move_camera(const Guid& leg, const call::CameraMove& move) {
  later(leg, [leg, move](call::Endpoint& endpoint) { endpoint.move_camera(leg, move); });
}

void Switchboard::send_keyframe(const Guid& leg) {
  later(leg, [leg](call::Endpoint& endpoint) { endpoint.send_keyframe(leg); });
}

void Switchboard::later(const Guid& leg, std::move_only_function<void(call::Endpoint&)> tell) {
  errands_.push_back([this, leg, tell = std::move(tell)]() mutable {
    if (const auto at = lines_.find(leg); at != lines_.end()) tell(*at->second.endpoint);
  });
  wake_soon();
}

void Switchboard::applied(std::span<const Event> events) {
  for (const Event& event : events) note(event);
}

void Switchboard::note(const Event& event) {
  const Object& object = event.after != nullptr ? *event.after : *event.before;
  if (is_stopped_) return;
  if (object.kind == Kind::participant) touched_people_.insert(object.id);
  if (object.kind != Kind::call_leg) return;
  const auto& leg = static_cast<const CallLeg&>(object);
  touched_legs_.insert(leg.id);
  if (event.before == nullptr && leg.moved_call_leg) {
    follow_move(leg);
  } else if (event.before == nullptr && leg.direction == Direction::outgoing) {
    to_dial_.insert(leg.id);
  } else if (event.after == nullptr) {
    to_dial_.erase(leg.id);
    endings_.push_back({leg.id, event.why});
  }
  wake_soon();
}

void Switchboard::follow_move(const CallLeg& leg) {
  if (to_dial_.erase(leg.moved_call_leg) > 0) to_dial_.insert(leg.id);
  auto line = lines_.extract(leg.moved_call_leg);
  if (line.empty()) return;
  line.key() = leg.id;
  line.mapped().is_told = false;
  lines_.insert(std::move(line));
  later(leg.id, [from = leg.moved_call_leg, to = leg.id](call::Endpoint& endpoint) {
    endpoint.move(from, to);
  });
}

void Switchboard::wake_soon() {
  if (is_waking_ || is_stopped_) return;
  is_waking_ = true;
  timer_ = env_.timers.at(env_.clock.now(), [this] { drain(); });
}

void Switchboard::drain() {
  is_waking_ = false;
  for (const Ending& ending : std::exchange(endings_, {})) {
    speakers_.leave(ending.leg);
    gallery_.forget(ending.leg);
    const auto line = lines_.extract(ending.leg);
    if (!line.empty()) line.mapped().endpoint->hang_up(ending.leg, ending.why);
  }
  for (const Guid& leg : std::exchange(to_dial_, {})) dial(leg);
  for (Task& errand : std::exchange(errands_, {})) errand();
  tell_everybody();
}

void Switchboard::tell_everybody() {
  const auto touched = std::exchange(touched_, {});
  auto legs = std::exchange(touched_legs_, {});
  const auto people = std::exchange(touched_people_, {});
  const Change view(registry_, env_.random, env_.clock.now());
  for (const Guid& id : people)
    if (const auto* person = registry_.find<Participant>(id))
      for (const Object* leg : call_legs_of(view, *person)) legs.insert(leg->id);
  for (const auto& [id, concerns_all] : touched) {
    const auto* call = registry_.find<Call>(id);
    if (call == nullptr)
      legs.insert(id);
    else if (concerns_all)
      for (const Object* leg : call_legs_of(view, *call)) legs.insert(leg->id);
  }
  for (const Guid& leg : legs) tell(view, leg);
  for (const auto& [id, concerns_all] : touched)
    if (const auto* call = registry_.find<Call>(id)) gallery_.show(view, *call);
}

void Switchboard::dial(const Guid& id) {
  const auto* leg = registry_.find<CallLeg>(id);
  if (leg == nullptr || leg->state != CallLegState::initial) return;
  const auto* call = registry_.find<Call>(leg->call);
  call::Dialling dialling{.leg = id, .address = leg->remote_party};
  if (call != nullptr) dialling.from = call->name;
  const dialplan::PlanSource source(registry_);
  const auto& plan = source.plan();
  dialling.has_way = plan.outbound.empty() && plan.transforms.empty();
  if (!dialling.has_way) {
    auto decision = dialplan::decide(plan, {.direction = dialplan::Direction::outgoing,
                                            .dialled = leg->remote_party,
                                            .tenant = leg->tenant});
    dialling.has_way = decision.action == dialplan::Action::send || plan.outbound.empty();
    if (!decision.address.empty()) dialling.address = decision.address;
    dialling.routes = std::move(decision.routes);
  }
  for (call::Carrier* carrier : carriers_) {
    call::Endpoint* endpoint = carrier->reach(dialling);
    if (endpoint == nullptr) continue;
    lines_[id].endpoint = endpoint;
    return endpoint->dial(dialling);
  }
  // With nobody to dial with the request itself was in order, and is left to time.
  if (!dialling.has_way && !carriers_.empty()) report(id, call::Report::unknown_destination);
}

void Switchboard::tell(const Change& view, const Guid& id) {
  const auto* leg = registry_.find<CallLeg>(id);
  if (leg == nullptr) return;
  const auto at = lines_.find(id);
  const LegLevels levels = call_leg_levels(view, *leg);
  auto status = call::status_of(view, *leg, levels);
  gallery_.place(*leg, call::sight_of(view, *leg, levels, status),
                 at != lines_.end() ? at->second.endpoint : nullptr);
  if (at == lines_.end()) return;
  Line& line = at->second;
  if (call::may_be_seen(*leg))
    speakers_.set_heard(*leg, !status.rx_audio_muted && status.state == CallLegState::connected &&
                                  leg->lost == never);
  else
    speakers_.leave(id);
  const bool is_new =
      !line.is_told || std::exchange(line.has_acted, false) || line.status != status;
  if (!is_new && line.keys_count == leg->keys_count) return;
  const bool has_keys = std::exchange(line.keys_count, leg->keys_count) != leg->keys_count;
  line.is_told = true;
  line.status = status;
  call::Endpoint& endpoint = *line.endpoint;  // what it does may end the line
  const std::string keys = leg->keys_played;
  if (is_new) endpoint.show(id, status);
  if (has_keys) endpoint.play_keys(id, keys);
}

const call::LegStatus* Switchboard::told(const Guid& leg) const {
  const auto at = lines_.find(leg);
  return at == lines_.end() || !at->second.is_told ? nullptr : &at->second.status;
}

}  // namespace curia::calls

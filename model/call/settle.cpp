#include "model/call/settle.hpp"

#include <algorithm>
#include <vector>

#include "model/call/absence.hpp"
#include "model/call/call_machine.hpp"
#include "model/call/limits.hpp"
#include "model/call/lobby_machine.hpp"
#include "model/call/reasons.hpp"
#include "model/call/services.hpp"
#include "model/call/user_of.hpp"
#include "model/rules/call.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::call {
namespace {

// A leg and what the hierarchy says of it.
struct Seat {
  const CallLeg* leg;  // null: it ended just now
  const std::vector<CallLegLevel>* above;
  bool needs_activation;

  template <class Value>
  Value said(Value CallLegSettings::* member) const {
    const Value& own = leg->*member;
    return own != Value{} ? own : in_force(*above, member);
  }

  bool is_in_call() const {
    return leg != nullptr && leg->stage == CallLegStage::call &&
           (leg->state == CallLegState::connected || leg->state == CallLegState::on_hold);
  }
  bool is_waiting() const { return leg->deactivated == Flag::yes; }
};

// Changes a leg only where something is different: a change that changes nothing is none.
template <class Edit>
void edit(Change& change, Seat& seat, Edit edit) {
  auto& leg = change.modify(*seat.leg);
  edit(leg);
  seat.leg = &leg;
}

// `of_newcomers` is joinAudioMuteOverride, which beats what the profiles say of a newcomer's sound.
void set_waiting(Change& change, Seat& seat, bool waits, Flag of_newcomers) {
  if (seat.leg->deactivated != flag_of(waits) || !seat.leg->is_entered)
    edit(change, seat, [&](CallLeg& leg) {
      leg.deactivated = flag_of(waits);
      if (!leg.is_entered && of_newcomers != Flag::unset) leg.rx_audio_mute = of_newcomers;
      leg.is_entered = true;
    });
}

std::vector<Seat> seats_of(const Change& change, const Call& call, LevelsAbove<Change>& above) {
  std::vector<Seat> seats;
  for (const Object* object : call_legs_of(change, call)) {
    const auto& leg = static_cast<const CallLeg&>(*object);
    Seat seat{&leg, &above.of(leg), false};
    seat.needs_activation = leg.service == LegService::none &&
                            seat.said(&CallLegSettings::needs_activation) == Flag::yes;
    seats.push_back(seat);
  }
  return seats;
}

// Legs whose time is over end; of the others, the time that comes first.
Instant end_overdue(Change& change, std::vector<Seat>& seats) {
  Instant next = never;
  std::erase_if(seats, [&](const Seat& seat) {
    const CallLeg& leg = *seat.leg;
    Instant end = never;
    std::string_view why = reason::timeout;
    if (leg.stage == CallLegStage::confirmation) {
      end = leg.asked + limits::menu_timeout;
      why = reason::confirmation_timeout;
    } else if (!seat.is_in_call()) {
      end = leg.started + limits::ringing_timeout;
      why = reason::ringing_timeout;
    } else if (const auto seconds = seat.said(&CallLegSettings::max_call_duration_time)) {
      end = leg.connected + std::chrono::seconds(*seconds);
    }
    const Instant given_up = leg.lost == never ? never : leg.lost + limits::reconnect_time;
    if (std::min(end, given_up) > change.now()) {
      next = std::min({next, end, given_up});
      return false;
    }
    if (given_up <= change.now())
      end_lost_leg(change, leg);
    else
      end_call_leg(change, leg, why);
    return true;
  });
  return next;
}

LockPlace place_at_lock(const CallLeg& leg) {
  if (leg.is_held_by_lock) return LockPlace::held;
  return leg.is_entered ? LockPlace::passed : LockPlace::newcomer;
}

void judge_locks(Change& change, const Call& call, std::vector<Seat>& seats) {
  const auto levels = call_profile_levels(change, call);
  const bool locked = is_locked(call, levels);
  const bool concerns_all = in_force(levels, &CallProfile::lock_mode) == LockMode::all;
  for (Seat& seat : seats) {
    if (!seat.is_in_call() || seat.leg->service != LegService::none) continue;
    const LockPlace to = next(lock_transitions, place_at_lock(*seat.leg), LobbyEvent::settled,
                              {.is_locked = locked,
                               .concerns_it = concerns_all || seat.needs_activation,
                               .is_admitted = seat.leg->is_admitted});
    const bool is_held = to == LockPlace::held;
    if (is_held != seat.leg->is_held_by_lock)
      edit(change, seat, [&](CallLeg& leg) { leg.is_held_by_lock = is_held; });
  }
}

bool is_held(const Seat& seat) { return seat.leg->is_held_by_lock || seat.leg->is_kept_out; }

bool is_activator(const Seat& seat) {
  return seat.is_in_call() && !seat.needs_activation && !is_held(seat) &&
         seat.leg->service == LegService::none;
}

// Whether an activator is there, and whether the call goes on.
CallStage judge_call(Change& change, const Call& call, const std::vector<Seat>& seats) {
  const bool is_empty = std::ranges::all_of(
      seats, [](const Seat& seat) { return seat.leg->service != LegService::none; });
  const CallStage to = next(call_transitions, call.stage, CallEvent::settled,
                            {.is_empty = is_empty,
                             .is_attended = std::ranges::any_of(seats, is_activator),
                             .stays_when_empty = call.active_when_empty != Flag::no});
  const bool is_attended = to == CallStage::attended;
  if (to == call.stage && is_attended == (call.unattended == never)) return to;
  auto& changed = change.modify(call);
  changed.stage = to;
  if (is_attended != (call.unattended == never))
    changed.unattended = is_attended ? never : change.now();
  return to;
}

LobbyPlace place_at_lobby(const CallLeg& leg) {
  if (!leg.is_entered) return LobbyPlace::newcomer;
  return leg.deactivated == Flag::yes ? LobbyPlace::waiting : LobbyPlace::inside;
}

// When somebody who was let in may stay no longer without an activator.
Instant remains_until(const Call& call, const Seat& seat) {
  if (seat.said(&CallLegSettings::deactivation_mode) == DeactivationMode::remain_activated)
    return never;
  const auto seconds = seat.said(&CallLegSettings::deactivation_mode_time).value_or(0);
  return call.unattended + std::chrono::seconds(seconds);
}

// Of one leg. Returns when its time is over.
Instant judge_seat(Change& change, const Call& call, Seat& seat) {
  const LobbyPlace from = place_at_lobby(*seat.leg);
  LobbyFacts facts{.is_held = is_held(seat),
                   .is_admitted = seat.leg->is_admitted,
                   .needs_activation = seat.needs_activation,
                   .is_attended = call.unattended == never};
  Instant end = never;
  if (from == LobbyPlace::inside && !facts.is_attended && facts.needs_activation) {
    end = remains_until(call, seat);
    facts.may_remain = end > change.now();
    facts.is_disconnected =
        seat.said(&CallLegSettings::deactivation_mode) == DeactivationMode::disconnect;
  }
  const LobbyPlace to = next(lobby_transitions, from, LobbyEvent::settled, facts);
  if (to == LobbyPlace::ended) {
    end_call_leg(change, *seat.leg, reason::call_deactivated);
    seat.leg = nullptr;
    return never;
  }
  set_waiting(change, seat, to == LobbyPlace::waiting, call.join_audio_mute_override);
  return facts.may_remain && !facts.is_admitted ? end : never;
}

// The lobby. Returns when somebody's time is over.
Instant judge_lobby(Change& change, const Call& call, std::vector<Seat>& seats) {
  Instant next = never;
  for (Seat& seat : seats)
    if (seat.is_in_call()) next = std::min(next, judge_seat(change, call, seat));
  return next;
}

// Who may not change his layout any more, or is assigned another, sees what he is assigned.
void forget_picks(Change& change, std::vector<Seat>& seats) {
  for (Seat& seat : seats) {
    if (!seat.is_in_call() || seat.leg->picked_layout == DefaultLayout::unset) continue;
    const auto levels = call_leg_levels(change, *seat.leg);
    if (in_force(levels, &CallLegSettings::change_layout_allowed) == Flag::no ||
        assigned_layout_of(change, *seat.leg, levels) != seat.leg->picked_over)
      edit(change, seat, [](CallLeg& leg) { leg.picked_layout = DefaultLayout::unset; });
  }
}

// Where nobody may raise his hand no hand is up.
void lower_hands(Change& change, const Guid& call_id, std::vector<Seat>& seats) {
  if (can_raise_hands(change, *change.find<Call>(call_id))) return;
  for (Seat& seat : seats) {
    if (seat.leg == nullptr || seat.leg->hand_status != HandStatus::raised) continue;
    set_hand(change, *change.find<Participant>(seat.leg->participant), HandStatus::lowered);
    seat.leg = change.find<CallLeg>(seat.leg->id);
  }
}

// Whoever is on hold, or whose connection is lost, sends nothing that could be seen: until he is
// there again it is the turn of whoever shared before him.
bool is_sending(const Seat& seat) {
  return seat.is_in_call() && seat.leg->is_sharing && !seat.is_waiting() &&
         seat.leg->state == CallLegState::connected && seat.leg->lost == never;
}

void choose_presenter(Change& change, const Guid& call_id, const std::vector<Seat>& seats) {
  const Call& call = *change.find<Call>(call_id);
  const Seat* best = nullptr;
  for (const Seat& seat : seats) {
    if (!is_sending(seat)) continue;
    const bool may = call.allow_all_presentation_contribution == Flag::yes ||
                     seat.said(&CallLegSettings::presentation_contribution_allowed) != Flag::no;
    if (may && may_take_part(change, *seat.leg, &UserProfile::presentation_participation_allowed) &&
        (best == nullptr || seat.leg->shared > best->leg->shared))
      best = &seat;
  }
  const Guid presenter = best != nullptr ? best->leg->id : Guid{};
  if (call.presenter_call_leg != presenter) change.modify(call).presenter_call_leg = presenter;
}

}  // namespace

Instant settle(Change& change, const Guid& id) {
  const Call* call = change.find<Call>(id);
  if (call == nullptr) return never;
  LevelsAbove<Change> above(change);
  auto seats = seats_of(change, *call, above);
  Instant next = end_overdue(change, seats);
  judge_locks(change, *call, seats);
  if (judge_call(change, *call, seats) == CallStage::ended) {
    run_services(change, id);  // whose machines are not told of an end of the call
    change.erase(*change.find<Call>(id), reason::call_ended);
    return never;
  }
  next = std::min(next, judge_lobby(change, *change.find<Call>(id), seats));
  forget_picks(change, seats);
  lower_hands(change, id, seats);
  choose_presenter(change, id, seats);
  run_services(change, id);
  call = change.find<Call>(id);
  return call->message_ends > change.now() ? std::min(next, call->message_ends) : next;
}

Instant settle_leg(Change& change, const Guid& id) {
  const auto* leg = change.find<CallLeg>(id);
  if (leg == nullptr || leg->call) return never;
  const Instant end = leg->asked + limits::menu_timeout;
  if (end > change.now()) return end;
  end_call_leg(change, *leg,
               leg->stage == CallLegStage::ivr ? reason::ivr_timeout : reason::timeout);
  return never;
}

}  // namespace curia::call

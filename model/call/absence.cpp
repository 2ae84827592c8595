#include "model/call/absence.hpp"

#include <algorithm>
#include <memory>

#include "model/call/limits.hpp"
#include "model/call/reasons.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/call.hpp"
#include "model/objects/participant.hpp"
#include "model/rules/call.hpp"

namespace curia::call {
namespace {

void remember(Change& change, const CallLeg& leg) {
  const Call* call = leg.call ? change.find<Call>(leg.call) : nullptr;
  const auto* person = change.find<Participant>(leg.participant);
  if (call == nullptr || person == nullptr || !leg.is_entered) return;
  auto& absences = change.modify(*call).absences;
  if (absences.size() == limits::absences) absences.erase(absences.begin());
  absences.push_back(
      std::make_shared<const Absence>(Absence{.leg = leg.id,
                                              .settings = leg,
                                              .access_method = leg.access_method,
                                              .initial_access_method = leg.initial_access_method,
                                              .member_role = leg.member_role,
                                              .importance = person->importance,
                                              .is_waiting = leg.deactivated == Flag::yes,
                                              .is_admitted = leg.is_admitted,
                                              .is_kept_out = leg.is_kept_out,
                                              .is_held_by_lock = leg.is_held_by_lock}));
}

// What was erased meanwhile is nobody's role any more.
Guid if_it_exists(const Change& change, const Guid& method) {
  return method && change.find<AccessMethod>(method) != nullptr ? method : Guid{};
}

}  // namespace

void end_lost_leg(Change& change, const CallLeg& leg) {
  remember(change, leg);
  end_call_leg(change, leg, reason::timeout);
}

void end_former_leg(Change& change, const Guid& former) {
  const auto* leg = former ? change.find<CallLeg>(former) : nullptr;
  if (leg == nullptr) return;
  remember(change, *leg);
  end_call_leg(change, *leg, leg->lost != never ? reason::timeout : reason::client_teardown);
}

void restore(Change& change, CallLeg& leg) {
  const Call& call = *change.find<Call>(leg.call);
  const auto found = std::ranges::find_if(
      call.absences, [&](const auto& absence) { return absence->leg == leg.returns_from; });
  if (!leg.returns_from || found == call.absences.end()) {
    leg.returns_from = Guid{};
    return;
  }
  const auto was = *found;
  auto& absences = change.modify(call).absences;
  std::erase(absences, was);
  static_cast<CallLegSettings&>(leg) = was->settings;
  leg.access_method = if_it_exists(change, was->access_method);
  leg.initial_access_method = if_it_exists(change, was->initial_access_method);
  leg.member_role = if_it_exists(change, was->member_role);
  leg.deactivated = flag_of(was->is_waiting);
  leg.is_entered = true;
  leg.is_admitted = was->is_admitted;
  leg.is_kept_out = was->is_kept_out;
  leg.is_held_by_lock = was->is_held_by_lock;
  auto& person = change.modify(*change.find<Participant>(leg.participant));
  person.importance = was->importance;
  person.access_method = leg.co_space_user ? Guid{} : leg.access_method;
}

}  // namespace curia::call

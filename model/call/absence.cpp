#include "model/call/absence.hpp"

#include <algorithm>
#include <memory>

#include "model/call/limits.hpp"
#include "model/call/reasons.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/call.hpp"
#include "model/objects/call_leg_profile.hpp"
#include "model/objects/layout_template.hpp"
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
      std::make_shared<const Absence>(Absence{.leg = leg,
                                              .importance = person->importance,
                                              .name_label_override = person->name_label_override}));
}

// What was erased meanwhile is nobody's role or profile any more.
template <class T>
Guid if_it_exists(const Change& change, const Guid& id) {
  return id && change.find<T>(id) != nullptr ? id : Guid{};
}

// Who he was in the call, and what was set on his connection.
void give_back(Change& change, CallLeg& leg, const CallLeg& was) {
  static_cast<CallLegSettings&>(leg) = was;
  leg.layout_template = if_it_exists<LayoutTemplate>(change, was.layout_template);
  leg.call_leg_profile = if_it_exists<CallLegProfile>(change, was.call_leg_profile);
  leg.owner_id = was.owner_id;
  leg.name_label_override = was.name_label_override;
  leg.chosen_layout = was.chosen_layout;
  leg.picked_layout = was.picked_layout;  // ends like any pick if another layout is assigned now
  leg.picked_over = was.picked_over;
  leg.access_method = if_it_exists<AccessMethod>(change, was.access_method);
  leg.initial_access_method = if_it_exists<AccessMethod>(change, was.initial_access_method);
  leg.member_role = if_it_exists<AccessMethod>(change, was.member_role);
  leg.deactivated = was.deactivated;
  leg.is_entered = true;
  leg.is_admitted = was.is_admitted;
  leg.is_kept_out = was.is_kept_out;
  leg.is_held_by_lock = was.is_held_by_lock;
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
      call.absences, [&](const auto& absence) { return absence->leg.id == leg.returns_from; });
  if (!leg.returns_from || found == call.absences.end()) {
    leg.returns_from = Guid{};
    return;
  }
  const auto was = *found;
  auto& absences = change.modify(call).absences;
  std::erase(absences, was);
  give_back(change, leg, was->leg);
  const auto& is = *change.find<Participant>(leg.participant);
  if (call_legs_of(change, is).size() > 1) return;  // he is still there with another connection
  auto& person = change.modify(is);
  person.importance = was->importance;
  person.name_label_override = was->name_label_override;
  person.access_method = leg.co_space_user ? Guid{} : leg.access_method;
}

}  // namespace curia::call

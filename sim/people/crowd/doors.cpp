#include "sim/people/crowd/doors.hpp"

#include <utility>

#include "model/call/actions.hpp"
#include "model/call/reasons.hpp"
#include "model/rules/call.hpp"

namespace curia::crowd {
namespace {

bool is_in_call(const CallLeg& leg) {
  return leg.call && leg.stage == CallLegStage::call && leg.state == CallLegState::connected;
}

}  // namespace

void Doors::attach(Registry& registry) {
  registry_ = &registry;
  registry.observe(*this);
}

void Doors::close() {
  calls_ = nullptr;
  registry_ = nullptr;
  guests_.clear();
  changed_.clear();
}

std::expected<Guid, std::string_view> Doors::arrive(const call::Arrival& arrival, Guest& guest) {
  std::expected<Guid, std::string_view> arrived = std::unexpected(std::string_view("closed"));
  if (calls_ == nullptr) return arrived;
  calls_->act([&](Change& change) {
    const call::Entered entered = call::arrive(change, arrival);
    if (entered)
      arrived = (*entered)->id;
    else
      arrived = std::unexpected(entered.error());
  });
  if (!arrived) return arrived;
  guests_[*arrived] = &guest;
  changed_.insert(*arrived);
  return arrived;
}

void Doors::leave(const Guid& leg) {
  if (calls_ == nullptr) return;
  calls_->act([&](Change& change) {
    if (const auto* found = change.find<CallLeg>(leg))
      end_call_leg(change, *found, call::reason::remote_teardown);
  });
}

bool Doors::share(const Guid& leg, bool on) {
  bool is_done = false;
  if (calls_ == nullptr) return is_done;
  calls_->act([&](Change& change) {
    const auto* found = change.find<CallLeg>(leg);
    is_done = found != nullptr && call::share(change, *found, on);
  });
  return is_done;
}

void Doors::applied(std::span<const Event> events) {
  for (const Event& event : events) {
    const Object& object = event.after != nullptr ? *event.after : *event.before;
    if (object.kind == Kind::call_leg) changed_.insert(object.id);
  }
}

void Doors::drain() {
  while (!changed_.empty()) {
    for (const Guid& id : std::exchange(changed_, {})) {
      const auto at = guests_.find(id);
      if (at == guests_.end()) continue;
      Guest& guest = *at->second;
      const auto* leg = registry_->find<CallLeg>(id);
      if (leg == nullptr) {
        guests_.erase(at);
        guest.is_gone();
        continue;
      }
      const bool is_waiting = leg->deactivated == Flag::yes;
      guest.is_shown(is_in_call(*leg) && !is_waiting, is_in_call(*leg) && is_waiting);
    }
  }
}

}  // namespace curia::crowd

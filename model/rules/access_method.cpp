#include "model/objects/access_method.hpp"

#include "model/base/check.hpp"
#include "model/objects/catalog.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/call.hpp"
#include "model/rules/names.hpp"
#include "model/rules/rules.hpp"

namespace curia {
namespace {

// Those in calls who have the importance of their access method have it still when that changes;
// one that was given to somebody himself stays.
void spread_importance(Change& change, const AccessMethod& before,
                       std::optional<std::int64_t> importance) {
  if (before.importance == importance) return;
  // Asked of the state before: a method that is gone has left nothing that refers to it.
  const Table& legs = change.registry().table(Kind::call_leg);
  const SlotSet& slots = legs.referring(field_of(Kind::call_leg, "accessMethod"), before.id);
  slots.visit_from(0, [&](std::uint32_t slot) {
    const auto& leg = static_cast<const CallLeg&>(legs.at(slot));
    const auto* person = change.find<Participant>(leg.participant);
    if (person != nullptr && person->importance == before.importance)
      change.modify(*person).importance = importance;
    return true;
  });
}

}  // namespace

void save_access_method(SaveContext& save) {
  auto& method = static_cast<AccessMethod&>(save.after);
  const CoSpace* space = save.change.find<CoSpace>(method.parent);
  check(space != nullptr, "an access method has a coSpace");
  const Dialled dialled{method.call_id, method.secret, method.passcode};
  settle_secret(save, dialled);
  check_passcode(save, dialled, min_passcode_length(save.change, *space, &method));
  check_names(save.change, method, save.failures);
  if (save.before != nullptr)
    spread_importance(save.change, static_cast<const AccessMethod&>(*save.before),
                      method.importance);
}

void erase_access_method(EraseContext& erase) {
  spread_importance(erase.change, static_cast<const AccessMethod&>(erase.object), std::nullopt);
}

}  // namespace curia

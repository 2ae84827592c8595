#include "model/objects/access_method.hpp"

#include "model/base/check.hpp"
#include "model/objects/catalog.hpp"
#include "model/rules/call.hpp"
#include "model/rules/names.hpp"
#include "model/rules/rules.hpp"

namespace curia {
namespace {

// Those in calls who have the importance of their access method have it still when that changes;
// one that was given to somebody himself stays.
void spread_importance(Change& change, const AccessMethod& before, const AccessMethod& after) {
  if (before.importance == after.importance) return;
  for (const Object* object :
       change.referring(Kind::call_leg, field_of(Kind::call_leg, "accessMethod"), after.id)) {
    const auto* person = change.find<Participant>(static_cast<const CallLeg&>(*object).participant);
    if (person != nullptr && person->importance == before.importance)
      change.modify(*person).importance = after.importance;
  }
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
    spread_importance(save.change, static_cast<const AccessMethod&>(*save.before), method);
}

}  // namespace curia

#include "model/objects/access_method.hpp"

#include "model/base/check.hpp"
#include "model/rules/names.hpp"
#include "model/rules/rules.hpp"

namespace curia {

void save_access_method(SaveContext& save) {
  auto& method = static_cast<AccessMethod&>(save.after);
  const CoSpace* space = save.change.find<CoSpace>(method.parent);
  check(space != nullptr, "an access method has a coSpace");
  const Dialled dialled{method.call_id, method.secret, method.passcode};
  settle_secret(save, dialled);
  check_passcode(save, dialled, min_passcode_length(save.change, *space, &method));
  check_names(save.change, method, save.failures);
}

}  // namespace curia

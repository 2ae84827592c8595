#include "model/objects/ivr.hpp"

#include "model/rules/names.hpp"
#include "model/rules/rules.hpp"

namespace curia {

void save_ivr(SaveContext& save) {
  if (save.before == nullptr || save.find("uri") != nullptr || save.find("tenant") != nullptr ||
      save.find("tenantGroup") != nullptr)
    check_ivr_uri(save.change, static_cast<const Ivr&>(save.after), save.failures);
}

}  // namespace curia

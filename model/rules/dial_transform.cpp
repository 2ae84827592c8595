#include "model/objects/dial_transform.hpp"

#include "model/dialplan/transform.hpp"
#include "model/rules/rules.hpp"

namespace curia {

// Patterns that cannot be used are refused now rather than passed over in every call.
void save_dial_transform(SaveContext& save) {
  const auto& rule = static_cast<const DialTransform&>(save.after);
  const auto usable = dialplan::Transform::compile(rule.type, rule.match, rule.transform);
  if (!usable) save.fail(parameter_error(usable.error().parameter, "invalidValue"));
}

}  // namespace curia

// Addresses from which this server fetches, or to which it posts.
#include "model/base/url.hpp"
#include "model/rules/rules.hpp"

namespace curia {

void save_fetched_addresses(SaveContext& save) {
  for (const auto& [field, text] : save.given)
    if (field->form == TextForm::url && !text.empty() && !parse_url(text))
      save.fail(parameter_error(field->name, "invalidValue"));
}

}  // namespace curia

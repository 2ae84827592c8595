#include "model/objects/cdr_receiver.hpp"

#include "model/registry/registry.hpp"
#include "model/rules/rules.hpp"

namespace curia {

void save_cdr_receiver(SaveContext& save) {
  save_fetched_addresses(save);
  if (save.before == nullptr &&
      save.change.registry().table(Kind::cdr_receiver).size() >= limits::cdr_receivers)
    save.fail("tooManyCdrReceivers");
}

}  // namespace curia

#include "model/objects/co_space_bulk_sync.hpp"

#include "model/objects/catalog.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/rules.hpp"

namespace curia {

void save_co_space_bulk_sync(SaveContext& save) {
  static_cast<CoSpaceBulkSync&>(save.after).status = BulkSyncStatus::pending;
}

// A sync that makes coSpaces and is called off leaves no half of a series; one that removes them
// has made nothing, and what it has not removed yet stays.
void erase_co_space_bulk_sync(EraseContext& erase) {
  const auto& sync = static_cast<const CoSpaceBulkSync&>(erase.object);
  if (sync.status != BulkSyncStatus::running || sync.remove_all == Flag::yes ||
      !sync.co_space_bulk_parameter_set)
    return;
  for (const Object* space :
       erase.change.referring(Kind::co_space, field_of(Kind::co_space, "bulkParameterSet"),
                              sync.co_space_bulk_parameter_set))
    erase.change.erase(*space);
}

}  // namespace curia

#include "model/objects/co_space_bulk_sync.hpp"

#include "model/rules/rules.hpp"

namespace curia {

void save_co_space_bulk_sync(SaveContext& save) {
  static_cast<CoSpaceBulkSync&>(save.after).status = BulkSyncStatus::pending;
}

}  // namespace curia

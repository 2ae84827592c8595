#include "impl/service/callbridge/watched_store.hpp"

namespace curia::callbridge {

void WatchedStore::commit(Batch batch, Done<Result<>> done) {
  next_.commit(std::move(batch), [this, done = std::move(done)](Result<> stored) mutable {
    if (stored)
      refusal_.reset();
    else
      refusal_ = stored.error();
    done(std::move(stored));
  });
}

}  // namespace curia::callbridge

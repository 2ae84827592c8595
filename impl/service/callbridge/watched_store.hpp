// WatchedStore: a Store that passes everything on and remembers whether the last batch was refused
// (alarm databaseConnectionError).
#pragma once

#include <optional>

#include "model/env/store.hpp"

namespace curia::callbridge {

class WatchedStore final : public Store {
 public:
  explicit WatchedStore(Store& next) : next_(next) {}

  void commit(Batch batch, Done<Result<>> done) override;
  void load(std::uint64_t after, std::size_t limit,
            Done<Result<std::vector<StoreRow>>> done) override {
    next_.load(after, limit, std::move(done));
  }

  // Why the last batch was refused; nothing while batches are taken.
  const std::optional<Error>& refusal() const { return refusal_; }

 private:
  Store& next_;
  std::optional<Error> refusal_;
};

}  // namespace curia::callbridge

// WaitingStore: keeps what is committed until the test answers, and what it acknowledged as rows.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "model/env/store.hpp"

namespace curia {

class WaitingStore final : public Store {
 public:
  void commit(Batch batch, Done<Result<>> done) override {
    writes += batch.size();
    waiting.push_back({std::move(batch), std::move(done)});
  }
  void load(std::uint64_t, std::size_t, Done<Result<std::vector<StoreRow>>> done) override {
    done(std::vector<StoreRow>{});
  }

  // The oldest; there is one.
  void acknowledge() {
    auto [batch, done] = std::move(waiting.front());
    waiting.erase(waiting.begin());
    for (auto& write : batch)
      if (write.value)
        rows[write.ordinal] = {write.ordinal, write.kind, *write.value};
      else
        rows.erase(write.ordinal);
    done({});
  }
  void acknowledge_all() {
    for (std::size_t left = waiting.size(); left > 0; --left) acknowledge();
  }
  void fail_all() {
    auto failed = std::exchange(waiting, {});
    for (auto& [batch, done] : failed) done(fail(Errc::disk_full, "the disk is full"));
  }

  std::vector<std::pair<Batch, Done<Result<>>>> waiting;
  std::map<std::uint64_t, StoreRow> rows;
  std::size_t writes = 0;  // rows of all batches so far
};

}  // namespace curia

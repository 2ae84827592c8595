// The port Store: durable objects. It knows keys and bytes, not what they mean.
//
// 1. Batches are applied in the order of commit(), each as a whole or not at all.
// 2. An acknowledged batch survives power loss; another may or may not have been applied.
// 3. When a batch fails, so does every batch that was given and not yet acknowledged: what stands
//    in memory on top of it must be undone too.
// 4. `ordinal` is the place of an object in creation order, unique over all kinds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.hpp"
#include "model/env/clock.hpp"

namespace curia {

struct StoreWrite {
  std::uint64_t ordinal = 0;
  std::string kind;                  // the element name of the object, for example "coSpace"
  std::optional<std::string> value;  // the whole object; nullopt erases it
};

using Batch = std::vector<StoreWrite>;

struct StoreRow {
  std::uint64_t ordinal = 0;
  std::string kind;
  std::string value;
};

class Store {
 public:
  virtual ~Store() = default;
  // Errors: disk_full, io_error, limit_reached (store_batches_waiting).
  virtual void commit(Batch batch, Done<Result<>> done) = 0;
  // All objects in creation order, a page at a time: those with ordinal > after, at most `limit`.
  // An empty page is the end. Errors: corrupt, io_error.
  virtual void load(std::uint64_t after, std::size_t limit,
                    Done<Result<std::vector<StoreRow>>> done) = 0;
};

}  // namespace curia

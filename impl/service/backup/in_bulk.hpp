// in_bulk(): work on whole files away from the loop, and what it came to back on the loop.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "model/base/result.hpp"
#include "model/env/work.hpp"

namespace curia::backup {

// `done` is called once, in a later event; who is gone by then sees to it himself.
template <class T>
void in_bulk(Work& work, std::function<Result<T>()> job, Done<Result<T>> done) {
  auto outcome = std::make_shared<std::optional<Result<T>>>();
  work.run(
      Lane::bulk, [job = std::move(job), outcome] { *outcome = job(); },
      [outcome, done = std::move(done)]() mutable { done(*std::move(*outcome)); });
}

}  // namespace curia::backup

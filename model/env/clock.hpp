// The ports Clock and Timers: when it is, and being called later.
#pragma once

#include <cstdint>
#include <functional>

#include "model/base/time.hpp"

namespace curia {

// Work to be done later, once, on the thread of the loop that owns the ports.
using Task = std::move_only_function<void()>;

// How a port gives an answer: exactly once, always in a later event than the request.
template <class T>
using Done = std::move_only_function<void(T)>;

// 1. now() never goes back; wall() may jump either way.
// 2. Both are constant inside one event.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual WallTime wall() const = 0;
};

enum class TimerId : std::uint64_t {};

// 1. Equal deadlines fire in arming order.
// 2. Firing never re-enters the caller: a deadline that has passed fires in a later event.
// 3. cancel() of a timer that has fired or been cancelled does nothing.
// A deadline that moves often is kept as a number by its owner, who re-arms only when it fires.
class Timers {
 public:
  virtual ~Timers() = default;
  virtual TimerId at(Instant deadline, Task task) = 0;
  virtual void cancel(TimerId timer) = 0;
};

}  // namespace curia

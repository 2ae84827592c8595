// Machine: the one table of the transitions of a machine, on which the code runs and from which
// docs/calls.md is printed (machines.hpp).
//
// 1. The first row counts whose state and event fit and whose guard holds; without a guard it
//    always does.
// 2. A table has a row for whatever can happen: where none fits an invariant is broken.
//
//   constexpr Transition<LockPlace, LockEvent, LockFacts> table[] = {
//       {LockPlace::newcomer, LockEvent::settled, {"it is locked", is_locked}, LockPlace::held},
//       ...
//   const LockPlace to = next(table, from, LockEvent::settled, facts);
#pragma once

#include <cstddef>
#include <string_view>

#include "model/base/check.hpp"

namespace curia::call {

template <class Facts>
struct Guard {
  std::string_view name{};  // as the documentation says it
  bool (*holds)(const Facts&) = nullptr;
};

template <class StateType, class EventType, class FactsType>
struct Transition {
  using State = StateType;
  using Event = EventType;
  using Facts = FactsType;

  State from;
  Event event;
  Guard<Facts> guard;
  State to;
};

template <class Row, std::size_t n>
typename Row::State next(const Row (&table)[n], typename Row::State from, typename Row::Event event,
                         const typename Row::Facts& facts) {
  for (const Row& row : table)
    if (row.from == from && row.event == event &&
        (row.guard.holds == nullptr || row.guard.holds(facts)))
      return row.to;
  check(false, "the table of a machine has a row for whatever can happen");
  return from;
}

}  // namespace curia::call

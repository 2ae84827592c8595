// Listener: hears all that a server tells of its calls - every call detail record, every event -
// as a receiver and a client do who miss nothing, and judges whether that is what happened.
//
// 1. Every start has exactly one end: what was told to be open is what is there.
// 2. The sum of the events is the list of calls and their rosters as they are. In large calls that
//    is not compared at every step: the more people, the rarer.
//
//   Listener listener(registry, server.cdr(), server.events());  // when the server serves
//   if (auto wrong = listener.look(now)) ...                     // between events
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "impl/service/cdr/cdr.hpp"
#include "impl/service/events/testing/ear.hpp"
#include "model/cdr/checker.hpp"

namespace curia::checks {

struct Wrong {
  std::string_view invariant;
  std::string objects;
};

// What the receiver of `checker` knows against what there is.
std::optional<Wrong> records_differ(const cdr::Checker& checker, const Registry& registry);
// `differences` of an Ear.
std::optional<Wrong> events_differ(const std::vector<std::string>& differences);

class Listener {
 public:
  // All outlive it.
  Listener(const Registry& registry, cdr::Cdr& cdr, events::Events& events);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::optional<Wrong> look(Instant now);

 private:
  std::optional<Wrong> look_at_records();
  std::optional<Wrong> look_at_events(Instant now);

  const Registry& registry_;
  cdr::Cdr& cdr_;
  events::Events& events_;
  cdr::Checker checker_;
  std::string complaint_;
  std::uint64_t looked_at_ = 0;  // the change up to which records were looked at
  events::Ear ear_;
  std::size_t heard_ = 0;  // messages, at the last comparison
  std::size_t asked_ = 0;
};

}  // namespace curia::checks

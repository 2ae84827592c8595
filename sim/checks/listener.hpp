// Listener: hears all that a server tells of its calls - every call detail record, every event -
// as a receiver and a client do who miss nothing, and judges whether that is what happened.
//
// 1. Every start has exactly one end: what was told to be open is what is there.
// 2. The sum of the events is the list of calls and their rosters as they are (event_listener.hpp).
//
//   Listener listener(registry, server.cdr(), server.events());  // when the server serves
//   if (auto wrong = listener.look(now, changed)) ...            // between events
#pragma once

#include <optional>
#include <set>
#include <string>

#include "impl/service/cdr/cdr.hpp"
#include "model/cdr/checker.hpp"
#include "sim/checks/event_listener.hpp"

namespace curia::checks {

// What the receiver of `checker` knows against what there is.
std::optional<Wrong> records_differ(const cdr::Checker& checker, const Registry& registry);

class Listener {
 public:
  // All outlive it.
  Listener(const Registry& registry, cdr::Cdr& cdr, events::Events& events);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // `changed`: calls and legs that something may have changed for since the last look.
  std::optional<Wrong> look(Instant now, const std::set<Guid>& changed);

 private:
  std::optional<Wrong> look_at_records(const std::set<Guid>& changed);
  bool is_as_told(const Guid& id) const;

  const Registry& registry_;
  cdr::Cdr& cdr_;
  cdr::Checker checker_;
  std::string complaint_;
  std::set<Guid> changed_;  // since records were looked at
  EventListener events_;
};

}  // namespace curia::checks

// EventListener: hears all events of a server as a client does who misses nothing, and judges
// whether their sum is what there is.
//
// 1. It judges whenever something has changed and the server has nothing left to tell: also when
//    no message came, so that a missing one is noticed even if it is the last.
// 2. What changed is compared at once; all else of a call that changed, so many people at each
//    look, until everybody had his turn since the last change. Nothing is left out.
#pragma once

#include <map>
#include <set>

#include "impl/service/events/testing/ear.hpp"
#include "sim/checks/wrong.hpp"

namespace curia::checks {

class EventListener {
 public:
  // Both outlive it.
  EventListener(const Registry& registry, events::Events& events);

  // `changed`: calls and legs that something may have changed for since the last look.
  std::optional<Wrong> look(Instant now, const std::set<Guid>& changed);

 private:
  struct Round {
    std::size_t next = 0;  // who of the call is compared next
    std::size_t left = 0;  // so many have not had their turn since it changed
  };
  void compare_changed(const View& view, std::vector<std::string>& wrong);
  void go_round(const View& view, std::vector<std::string>& wrong);

  const Registry& registry_;
  events::Events& events_;
  events::Ear ear_;
  std::set<Guid> changed_;
  std::map<Guid, Round> rounds_;  // by call
};

}  // namespace curia::checks

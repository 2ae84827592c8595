// The paths of the Scheduler's API (release notes 2.10.6), below /api/v1/scheduler.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/base/guid.hpp"

namespace curia::scheduler {

struct Route {
  enum class Node {
    health,
    meetings,
    refresh,  // of all meetings of a coSpace
    meeting,
    participants,    // of a meeting, or of a recurrence
    refresh_emails,  // the same
    recurrence,
    timed_logging
  };
  Node node = Node::health;
  Guid meeting{};
  std::string recurrence{};  // as it was written; empty: the meeting as a whole
};

inline constexpr std::string_view api_root = "/api/v1/scheduler";

// Words match without regard to case, and a trailing slash is dropped. "participant", as the
// description has it once, is "participants". Nothing when there is no such path.
std::optional<Route> find_route(std::string_view path);

// "GET, PUT": what can be done there, some in more forms than described: POST to timedLogging,
// POST to refreshEmails, PUT to refresh.
std::string_view methods_of(Route::Node node);

}  // namespace curia::scheduler

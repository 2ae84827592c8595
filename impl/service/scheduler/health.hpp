// Health: what /health and `scheduler status` show of a Scheduler and what it leans on.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace curia::scheduler {

struct ComponentHealth {
  bool is_up = true;
  std::vector<std::pair<std::string, std::string>> details = {};
};

// By name: c2w, db, mail, ping.
using Health = std::map<std::string, ComponentHealth>;

// DOWN when one component is down.
bool is_up(const Health& health);
std::string show_health(const Health& health);

}  // namespace curia::scheduler

// Supervisor: the connections of one component (Scheduler, Call Bridge) to all Web Bridges.
//
//   c2w::Supervisor web_bridges(env, {.guid = guid, .component = "scheduler", .tls = context});
//   web_bridges.start({"c2w://10.0.0.1:9999", "c2w://wb2.example.com:9999"});
//   web_bridges.status();   // "10.0.0.1:9999:CONNECTED, wb2.example.com:9999:CONNECTING"
//
// The list is that of the moment of start(): whoever wants another one stops and starts again.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "impl/service/c2w/link.hpp"

namespace curia::c2w {

class Supervisor {
 public:
  Supervisor(const Env& env, Self self);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  // URLs as of /webBridges; those that are no c2w:// URL are named in the log and left out, and so
  // are those above limits::c2w_web_bridges.
  void start(const std::vector<std::string>& urls);
  // Says goodbye to all. Requests that are not answered end `unavailable`.
  void stop();

  // As health prints it; empty without Web Bridges.
  std::string status() const;
  // Every Web Bridge is connected.
  bool is_up() const;
  const std::vector<std::shared_ptr<Link>>& links() const { return links_; }

 private:
  Env env_;
  std::shared_ptr<const Self> self_;
  std::vector<std::shared_ptr<Link>> links_;
};

}  // namespace curia::c2w

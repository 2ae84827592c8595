// Services: what the nodes of the API reach.
#pragma once

#include "impl/service/callbridge/template_cache.hpp"
#include "impl/service/callbridge/upkeep.hpp"
#include "model/env/env.hpp"
#include "model/registry/registry.hpp"

namespace curia::calls {
class Switchboard;
}

namespace curia::events {
class Events;
}

namespace curia::callbridge {

struct Services {
  Env env;
  Registry& registry;
  TemplateCache& templates;
  Upkeep& upkeep;
  calls::Switchboard& switchboard;
  events::Events& events;
  Instant started;  // of this run of the server
  // One of the words of /webBridges/<id>/status, for a url.
  std::function<std::string_view(const std::string& url)> web_bridge_status;

  Instant now() const { return env.clock.now(); }
  View view() const { return {registry, now()}; }
  std::unique_ptr<Change> change() const {
    return std::make_unique<Change>(registry, env.random, now());
  }
};

}  // namespace curia::callbridge

#include "impl/service/c2w/supervisor.hpp"

#include <algorithm>

#include "model/base/limits_websocket.hpp"
#include "model/base/reached.hpp"

namespace curia::c2w {

Supervisor::Supervisor(const Env& env, Self self)
    : env_(env), self_(std::make_shared<const Self>(std::move(self))) {}

Supervisor::~Supervisor() { stop(); }

void Supervisor::start(const std::vector<std::string>& urls) {
  stop();
  for (const std::string& url : urls) {
    if (links_.size() == limits::c2w_web_bridges) {
      reached("c2w.too_many_web_bridges");
      env_.trace.log(Severity::warning, self_->component + ": more than " +
                                            std::to_string(limits::c2w_web_bridges) +
                                            " web bridges, the others are left out");
      break;
    }
    const auto where = parse_url(url);
    if (where)
      links_.push_back(std::make_shared<Link>(env_, self_, *where));
    else
      env_.trace.log(Severity::warning, self_->component + ": the web bridge '" + url +
                                            "' is left out: " + where.error().message);
  }
  env_.trace.log(Severity::info, self_->component + ": " + std::to_string(links_.size()) + " of " +
                                     std::to_string(urls.size()) + " web bridges are connected to");
  for (const auto& link : links_) link->start();
}

void Supervisor::stop() {
  for (const auto& link : links_) link->stop();
  links_.clear();
}

std::string Supervisor::status() const {
  std::string text;
  for (const auto& link : links_) {
    if (!text.empty()) text += ", ";
    text += to_string(link->place()) + ":";
    text += state_names[static_cast<std::size_t>(link->state())];
  }
  return text;
}

bool Supervisor::is_up() const {
  return std::ranges::all_of(links_,
                             [](const auto& link) { return link->state() == State::connected; });
}

}  // namespace curia::c2w

#include "impl/service/web/seldom_log.hpp"

namespace curia::web {

void SeldomLog::say(const Env& env, Severity severity, std::string sentence) {
  const Instant now = env.clock.now();
  if (now < quiet_until_) {
    ++untold_;
    return;
  }
  if (untold_ > 0) sentence += " (" + std::to_string(untold_) + " more like it before)";
  untold_ = 0;
  quiet_until_ = now + interval_;
  env.trace.log(severity, sentence);
}

}  // namespace curia::web

#include "impl/service/callbridge/recent_log.hpp"

#include "model/base/limits.hpp"
#include "model/base/time.hpp"

namespace curia::callbridge {

void RecentLog::log(Severity severity, std::string_view sentence) {
  const std::string_view name = severity == Severity::info      ? " info "
                                : severity == Severity::warning ? " warning "
                                                                : " error ";
  std::string line = to_rfc3339(clock_.wall());
  line += name;
  line += sentence.substr(0, limits::log_line_bytes);
  lines_.push_back(std::move(line));
  if (lines_.size() > limits::recent_log_lines) lines_.pop_front();
  next_.log(severity, sentence);
}

}  // namespace curia::callbridge

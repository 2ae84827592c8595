// RecentLog: a Trace that passes everything on and keeps the last lines of the log, for
// diagnostics.
#pragma once

#include <deque>
#include <string>

#include "model/env/clock.hpp"
#include "model/env/trace.hpp"

namespace curia::callbridge {

class RecentLog final : public Trace {
 public:
  // Both outlive it.
  RecentLog(const Clock& clock, Trace& next) : clock_(clock), next_(next) {}

  bool enabled() const override { return next_.enabled(); }
  void event(std::string_view kind, std::initializer_list<TraceField> fields) override {
    next_.event(kind, fields);
  }
  void log(Severity severity, std::string_view sentence) override;

  // "2026-03-01T09:00:00Z warning CDR receiver 2 does not answer", the oldest first.
  const std::deque<std::string>& lines() const { return lines_; }

 private:
  const Clock& clock_;
  Trace& next_;
  std::deque<std::string> lines_;
};

}  // namespace curia::callbridge

// RealTrace: the log for the operator, and, when asked for, every event in a file.
//
// 1. A log line is one line whatever the sentence holds: control characters and bytes that are no
//    UTF-8 are written as \xNN, a backslash as \\, and what is above log_line_bytes is cut.
//      2026-03-01T09:00:00Z warning CDR receiver 2 does not answer
// 2. An event line is "nanoseconds kind name=value ..."; text values stand in quotes.
// 3. A log that cannot be written is not an error of the server: lines are lost, nothing stops.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "impl/io/clock.hpp"
#include "model/env/trace.hpp"

namespace curia::io {

// Appends `text` to `line` by rule 1; `quote` is escaped too when it is not zero.
void append_escaped(std::string& line, std::string_view text, char quote = 0);

class RealTrace final : public Trace {
 public:
  // Empty names: log to standard error, events nowhere. A file that cannot be opened is reported
  // in the log, and the log that cannot be opened is standard error.
  RealTrace(const Clock& clock, const std::string& log_file, const std::string& trace_file);

  bool enabled() const override { return trace_ != nullptr; }
  void event(std::string_view kind, std::initializer_list<TraceField> fields) override;
  void log(Severity severity, std::string_view sentence) override;

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, Close>;

  const Clock& clock_;
  int log_fd_ = 2;
  File log_;    // owns log_fd_ unless that is standard error
  File trace_;  // buffered: what is in it when the process is killed is lost
  std::string line_;
};

}  // namespace curia::io

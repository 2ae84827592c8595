// The port Trace: everything that can be observed. Its digest is the identity of a run.
//
//   trace.event("http.request", {{"method", "GET"}, {"status", 200}});
//   trace.log(Severity::warning, "CDR receiver 2 (192.0.2.1:8444) does not answer");
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace curia {

struct TraceField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t> value;
  TraceField(std::string_view n, std::string_view v) : name(n), value(v) {}
  TraceField(std::string_view n, const char* v) : name(n), value(std::string_view(v)) {}
  TraceField(std::string_view n, std::int64_t v) : name(n), value(v) {}
  TraceField(std::string_view n, int v) : name(n), value(std::int64_t{v}) {}
  TraceField(std::string_view n, std::uint64_t v) : name(n), value(static_cast<std::int64_t>(v)) {}
};

enum class Severity { info, warning, error };

class Trace {
 public:
  virtual ~Trace() = default;
  // False when events go nowhere: callers may then skip the work of describing them.
  virtual bool enabled() const = 0;
  virtual void event(std::string_view kind, std::initializer_list<TraceField> fields) = 0;
  // One sentence for the operator, without secrets.
  virtual void log(Severity severity, std::string_view sentence) = 0;
};

}  // namespace curia

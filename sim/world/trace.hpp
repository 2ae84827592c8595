// SimTrace: everything observable in a world, in order. Its digest is the identity of a run.
//
// 1. A record is an event or log of a component, or a step of the world itself (bytes that
//    arrive, timers that fire), stamped with virtual time, the host and a number from 0.
// 2. The digest covers every record with all its fields; equal digests mean equal runs.
// 3. Without a sink nothing is stored or written: a record costs a few nanoseconds.
//
//   world.trace().digest();                 // after a run
//   TextSink sink([](std::string_view line) { std::puts(...); });   // Options::trace_sink
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "model/base/time.hpp"
#include "model/env/trace.hpp"
#include "sim/world/digest.hpp"

namespace curia::sim {

struct TraceRecord {
  std::uint64_t number;  // position in the run
  Instant at;
  std::string_view host;  // empty: the world itself
  std::string_view kind;  // "log.warning" and so on for logs
  std::span<const TraceField> fields;
};

// "12.000200000 server http.request method=GET status=200"
std::string to_text(const TraceRecord& record);

// Borrowed by a world; what it is given is valid only during the call.
class TraceSink {
 public:
  virtual ~TraceSink() = default;
  // False stops the world: World::step() does nothing any more (used by compare_runs).
  virtual bool on_record(const TraceRecord& record) = 0;
};

class TextSink final : public TraceSink {
 public:
  using Write = std::function<void(std::string_view line)>;
  explicit TextSink(Write write) : write_(std::move(write)) {}
  bool on_record(const TraceRecord& record) override;

 private:
  Write write_;
};

class SimTrace {
 public:
  explicit SimTrace(TraceSink* sink) : sink_(sink) {}

  void record(Instant at, std::string_view host, std::string_view kind,
              std::initializer_list<TraceField> fields);
  // The short way for steps of the world: `name` is only written when a sink listens.
  void step(Instant at, std::string_view host, std::string_view kind, std::uint64_t id,
            std::uint64_t value) {
    digest_.add(static_cast<std::uint64_t>(at.time_since_epoch().count()) ^ id << 48);
    digest_.add(value ^ id);
    ++count_;
    if (sink_ != nullptr) [[unlikely]]
      show_step(at, host, kind, id, value);
  }

  Digest digest() const { return digest_; }
  std::uint64_t count() const { return count_; }
  bool stopped() const { return stopped_; }
  void set_sink(TraceSink* sink) { sink_ = sink; }

 private:
  void show_step(Instant at, std::string_view host, std::string_view kind, std::uint64_t id,
                 std::uint64_t value);

  TraceSink* sink_;
  Digest digest_;
  std::uint64_t count_ = 0;
  bool stopped_ = false;
};

}  // namespace curia::sim

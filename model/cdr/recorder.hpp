// Recorder: what happens to calls and legs, told as records, each exactly once.
//
// 1. It is fed what one change did, when that can no longer be undone. The records of one change
//    come in this order: calls that start, legs, recordings and streams, calls that end.
// 2. A leg is said to be connected when it also is settled where it is: at a menu, or let in or
//    kept waiting by the lobby. One that never connects starts and ends without an update.
// 3. A leg counts for a call from being in it until it ends or is moved away: when the call ends,
//    callLegsCompleted is how many there ever were, callLegsMaxActive the most at one time.
// 4. A call whose own end brings that of its legs ends after them.
//
//   std::vector<Record> records;
//   recorder.take(happenings, random, records);
#pragma once

#include <map>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "model/cdr/facts.hpp"
#include "model/env/random.hpp"

namespace curia::cdr {

// What became of one call or leg.
struct Happening {
  std::variant<CallFacts, LegFacts> facts;  // as it is now, or was at its end
  bool is_end = false;
  std::string_view why{};  // of an end: a reason of model/call/reasons.hpp
  Instant now{};
  WallTime wall{};
};

// The happening that an event of the registry is; nothing when it concerns neither.
std::optional<Happening> happening_of(const Registry& registry, const EndpointBook& endpoints,
                                      const Event& event, Instant now, WallTime wall);

class Recorder {
 public:
  // Appends to `records`.
  void take(std::span<const Happening> happenings, Random& random, std::vector<Record>& records);

  std::size_t open_calls() const { return calls_.size(); }
  std::size_t open_legs() const { return legs_.size(); }

 private:
  struct OpenCall {
    Instant started{};
    std::uint64_t inside = 0, left = 0, most = 0;
    Guid recording{}, streaming{};
    bool was_endpoint_recording = false;
  };
  struct OpenLeg {
    Guid call{};
    LegService service = LegService::none;
    std::string machine{};
    bool is_connected = false;  // as told
    bool is_waiting = false;    // as told, once it is connected in a call
    bool has_waiting = false;
    Changing changing{};
    std::optional<Instant> connected{};
    std::optional<Instant> active_since{};
    Duration active{};
  };

  void start_call(const CallFacts& facts, const Happening& at, std::vector<Record>& records);
  void switch_streams(const CallFacts& facts, const Happening& at, Random& random,
                      std::vector<Record>& records);
  Record stream_start(const CallFacts& facts, LegService service, const Guid& id,
                      WallTime wall) const;
  void end_call(const CallFacts& facts, const Happening& at, std::vector<Record>& records);
  void tell_leg(const LegFacts& facts, const Happening& at, std::vector<Record>& records);
  void start_leg(const LegFacts& facts, const Happening& at, std::vector<Record>& records);
  void end_leg(const LegFacts& facts, const Happening& at, std::vector<Record>& records);
  void enter(const Guid& call);
  void leave(const Guid& call);

  std::map<Guid, OpenCall> calls_;
  std::map<Guid, OpenLeg> legs_;
};

}  // namespace curia::cdr

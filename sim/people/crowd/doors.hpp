// Doors: how simulated people get into the calls of a server, without
// signalling: through the functions of model/call, as every endpoint does, and
// told of what becomes of their legs.
//
// 1. A guest is told between events, when drain() is called, of what a leg has
// become since; never
//    from inside what he does.
// 2. Closed while no server runs: close() comes before the server goes, open()
// when it serves.
//
//   doors.attach(registry);            // when the server is made
//   doors.open(calls, random...);      // when it serves
//   const auto leg = doors.arrive({.uri = "team0", ...}, somebody);
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "impl/service/calls/calls.hpp"
#include "model/call/entry.hpp"
#include "model/registry/registry.hpp"

namespace curia::crowd {

class Guest {
 public:
  Guest() = default;
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;
  virtual ~Guest() = default;
  virtual void is_shown(bool is_inside, bool is_waiting) = 0;
  virtual void is_gone() = 0;  // the leg is
};

class Doors final : public Observer {
 public:
  // Of the server that is being made, which outlives its doors or closes them
  // first.
  void attach(Registry& registry);
  void open(calls::Calls& calls) { calls_ = &calls; }
  void close();
  bool is_open() const { return calls_ != nullptr; }

  // A refusal is a reason of model/call/reasons.hpp.
  std::expected<Guid, std::string_view> arrive(const call::Arrival& arrival, Guest& guest);
  void leave(const Guid& leg);
  bool share(const Guid& leg, bool on);

  void applied(std::span<const Event> events) override;
  // Tells the guests what happened.
  void drain();

 private:
  Registry* registry_ = nullptr;
  calls::Calls* calls_ = nullptr;
  std::map<Guid, Guest*> guests_;  // by leg
  std::set<Guid> changed_;
};

}  // namespace curia::crowd

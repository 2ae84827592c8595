// What records tell of a call and of a leg, read off the live objects at one moment.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/cdr/endpoint_facts.hpp"
#include "model/cdr/record.hpp"
#include "model/objects/call.hpp"
#include "model/objects/call_leg.hpp"
#include "model/registry/registry.hpp"

namespace curia::cdr {

struct CallFacts {
  Guid id;
  Instant started{};
  std::vector<Element> start{};  // the elements of callStart
  bool is_recording = false;
  bool is_streaming = false;
  std::string stream_url{};  // while it is streamed
  bool is_endpoint_recording = false;
};

// What may change while a leg lasts, in the order in which callLegUpdate tells it.
inline constexpr std::size_t changing_count = 7;
inline constexpr std::array<std::string_view, changing_count> changing_names = {
    "cdrTag", "ownerId", "sipCallId", "groupId", "displayName", "remoteAddress", "canMove"};
using Changing = std::array<std::string, changing_count>;

struct LegFacts {
  Guid id;
  Guid call{};                // nil: it is at a menu, or asked for a passcode
  bool is_connected = false;  // both ends talk
  bool is_placed = false;     // where it is is settled: the lobby has judged it, or it is at a menu
  bool is_waiting = false;    // in the lobby
  LegService service = LegService::none;
  std::string machine{};  // of a service: its address
  Changing changing{};
  std::vector<Element> start{};  // the elements of callLegStart, without call and ivr
  std::shared_ptr<const EndpointFacts> endpoint{};
};

CallFacts facts_of(const Registry& registry, const Call& call);
LegFacts facts_of(const Registry& registry, const CallLeg& leg, const EndpointBook& endpoints);

}  // namespace curia::cdr

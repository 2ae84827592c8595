#include "model/cdr/facts.hpp"

#include "model/call/status.hpp"
#include "model/call/user_of.hpp"
#include "model/objects/user.hpp"

namespace curia::cdr {
namespace {

void put(std::vector<Element>& elements, std::string_view name, std::string text) {
  if (!text.empty()) elements.push_back({std::string(name), std::move(text)});
}

void put(std::vector<Element>& elements, std::string_view name, const Guid& id) {
  if (id) put(elements, name, to_string(id));
}

void put(std::vector<Element>& elements, std::string_view name, bool holds) {
  if (holds) put(elements, name, std::string("true"));
}

template <class T, std::size_t n>
std::string word(const std::string_view (&names)[n], T value) {
  return value == T::unset ? "" : std::string(names[static_cast<std::size_t>(value) - 1]);
}

Changing changing_of(const CallLeg& leg, const Participant* person, const User* user,
                     const EndpointFacts& far) {
  return {user != nullptr ? user->cdr_tag : "",
          leg.owner_id,
          leg.sip_call_id,
          leg.group_id ? to_string(leg.group_id) : "",
          call::label_of(person, leg),
          far.remote_address,
          leg.can_move == Flag::unset ? ""
          : leg.can_move == Flag::yes ? "true"
                                      : "false"};
}

// A guest of the web app is somebody without a user behind him.
bool is_guest(const CallLeg& leg, const User* user) {
  return leg.type == CallLegType::acano && user == nullptr;
}

std::vector<Element> start_of(const CallLeg& leg, const Changing& changing, bool is_guest,
                              const EndpointFacts& far) {
  std::vector<Element> start;
  put(start, "cdrTag", changing[0]);
  put(start, "displayName", changing[4]);
  put(start, "guestConnection", is_guest);
  put(start, "localAddress", leg.local_address);
  put(start, "remoteAddress", changing[5]);
  put(start, "remoteParty", leg.remote_party);
  put(start, "recording", leg.service == LegService::recorder);
  put(start, "streaming", leg.service == LegService::streamer);
  put(start, "type", word(call_leg_type_names, leg.type));
  put(start, "subType", far.sub_type);
  put(start, "lyncSubType", far.lync_sub_type);
  put(start, "direction", word(direction_names, leg.direction));
  put(start, "ownerId", changing[1]);
  put(start, "sipCallId", changing[2]);
  put(start, "groupId", changing[3]);
  put(start, "replacesSipCallId", far.replaces_sip_call_id);
  put(start, "canMove", changing[6]);
  put(start, "movedCallLeg", leg.moved_call_leg ? leg.moved_call_leg : far.moved_call_leg);
  put(start, "movedCallLegCallBridge", far.moved_call_leg_call_bridge);
  return start;
}

}  // namespace

CallFacts facts_of(const Registry& registry, const Call& call) {
  const auto* space = call.co_space ? registry.find<CoSpace>(call.co_space) : nullptr;
  CallFacts facts{.id = call.id, .started = call.started};
  put(facts.start, "name", call.name);
  put(facts.start, "ownerName", call.owner_name);
  put(facts.start, "callType", word(call_type_names, call.call_type));
  put(facts.start, "coSpace", call.co_space);
  put(facts.start, "tenant", call.tenant);
  if (space != nullptr) put(facts.start, "cdrTag", space->cdr_tag);
  put(facts.start, "callCorrelator", call.call_correlator);
  facts.is_recording = call.recording_status == Flag::yes;
  facts.is_streaming = call.streaming_status == Flag::yes;
  if (facts.is_streaming && space != nullptr) facts.stream_url = space->stream_url;
  facts.is_endpoint_recording = call.endpoint_recording == Flag::yes;
  return facts;
}

LegFacts facts_of(const Registry& registry, const CallLeg& leg, const EndpointBook& endpoints) {
  const User* user = call::user_of(registry, leg);
  LegFacts facts{.id = leg.id, .call = leg.call};
  facts.is_connected = leg.state == CallLegState::connected || leg.state == CallLegState::on_hold;
  facts.is_placed = leg.stage != CallLegStage::call || leg.is_entered;
  facts.is_waiting = leg.deactivated == Flag::yes;
  facts.service = leg.service;
  if (leg.service != LegService::none) facts.machine = leg.remote_party;
  if (const auto known = endpoints.find(leg.id); known != endpoints.end())
    facts.endpoint = known->second;
  const EndpointFacts& far = facts.endpoint ? *facts.endpoint : EndpointFacts{};
  facts.changing = changing_of(leg, registry.find<Participant>(leg.participant), user, far);
  facts.start = start_of(leg, facts.changing, is_guest(leg, user), far);
  return facts;
}

}  // namespace curia::cdr

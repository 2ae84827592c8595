#include "model/cdr/recorder.hpp"

#include <algorithm>

#include "model/call/reasons.hpp"
#include "model/cdr/media.hpp"

namespace curia::cdr {
namespace {

std::string seconds(Duration time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count());
}

std::string yes_or_no(bool holds) { return holds ? "true" : "false"; }

bool is_remote(std::string_view why) {
  return why == call::reason::remote_teardown || why == call::reason::remote_rejected ||
         why == "remoteBusy";
}

Element place_of(const Guid& call) {
  return call ? Element{"call", to_string(call)} : Element{"ivr"};
}

void put(std::vector<Element>& elements, std::string_view name, const std::string& text) {
  if (!text.empty()) elements.push_back({std::string(name), text});
}

}  // namespace

std::optional<Happening> happening_of(const Registry& registry, const EndpointBook& endpoints,
                                      const Event& event, Instant now, WallTime wall) {
  const Object& object = event.after != nullptr ? *event.after : *event.before;
  Happening happening{.facts = CallFacts{},
                      .is_end = event.after == nullptr,
                      .why = event.why,
                      .now = now,
                      .wall = wall};
  if (object.kind == Kind::call)
    happening.facts = facts_of(registry, static_cast<const Call&>(object));
  else if (object.kind == Kind::call_leg)
    happening.facts = facts_of(registry, static_cast<const CallLeg&>(object), endpoints);
  else
    return std::nullopt;
  return happening;
}

void Recorder::take(std::span<const Happening> happenings, Random& random,
                    std::vector<Record>& records) {
  for (const Happening& at : happenings)
    if (const auto* call = std::get_if<CallFacts>(&at.facts); call != nullptr && !at.is_end)
      start_call(*call, at, records);
  for (const Happening& at : happenings) {
    const auto* leg = std::get_if<LegFacts>(&at.facts);
    if (leg == nullptr) continue;
    if (at.is_end)
      end_leg(*leg, at, records);
    else
      tell_leg(*leg, at, records);
  }
  for (const Happening& at : happenings)
    if (const auto* call = std::get_if<CallFacts>(&at.facts)) {
      switch_streams(*call, at, random, records);
      if (at.is_end) end_call(*call, at, records);
    }
}

void Recorder::start_call(const CallFacts& facts, const Happening& at,
                          std::vector<Record>& records) {
  const auto [call, is_new] = calls_.try_emplace(facts.id);
  if (!is_new) return;
  call->second.started = facts.started;
  records.push_back({RecordType::call_start, facts.id, at.wall, facts.start});
}

// A call that ends is recorded and streamed no more.
void Recorder::switch_streams(const CallFacts& facts, const Happening& at, Random& random,
                              std::vector<Record>& records) {
  const auto found = calls_.find(facts.id);
  if (found == calls_.end()) return;
  OpenCall& call = found->second;
  call.was_endpoint_recording |= facts.is_endpoint_recording;
  const auto turn = [&](Guid& id, bool is_on, LegService service, RecordType end) {
    if (is_on == static_cast<bool>(id)) return;
    if (is_on) {
      id = new_guid(random);
      records.push_back(stream_start(facts, service, id, at.wall));
    } else {
      records.push_back({end, std::exchange(id, Guid{}), at.wall});
    }
  };
  turn(call.recording, facts.is_recording && !at.is_end, LegService::recorder,
       RecordType::recording_end);
  turn(call.streaming, facts.is_streaming && !at.is_end, LegService::streamer,
       RecordType::streaming_end);
}

// Which machine it is; of a recording nothing more is known, its place the machine chooses.
Record Recorder::stream_start(const CallFacts& facts, LegService service, const Guid& id,
                              WallTime wall) const {
  const bool is_recording = service == LegService::recorder;
  Record record{is_recording ? RecordType::recording_start : RecordType::streaming_start,
                id,
                wall,
                {{"call", to_string(facts.id)}}};
  const auto leg = std::ranges::find_if(legs_, [&](const auto& each) {
    return each.second.call == facts.id && each.second.service == service;
  });
  if (leg != legs_.end()) {
    record.elements.push_back({"callLeg", to_string(leg->first)});
    put(record.elements, is_recording ? "recorderUri" : "streamerUri", leg->second.machine);
  }
  if (!is_recording) put(record.elements, "streamUrl", facts.stream_url);
  return record;
}

void Recorder::end_call(const CallFacts& facts, const Happening& at, std::vector<Record>& records) {
  const auto found = calls_.find(facts.id);
  if (found == calls_.end()) return;
  const OpenCall& call = found->second;
  records.push_back({RecordType::call_end,
                     facts.id,
                     at.wall,
                     {{"callLegsCompleted", std::to_string(call.left)},
                      {"callLegsMaxActive", std::to_string(call.most)},
                      {"durationSeconds", seconds(at.now - call.started)},
                      {"endpointRecorded", yes_or_no(call.was_endpoint_recording)}}});
  calls_.erase(found);
}

void Recorder::start_leg(const LegFacts& facts, const Happening& at, std::vector<Record>& records) {
  OpenLeg& leg = legs_[facts.id];
  leg.call = facts.call;
  leg.service = facts.service;
  leg.machine = facts.machine;
  leg.changing = facts.changing;
  if (facts.call) enter(facts.call);
  std::vector<Element> elements = facts.start;
  // Where it is stands behind its direction (platform-facts 4.3).
  auto place = std::ranges::find(elements, "direction", &Element::name);
  if (place != elements.end()) ++place;
  if (facts.call || facts.is_placed) elements.insert(place, place_of(facts.call));
  records.push_back({RecordType::call_leg_start, facts.id, at.wall, std::move(elements)});
}

void Recorder::tell_leg(const LegFacts& facts, const Happening& at, std::vector<Record>& records) {
  if (!legs_.contains(facts.id)) start_leg(facts, at, records);
  OpenLeg& leg = legs_.find(facts.id)->second;
  Record update{RecordType::call_leg_update, facts.id, at.wall};
  const bool connects = facts.is_connected && facts.is_placed && !leg.is_connected;
  const bool may_tell_place = facts.is_placed || !facts.is_connected;
  if (connects) {
    leg.is_connected = true;
    leg.connected = at.now;
    update.elements.push_back({"state", "connected"});
  }
  if (connects || (may_tell_place && facts.call != leg.call))
    update.elements.push_back(place_of(facts.call));
  if (may_tell_place && facts.call != leg.call) {
    if (leg.call) leave(leg.call);
    if (facts.call) enter(facts.call);
    leg.call = facts.call;
    leg.has_waiting = false;
  }
  const bool is_in_call = leg.is_connected && facts.is_placed && facts.call;
  if (is_in_call && (!leg.has_waiting || leg.is_waiting != facts.is_waiting)) {
    leg.has_waiting = true;
    leg.is_waiting = facts.is_waiting;
    update.elements.push_back({"deactivated", yes_or_no(facts.is_waiting)});
    if (!facts.is_waiting && !leg.active_since) leg.active_since = at.now;
    if (facts.is_waiting && leg.active_since)
      leg.active += at.now - *std::exchange(leg.active_since, std::nullopt);
  }
  for (std::size_t i = 0; i < changing_count; ++i)
    if (leg.changing[i] != facts.changing[i])
      update.elements.push_back({std::string(changing_names[i]), facts.changing[i]});
  leg.changing = facts.changing;
  if (!update.elements.empty()) records.push_back(std::move(update));
}

void Recorder::end_leg(const LegFacts& facts, const Happening& at, std::vector<Record>& records) {
  const auto found = legs_.find(facts.id);
  if (found == legs_.end()) return;
  OpenLeg& leg = found->second;
  if (leg.active_since) leg.active += at.now - *leg.active_since;
  if (leg.call) leave(leg.call);
  const std::string_view why = at.why.empty() ? call::reason::local_teardown : at.why;
  Record end{RecordType::call_leg_end, facts.id, at.wall};
  put(end.elements, "reason", std::string(why));
  put(end.elements, "remoteTeardown", yes_or_no(is_remote(why)));
  if (facts.endpoint) tell_encryption(*facts.endpoint, end.elements);
  put(end.elements, "durationSeconds", seconds(leg.connected ? at.now - *leg.connected : 0s));
  put(end.elements, "activatedDuration", seconds(leg.active));
  if (facts.endpoint) tell_media(*facts.endpoint, end.elements);
  put(end.elements, "ownerId", leg.changing[1]);
  put(end.elements, "sipCallId", leg.changing[2]);
  put(end.elements, "cdrTag", leg.changing[0]);
  records.push_back(std::move(end));
  legs_.erase(found);
}

void Recorder::enter(const Guid& call) {
  const auto found = calls_.find(call);
  if (found == calls_.end()) return;
  found->second.most = std::max(found->second.most, ++found->second.inside);
}

void Recorder::leave(const Guid& call) {
  const auto found = calls_.find(call);
  if (found == calls_.end()) return;
  --found->second.inside;
  ++found->second.left;
}

}  // namespace curia::cdr

#include "model/cdr/meetings.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/cdr/bytes.hpp"

namespace curia::cdr {
namespace {

std::string about(const Record& record, const std::string& what) {
  return std::string(name_of(record.type)) + " " + to_string(record.id) + ": " + what;
}

// "callLegsCompleted is 3, but 2 legs were told of".
std::string number_complaint(const Record& record, std::string_view name, std::uint64_t expected) {
  const std::string* text = record.find(name);
  const auto value = text != nullptr ? parse_decimal(*text) : std::nullopt;
  if (value && static_cast<std::uint64_t>(*value) == expected) return {};
  return about(record, std::string(name) + " is " + (text != nullptr ? *text : "missing") +
                           " instead of " + std::to_string(expected));
}

void put_time(ByteWriter& out, const std::optional<WallTime>& time) {
  out.number(time ? 1 : 0);
  if (time) out.time(*time);
}

std::optional<WallTime> take_time(ByteReader& in) {
  if (in.number() == 0) return std::nullopt;
  return in.time();
}

// Half a century is more than any leg lasts; clocks that jump do not add up to more.
Duration added(Duration active, Duration more) {
  return std::clamp<Duration>(active + more, 0s, 24h * 36500 / 2);
}

std::string seconds(Duration time) {
  return std::to_string(
      std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(time).count()));
}

}  // namespace

std::string Meetings::take(const Record& record) {
  switch (record.type) {
    case RecordType::call_start:
    case RecordType::call_end:
      return take_call(record);
    case RecordType::call_leg_start:
    case RecordType::call_leg_update:
    case RecordType::call_leg_end:
      return take_leg(record);
    default:
      return take_stream(record);
  }
}

std::string Meetings::take_call(const Record& record) {
  if (record.type == RecordType::call_start)
    return calls_.try_emplace(record.id, OpenMeeting{.started = record.time}).second
               ? ""
               : about(record, "it is going on already");
  const auto found = calls_.find(record.id);
  if (found == calls_.end()) return about(record, "it never started");
  const OpenMeeting call = found->second;
  calls_.erase(found);
  const auto is_of_it = [&](const auto& entry) { return entry.second == record.id; };
  if (call.inside > 0) return about(record, std::to_string(call.inside) + " legs are in it still");
  if (std::ranges::any_of(recordings_, is_of_it) || std::ranges::any_of(streams_, is_of_it))
    return about(record, "it is recorded or streamed still");
  auto complaint = number_complaint(record, "callLegsCompleted", call.left);
  if (complaint.empty()) complaint = number_complaint(record, "callLegsMaxActive", call.most);
  return complaint;
}

// Where the leg says that it is; a leg that says nothing stays.
std::string Meetings::place(const Record& record, OpenConnection& leg) {
  Guid call = leg.call;
  if (const std::string* text = record.find("call")) {
    const auto id = parse_guid(*text);
    if (!id) return about(record, "'" + *text + "' is no call");
    call = *id;
  } else if (record.find("ivr") != nullptr) {
    call = {};
  }
  if (call == leg.call) return {};
  if (leg.call) leave(leg.call);
  leg.call = call;
  if (!call) return {};
  const auto entered = calls_.find(call);
  if (entered == calls_.end()) return about(record, "its call never started");
  entered->second.most = std::max(entered->second.most, ++entered->second.inside);
  return {};
}

void Meetings::leave(const Guid& id) {
  const auto call = calls_.find(id);
  if (call == calls_.end() || call->second.inside == 0) return;
  --call->second.inside;
  ++call->second.left;
}

void Meetings::settle_activity(const Record& record, OpenConnection& leg) {
  const std::string* deactivated = record.find("deactivated");
  if (deactivated == nullptr) return;
  if (*deactivated == "false" && !leg.active_since) leg.active_since = record.time;
  if (*deactivated == "true" && leg.active_since)
    leg.active = added(leg.active, record.time - *std::exchange(leg.active_since, std::nullopt));
}

std::string Meetings::take_leg(const Record& record) {
  std::string complaint;
  const bool is_start = record.type == RecordType::call_leg_start;
  auto found = legs_.find(record.id);
  if (is_start && found != legs_.end()) complaint = about(record, "it has started already");
  if (!is_start && found == legs_.end()) return about(record, "it never started");
  if (found == legs_.end()) found = legs_.try_emplace(record.id).first;
  OpenConnection& leg = found->second;
  if (record.type == RecordType::call_leg_end) {
    if (leg.call) leave(leg.call);
    legs_.erase(found);
    return record.find("reason") != nullptr ? "" : about(record, "no reason is given");
  }
  if (const auto misplaced = place(record, leg); complaint.empty()) complaint = misplaced;
  if (record.find("state") != nullptr) {
    if (leg.connected && complaint.empty()) complaint = about(record, "it connects twice");
    leg.connected = record.time;
  }
  settle_activity(record, leg);
  const auto keep = [&](std::string_view name, std::string& text) {
    if (const std::string* value = record.find(name)) text = *value;
  };
  keep("ownerId", leg.owner_id);
  keep("sipCallId", leg.sip_call_id);
  keep("cdrTag", leg.cdr_tag);
  return complaint;
}

std::string Meetings::take_stream(const Record& record) {
  const bool is_recording =
      record.type == RecordType::recording_start || record.type == RecordType::recording_end;
  auto& open = is_recording ? recordings_ : streams_;
  if (record.type == RecordType::recording_end || record.type == RecordType::streaming_end)
    return open.erase(record.id) > 0 ? "" : about(record, "it never started");
  const std::string* text = record.find("call");
  const auto call = text != nullptr ? parse_guid(*text) : Result<Guid>(Guid{});
  if (!call || !calls_.contains(*call)) return about(record, "its call never started");
  return open.try_emplace(record.id, *call).second ? "" : about(record, "it has started already");
}

std::vector<Record> Meetings::endings(WallTime at, std::string_view reason) const {
  std::vector<Record> records;
  Meetings after = *this;
  for (const auto& [id, leg] : legs_) {
    Record end{RecordType::call_leg_end, id, at};
    const auto put = [&](const char* name, std::string text) {
      if (!text.empty()) end.elements.push_back({name, std::move(text)});
    };
    put("reason", std::string(reason));
    put("remoteTeardown", "false");
    put("durationSeconds", seconds(leg.connected ? at - *leg.connected : 0s));
    put("activatedDuration",
        seconds(added(leg.active, leg.active_since ? at - *leg.active_since : Duration{})));
    put("ownerId", leg.owner_id);
    put("sipCallId", leg.sip_call_id);
    put("cdrTag", leg.cdr_tag);
    after.take(end);
    records.push_back(std::move(end));
  }
  for (const auto& [id, call] : recordings_) records.push_back({RecordType::recording_end, id, at});
  for (const auto& [id, call] : streams_) records.push_back({RecordType::streaming_end, id, at});
  for (const auto& [id, call] : after.calls_)
    records.push_back({RecordType::call_end,
                       id,
                       at,
                       {{"callLegsCompleted", std::to_string(call.left)},
                        {"callLegsMaxActive", std::to_string(call.most)},
                        {"durationSeconds", seconds(at - call.started)}}});
  return records;
}

std::string Meetings::encode() const {
  ByteWriter out;
  out.number(calls_.size());
  for (const auto& [id, call] : calls_) {
    out.guid(id).time(call.started).number(call.inside).number(call.left).number(call.most);
  }
  out.number(legs_.size());
  for (const auto& [id, leg] : legs_) {
    out.guid(id).guid(leg.call);
    put_time(out, leg.connected);
    put_time(out, leg.active_since);
    out.time(WallTime(leg.active));
    out.text(leg.owner_id).text(leg.sip_call_id).text(leg.cdr_tag);
  }
  for (const auto* open : {&recordings_, &streams_}) {
    out.number(open->size());
    for (const auto& [id, call] : *open) out.guid(id).guid(call);
  }
  return out.take();
}

Result<Meetings> Meetings::decode(std::string_view bytes) {
  ByteReader in(bytes);
  Meetings meetings;
  for (auto left = in.number(); left > 0 && !in.failed(); --left) {
    const Guid id = in.guid();
    OpenMeeting call{.started = in.time()};
    call.inside = in.number();
    call.left = in.number();
    call.most = in.number();
    meetings.calls_[id] = call;
  }
  for (auto left = in.number(); left > 0 && !in.failed(); --left) {
    OpenConnection& leg = meetings.legs_[in.guid()];
    leg.call = in.guid();
    leg.connected = take_time(in);
    leg.active_since = take_time(in);
    leg.active = added(in.time().time_since_epoch(), {});
    leg.owner_id = in.text();
    leg.sip_call_id = in.text();
    leg.cdr_tag = in.text();
  }
  for (auto* open : {&meetings.recordings_, &meetings.streams_})
    for (auto left = in.number(); left > 0 && !in.failed(); --left) {
      const Guid id = in.guid();
      (*open)[id] = in.guid();
    }
  if (in.failed() || !in.at_end()) return fail(Errc::corrupt, "no list of meetings");
  return meetings;
}

}  // namespace curia::cdr

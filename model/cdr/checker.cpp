#include "model/cdr/checker.hpp"

namespace curia::cdr {
namespace {

bool is_end(RecordType type) {
  return type == RecordType::call_end || type == RecordType::call_leg_end ||
         type == RecordType::recording_end || type == RecordType::streaming_end;
}

std::string at(const Received& received, const std::string& what) {
  return "record " + std::to_string(received.record_index) + " of session " +
         to_string(received.session) + ": " + what;
}

}  // namespace

std::string Checker::take(const Received& received) {
  Session& session = sessions_[received.session];
  const std::uint64_t next = session.records.size() + 1;
  if (received.record_index > next)
    return at(received, "the one before it was " + std::to_string(next - 1));
  if (received.record_index == 0) return at(received, "indexes begin at 1");
  if (received.record_index < next) {
    const Record& before = records_[session.records[received.record_index - 1]];
    return before == received.record ? "" : at(received, "it was another one before");
  }
  return take_new(session, received);
}

std::string Checker::take_new(Session& session, const Received& received) {
  session.records.push_back(records_.size());
  records_.push_back(received.record);
  missing_ += received.missing;
  if (received.missing > 0) is_complete_ = false;
  const std::uint64_t expected = session.next_correlator + received.missing;
  const bool is_first = !session.has_correlator;
  session.has_correlator = true;
  session.next_correlator = received.correlator_index + 1;
  // What came before the first record of a session may have been for others.
  if (is_first ? received.correlator_index < received.missing
               : received.correlator_index != expected)
    return at(received, "its correlatorIndex is " + std::to_string(received.correlator_index) +
                            " instead of " + std::to_string(expected));
  const bool was_ended = ended_.contains(received.record.id);
  if (is_end(received.record.type)) ended_.insert(received.record.id);
  if (was_ended) return at(received, "what it tells of has ended");
  const std::string complaint = meetings_.take(received.record);
  return is_complete_ && !complaint.empty() ? at(received, complaint) : "";
}

std::string Checker::still_open() const {
  if (meetings_.empty()) return {};
  std::string open = "still open:";
  for (const auto& [id, leg] : meetings_.legs()) open += " callLeg " + to_string(id);
  for (const auto& [id, call] : meetings_.calls()) open += " call " + to_string(id);
  return open;
}

}  // namespace curia::cdr

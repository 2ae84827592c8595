// Ledger: what the spool knows, as the sum of the entries that were written to it.
//
// 1. Live operations make an entry, write it and take it; a restart takes the same entries again:
//    both lead to the same ledger.
// 2. An entry is a kind and bytes; what a damaged one says is refused as a whole.
// 3. snapshot() is entries that lead from nothing to this ledger.
//
//   ledger.take(entry_of_session(session));
//   ledger.take(entry_of_record(record));
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "impl/service/cdr/queue.hpp"
#include "model/cdr/meetings.hpp"

namespace curia::cdr {

// The first byte of an entry.
enum class EntryKind : std::uint8_t {
  session = 1,    // begins one: its id
  record,         // made: its correlatorIndex and the record
  receiver,       // is there, with or without an address
  receiver_gone,  //
  delivered,      // so many of the first of a receiver
  alive,          // the server was, at this time
  meetings,       // of a snapshot: what is open
  kept,           // of a snapshot: a record that somebody has not taken
  queue,          // of a snapshot: what a receiver waits for
  snapshot_end,
};

std::string entry_of_session(const Guid& session, std::uint64_t next_correlator = 0);
std::string entry_of_record(std::uint64_t correlator_index, const Record& record);
std::string entry_of_receiver(const Guid& receiver, bool is_open);
std::string entry_of_receiver_gone(const Guid& receiver);
std::string entry_of_delivered(const Guid& receiver, std::size_t count);
std::string entry_of_alive(WallTime at);

class Ledger {
 public:
  // `written`: where the entry ends in the order of all that was written. Errors: corrupt.
  Result<> take(std::string_view entry, std::uint64_t written);
  std::vector<std::string> snapshot() const;

  const Guid& session() const { return session_; }
  std::uint64_t next_correlator() const { return next_correlator_; }
  const Meetings& meetings() const { return meetings_; }
  const std::map<Guid, Queue>& queues() const { return queues_; }
  // When the server was last seen to live: a record or a note.
  WallTime alive() const { return alive_; }
  bool has_snapshot() const { return has_snapshot_; }
  std::size_t bytes() const;  // about, of a snapshot

 private:
  Result<> take_record(std::string_view body, std::uint64_t written);
  Result<> take_kept(std::string_view body);
  Result<> take_queue(std::string_view body);

  Guid session_{};
  std::uint64_t next_correlator_ = 0;
  WallTime alive_{};
  Meetings meetings_;
  std::map<Guid, Queue> queues_;
  std::vector<std::shared_ptr<const Made>> kept_;  // while a snapshot is read
  bool has_snapshot_ = false;
};

}  // namespace curia::cdr

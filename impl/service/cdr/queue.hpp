// Queue: the records that one receiver has not taken yet.
//
// 1. recordIndex counts the records of a session that the receiver gets, from 1, without gaps
//    (platform-facts 4.1): it follows from the place in the queue.
// 2. The first limits::cdr_batch_records may have been sent already, so their indexes stand: when
//    the queue is full, the oldest of the others is dropped, and the next one says how many are
//    missing before it.
// 3. A receiver without an address keeps only these first ones; what it misses is counted.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "model/cdr/limits.hpp"
#include "model/cdr/record.hpp"

namespace curia::cdr {

// A record as it was made, once for all receivers.
struct Made {
  Guid session;
  std::uint64_t correlator_index = 0;
  std::uint64_t position = 0;  // in the order in which the spool wrote it down
  std::size_t bytes = 0;       // about, as a document
  Record record;
};

struct Queued {
  std::shared_ptr<const Made> made;
  std::uint64_t missing = 0;  // dropped right before it
};

class Queue {
 public:
  explicit Queue(std::size_t most = limits::cdr_spool_records) : most_(most) {}

  void add(std::shared_ptr<const Made> made);
  // The next to send: of one session, at most a document, made no later than `position`.
  std::size_t batch(std::uint64_t position) const;
  // The receiver has taken the first `count`, a batch or less.
  void delivered(std::size_t count);
  // Whether it has an address.
  void set_open(bool is_open);

  bool is_open() const { return is_open_; }
  bool empty() const { return records_.empty(); }
  const std::deque<Queued>& records() const { return records_; }
  std::uint64_t dropped() const { return dropped_; }
  // recordIndex of the first record that waits, or of the next of that session.
  std::uint64_t index_of_first() const;

  // What a file keeps of it beside the records.
  struct Memory {
    bool is_open = true;
    Guid session{};           // of the record that was delivered last
    std::uint64_t index = 0;  // and its recordIndex
    std::uint64_t missing = 0;
  };
  Memory memory() const { return {is_open_, session_, index_, missing_}; }
  void restore(const Memory& memory, std::deque<Queued> records);

 private:
  std::size_t most_;
  std::deque<Queued> records_;
  bool is_open_ = true;
  Guid session_{};
  std::uint64_t index_ = 0;
  std::uint64_t missing_ = 0;  // dropped since the last record that is kept
  std::uint64_t dropped_ = 0;  // in all, since the server started
};

}  // namespace curia::cdr

// StreamTable: all streams of a Net, and what they share.
//
// A StreamId is a place in the table and the generation of its use: finding a stream is an index
// and a comparison.
#pragma once

#include <memory>
#include <vector>

#include "impl/io/stream.hpp"

namespace curia::io {

class StreamTable {
 public:
  StreamTable(Loop& loop, Timers& timers);
  ~StreamTable();

  Stream& take();                 // a free place
  Stream* find(StreamId stream);  // null when the id is dead or its stream has ended
  void give_back(Stream& stream);

  Loop& loop() { return loop_; }
  Timers& timers() { return timers_; }
  // Where every read of the loop goes, limits::net_receive_bytes long: on_received gets a view.
  char* buffer() { return buffer_.get(); }

 private:
  Loop& loop_;
  Timers& timers_;
  std::unique_ptr<char[]> buffer_;
  std::vector<std::unique_ptr<Stream>> streams_;
  std::vector<std::uint32_t> free_;
};

}  // namespace curia::io

#include "impl/io/stream_table.hpp"

#include "model/base/limits.hpp"

namespace curia::io {

StreamTable::StreamTable(Loop& loop, Timers& timers)
    : loop_(loop), timers_(timers), buffer_(new char[limits::net_receive_bytes]) {}

StreamTable::~StreamTable() = default;

Stream& StreamTable::take() {
  if (free_.empty()) {
    const auto index = static_cast<std::uint32_t>(streams_.size());
    streams_.push_back(std::make_unique<Stream>(*this, index));
    return *streams_.back();
  }
  Stream& stream = *streams_[free_.back()];
  free_.pop_back();
  return stream;
}

Stream* StreamTable::find(StreamId stream) {
  const auto number = static_cast<std::uint64_t>(stream);
  const auto index = static_cast<std::uint32_t>(number);
  if (index >= streams_.size()) return nullptr;
  Stream& found = *streams_[index];
  return found.generation() == number >> 32 && found.usable() ? &found : nullptr;
}

void StreamTable::give_back(Stream& stream) { free_.push_back(stream.index()); }

}  // namespace curia::io

#include "impl/service/cdr/ledger.hpp"

#include <algorithm>

#include "model/cdr/bytes.hpp"

namespace curia::cdr {
namespace {

constexpr std::size_t bytes_beside_record = 200;  // the tags of a record in a document

ByteWriter entry(EntryKind kind) {
  ByteWriter out;
  out.number(static_cast<std::uint64_t>(kind));
  return out;
}

std::unexpected<Error> damaged(std::string_view what) {
  return fail(Errc::corrupt, "a damaged entry of the spool: " + std::string(what));
}

std::string entry_of_kept(const Made& made) {
  return entry(EntryKind::kept)
      .guid(made.session)
      .number(made.correlator_index)
      .text(encode(made.record))
      .take();
}

std::string entry_of_queue(const Guid& receiver, const Queue& queue,
                           const std::map<const Made*, std::size_t>& numbers) {
  const Queue::Memory memory = queue.memory();
  ByteWriter out = entry(EntryKind::queue);
  out.guid(receiver).number(memory.is_open ? 1 : 0).guid(memory.session).number(memory.index);
  out.number(memory.missing).number(queue.records().size());
  for (const Queued& queued : queue.records())
    out.number(numbers.at(queued.made.get())).number(queued.missing);
  return out.take();
}

}  // namespace

std::string entry_of_session(const Guid& session, std::uint64_t next_correlator) {
  return entry(EntryKind::session).guid(session).number(next_correlator).take();
}
std::string entry_of_record(std::uint64_t correlator_index, const Record& record) {
  return entry(EntryKind::record).number(correlator_index).text(encode(record)).take();
}
std::string entry_of_receiver(const Guid& receiver, bool is_open) {
  return entry(EntryKind::receiver).guid(receiver).number(is_open ? 1 : 0).take();
}
std::string entry_of_receiver_gone(const Guid& receiver) {
  return entry(EntryKind::receiver_gone).guid(receiver).take();
}
std::string entry_of_delivered(const Guid& receiver, std::size_t count) {
  return entry(EntryKind::delivered).guid(receiver).number(count).take();
}
std::string entry_of_alive(WallTime at) { return entry(EntryKind::alive).time(at).take(); }

Result<> Ledger::take(std::string_view bytes, std::uint64_t written) {
  ByteReader in(bytes);
  const auto kind = static_cast<EntryKind>(in.number());
  const std::string_view body = bytes.substr(std::min<std::size_t>(1, bytes.size()));
  if (kind == EntryKind::record) return take_record(body, written);
  if (kind == EntryKind::kept) return take_kept(body);
  if (kind == EntryKind::queue) return take_queue(body);
  if (kind == EntryKind::session) {
    session_ = in.guid();
    next_correlator_ = in.number();
    meetings_ = {};
  } else if (kind == EntryKind::receiver) {
    Queue& queue = queues_[in.guid()];
    queue.set_open(in.number() != 0);
  } else if (kind == EntryKind::receiver_gone) {
    queues_.erase(in.guid());
  } else if (kind == EntryKind::delivered) {
    const auto queue = queues_.find(in.guid());
    const std::uint64_t count = in.number();
    if (queue == queues_.end() || count > queue->second.records().size())
      return damaged("delivered");
    queue->second.delivered(count);
  } else if (kind == EntryKind::alive) {
    alive_ = std::max(alive_, in.time());
  } else if (kind == EntryKind::meetings) {
    auto meetings = Meetings::decode(in.text());
    if (!meetings) return fail(meetings.error());
    meetings_ = *std::move(meetings);
  } else if (kind == EntryKind::snapshot_end) {
    has_snapshot_ = true;
    kept_.clear();
  } else {
    return damaged("an unknown kind");
  }
  return in.failed() || !in.at_end() ? damaged("its length") : Result<>();
}

Result<> Ledger::take_record(std::string_view body, std::uint64_t written) {
  ByteReader in(body);
  const std::uint64_t correlator = in.number();
  const std::string_view bytes = in.text();
  auto record = decode(bytes);
  if (!record) return fail(record.error());
  meetings_.take(*record);
  alive_ = std::max(alive_, record->time);
  next_correlator_ = correlator + 1;
  const auto made = std::make_shared<const Made>(
      Made{session_, correlator, written, bytes.size() + bytes_beside_record, *std::move(record)});
  for (auto& [receiver, queue] : queues_) queue.add(made);
  return {};
}

Result<> Ledger::take_kept(std::string_view body) {
  ByteReader in(body);
  const Guid session = in.guid();
  const std::uint64_t correlator = in.number();
  const std::string_view bytes = in.text();
  auto record = decode(bytes);
  if (!record) return fail(record.error());
  kept_.push_back(std::make_shared<const Made>(
      Made{session, correlator, 0, bytes.size() + bytes_beside_record, *std::move(record)}));
  return {};
}

Result<> Ledger::take_queue(std::string_view body) {
  ByteReader in(body);
  const Guid receiver = in.guid();
  Queue::Memory memory;
  memory.is_open = in.number() != 0;
  memory.session = in.guid();
  memory.index = in.number();
  memory.missing = in.number();
  std::deque<Queued> records;
  for (auto left = in.number(); left > 0 && !in.failed(); --left) {
    const std::uint64_t number = in.number();
    if (number >= kept_.size()) return damaged("a queue");
    records.push_back({kept_[number], in.number()});
  }
  if (in.failed() || !in.at_end()) return damaged("a queue");
  queues_[receiver].restore(memory, std::move(records));
  return {};
}

std::vector<std::string> Ledger::snapshot() const {
  std::vector<std::string> entries;
  entries.push_back(entry_of_session(session_, next_correlator_));
  entries.push_back(entry_of_alive(alive_));
  entries.push_back(entry(EntryKind::meetings).text(meetings_.encode()).take());
  std::map<const Made*, std::size_t> numbers;
  for (const auto& [receiver, queue] : queues_)
    for (const Queued& queued : queue.records())
      if (numbers.try_emplace(queued.made.get(), numbers.size()).second)
        entries.push_back(entry_of_kept(*queued.made));
  for (const auto& [receiver, queue] : queues_)
    entries.push_back(entry_of_queue(receiver, queue, numbers));
  entries.push_back(entry(EntryKind::snapshot_end).take());
  return entries;
}

std::size_t Ledger::bytes() const {
  std::size_t bytes = bytes_beside_record * (meetings_.legs().size() + meetings_.calls().size());
  for (const auto& [receiver, queue] : queues_)
    for (const Queued& queued : queue.records()) bytes += queued.made->bytes;
  return bytes;
}

}  // namespace curia::cdr

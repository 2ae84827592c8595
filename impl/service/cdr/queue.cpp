#include "impl/service/cdr/queue.hpp"

#include <algorithm>
#include <utility>

#include "model/base/check.hpp"
#include "model/base/reached.hpp"

namespace curia::cdr {

void Queue::add(std::shared_ptr<const Made> made) {
  if (!is_open_) {
    ++missing_;
    return;
  }
  records_.push_back({std::move(made), std::exchange(missing_, 0)});
  if (records_.size() <= std::max(most_, limits::cdr_batch_records + 1)) return;
  reached("cdr.queue_full");
  ++dropped_;
  const auto oldest = records_.begin() + static_cast<std::ptrdiff_t>(limits::cdr_batch_records);
  const std::uint64_t missing = oldest->missing + 1;
  records_.erase(oldest)->missing += missing;
}

std::size_t Queue::batch(std::uint64_t position) const {
  std::size_t count = 0, bytes = 0;
  for (const Queued& queued : records_) {
    const Made& made = *queued.made;
    bytes += made.bytes;
    const bool fits = count < limits::cdr_batch_records &&
                      (count == 0 || bytes <= limits::cdr_batch_bytes) &&
                      made.position <= position && made.session == records_.front().made->session;
    if (!fits) break;
    ++count;
  }
  return count;
}

std::uint64_t Queue::index_of_first() const {
  const bool goes_on = records_.empty() || records_.front().made->session == session_;
  return goes_on ? index_ + 1 : 1;
}

void Queue::delivered(std::size_t count) {
  check(count <= records_.size(), "only what waits can be delivered");
  for (; count > 0; --count) {
    index_ = index_of_first();
    session_ = records_.front().made->session;
    records_.pop_front();
  }
}

void Queue::set_open(bool is_open) {
  is_open_ = is_open;
  if (is_open) return;
  while (records_.size() > limits::cdr_batch_records) {
    missing_ += records_.back().missing + 1;
    ++dropped_;
    records_.pop_back();
  }
}

void Queue::restore(const Memory& memory, std::deque<Queued> records) {
  is_open_ = memory.is_open;
  session_ = memory.session;
  index_ = memory.index;
  missing_ = memory.missing;
  records_ = std::move(records);
}

}  // namespace curia::cdr

#include "impl/service/cdr/sender.hpp"

#include <algorithm>
#include <utility>

#include "impl/wire/cdr_document.hpp"
#include "model/base/limits.hpp"
#include "model/base/reached.hpp"
#include "model/base/url.hpp"
#include "model/objects/cdr_receiver.hpp"
#include "model/rules/call_bridge.hpp"

namespace curia::cdr {
namespace {

// The query of a URI may hold a key: only the place is told.
std::string place_of(const std::string& uri) {
  const auto url = parse_url(uri);
  return url ? url->host + ":" + std::to_string(url->port) : "no usable URI";
}

std::string document_of(const Queue& queue, std::size_t count, const Guid& session,
                        const Guid& call_bridge) {
  if (count == 0) return cdr_document({session, call_bridge}, {});
  std::vector<CdrEntry> entries;
  std::uint64_t index = queue.index_of_first();
  for (std::size_t i = 0; i < count; ++i) {
    const Queued& queued = queue.records()[i];
    entries.push_back(
        {&queued.made->record, index++, queued.made->correlator_index, queued.missing});
  }
  return cdr_document({queue.records().front().made->session, call_bridge}, entries);
}

}  // namespace

Sender::Sender(const Env& env, const Registry& registry, web::Client& client, Spool& spool)
    : env_(env), registry_(registry), client_(client), spool_(spool) {}

void Sender::stop() {
  is_stopped_ = true;
  if (armed_for_ != never) env_.timers.cancel(timer_);
  armed_for_ = never;
}

const Queue* Sender::queue_of(const Guid& receiver) const {
  const auto found = spool_.ledger().queues().find(receiver);
  return found == spool_.ledger().queues().end() ? nullptr : &found->second;
}

void Sender::note_receivers() {
  const Table& receivers = registry_.table(Kind::cdr_receiver);
  std::erase_if(lines_, [&](const auto& line) { return receivers.find(line.first) == nullptr; });
  std::size_t number = 0;
  receivers.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& receiver = static_cast<const CdrReceiver&>(receivers.at(slot));
    Line& line = lines_[receiver.id];
    if (line.uri != receiver.uri)
      line = Line{.uri = receiver.uri, .marked = spool_.written(), .dropped = line.dropped};
    line.number = ++number;
    return true;
  });
}

Instant Sender::due(const Guid& receiver, const Line& line) const {
  const Queue* queue = queue_of(receiver);
  if (line.uri.empty() || line.is_asking || queue == nullptr) return never;
  if (line.trouble || queue->empty()) return line.next;
  return {};  // long since: what waits goes out now
}

void Sender::look() {
  if (is_stopped_) return;
  note_receivers();
  for (auto& [receiver, line] : lines_) {
    tell_dropped(receiver, line);
    if (due(receiver, line) <= env_.clock.now()) serve(receiver, line);
  }
  arm();
  tell_if_finished();
}

// Once when it begins, and how many there were when records are taken again.
void Sender::tell_dropped(const Guid& receiver, Line& line) {
  const Queue* queue = queue_of(receiver);
  if (queue == nullptr || queue->dropped() == line.dropped) return;
  const std::string name = "CDR receiver " + std::to_string(line.number);
  if (!std::exchange(line.is_full, true))
    env_.trace.log(Severity::error, name + " has not taken " +
                                        std::to_string(queue->records().size()) +
                                        " records: the oldest are dropped from now on");
  if (!line.is_connected) return;
  env_.trace.log(Severity::error, std::to_string(queue->dropped() - line.dropped) +
                                      " call detail records for " + name + " were dropped");
  line.dropped = queue->dropped();
  line.is_full = false;
}

void Sender::serve(const Guid& receiver, Line& line) {
  const Queue& queue = *queue_of(receiver);
  line.batch = queue.batch(spool_.safe());
  const bool is_safe = spool_.safe() >= line.marked && (queue.empty() || line.batch > 0);
  if (is_safe) return ask(receiver, line);
  if (std::exchange(waits_for_disk_, true)) return;
  spool_.when_safe([this] {
    waits_for_disk_ = false;
    look();
  });
}

void Sender::ask(const Guid& receiver, Line& line) {
  const CallBridge* own = own_call_bridge(registry_);
  line.is_asking = true;
  line.asked = ++questions_;
  client_.fetch({.method = "POST",
                 .url = line.uri,
                 .headers = {{"Content-Type", "text/xml"}},
                 .body = document_of(*queue_of(receiver), line.batch, spool_.ledger().session(),
                                     own != nullptr ? own->id : Guid{}),
                 .timeout = limits::cdr_contact_timeout},
                [this, receiver, question = line.asked](Result<http::Response> got) {
                  answered(receiver, question, std::move(got));
                });
}

void Sender::answered(const Guid& receiver, std::uint64_t question, Result<http::Response> got) {
  const auto found = lines_.find(receiver);
  if (is_stopped_ || found == lines_.end() || found->second.asked != question) return;
  Line& line = found->second;
  line.is_asking = false;
  if (got && got->status / 100 == 2)
    delivered(receiver, line);
  else
    failed(receiver, line, got);
  look();
}

void Sender::delivered(const Guid& receiver, Line& line) {
  if (!std::exchange(line.is_connected, true))
    env_.trace.log(Severity::info,
                   "successfully connected to CDR receiver " + std::to_string(line.number));
  line.is_second_try = false;
  line.backoff = {};
  line.trouble.reset();
  line.next = env_.clock.now() + limits::cdr_contact_interval;
  if (line.batch == 0) return;
  spool_.add(entry_of_delivered(receiver, std::exchange(line.batch, 0)));
  spool_.write_out();
  line.marked = spool_.written();
}

void Sender::failed(const Guid& receiver, Line& line, const Result<http::Response>& got) {
  // The other end may have closed a kept connection while we wrote: that is no trouble yet.
  const bool is_broken = !got && got.error().code != Errc::timed_out;
  if (is_broken && line.is_connected && !std::exchange(line.is_second_try, true)) {
    reached("cdr.second_try");
    line.next = env_.clock.now();
    return;
  }
  reached("cdr.not_delivered");
  const std::string why = got ? "it answers " + std::to_string(got->status) : got.error().message;
  const std::string name = "CDR receiver " + std::to_string(line.number);
  if (!line.trouble)
    env_.trace.log(Severity::warning,
                   "unable to connect to " + name + " (" + place_of(line.uri) + "): " + why);
  line.is_connected = line.is_second_try = false;
  line.backoff = std::clamp(2 * line.backoff, limits::cdr_backoff_first, limits::cdr_backoff_most);
  line.next = env_.clock.now() + line.backoff;
  line.trouble = callbridge::Trouble{.reason = got ? callbridge::reason_of_status(got->status)
                                                   : callbridge::reason_of(got.error()),
                                     .object = receiver,
                                     .told = name + ": " + why};
}

std::vector<callbridge::Trouble> Sender::troubles() const {
  std::vector<callbridge::Trouble> troubles;
  for (const auto& [receiver, line] : lines_)
    if (line.trouble) troubles.push_back(*line.trouble);
  return troubles;
}

void Sender::arm() {
  Instant next = finish_by_;
  for (const auto& [receiver, line] : lines_)
    if (const Instant at = due(receiver, line); at > env_.clock.now()) next = std::min(next, at);
  if (next == armed_for_) return;
  if (armed_for_ != never) env_.timers.cancel(timer_);
  armed_for_ = next;
  if (next != never)
    timer_ = env_.timers.at(next, [this] {
      armed_for_ = never;
      look();
    });
}

void Sender::finish(Task done) {
  finished_ = std::move(done);
  finish_by_ = env_.clock.now() + limits::cdr_last_delivery;
  look();
}

void Sender::tell_if_finished() {
  if (!finished_) return;
  const bool is_waiting = std::ranges::any_of(lines_, [&](const auto& entry) {
    const Queue* queue = queue_of(entry.first);
    return queue != nullptr && !queue->empty() && entry.second.is_connected;
  });
  if (is_waiting && env_.clock.now() < finish_by_) return;
  stop();
  env_.timers.at(env_.clock.now(), std::exchange(finished_, nullptr));
}

}  // namespace curia::cdr

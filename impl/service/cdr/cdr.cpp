#include "impl/service/cdr/cdr.hpp"

#include <algorithm>
#include <utility>

#include "model/base/reached.hpp"
#include "model/call/reasons.hpp"
#include "model/cdr/limits.hpp"
#include "model/objects/cdr_receiver.hpp"

namespace curia::cdr {
namespace {

// Nobody knows what ended a leg whose server was killed.
constexpr std::string_view server_lost = "error";

bool concerns_receivers(std::span<const Event> events) {
  return std::ranges::any_of(events, [](const Event& event) {
    return (event.after != nullptr ? event.after : event.before)->kind == Kind::cdr_receiver;
  });
}

}  // namespace

Cdr::Cdr(const Env& env, Registry& registry, web::Client& client)
    : env_(env),
      registry_(registry),
      session_(new_guid(env.random)),
      spool_(env),
      sender_(env, registry, client, spool_) {
  registry.observe(*this);
}

void Cdr::start() {
  is_running_ = true;
  last_sequence_ = registry_.applied();
  spool_.load();
  close_earlier_session();
  spool_.add(entry_of_session(session_));
  note_receivers();
  spool_.begin_file();
  sender_.look();
}

// An end is told at the last moment at which the server is known to have lived.
void Cdr::close_earlier_session() {
  const Ledger& ledger = spool_.ledger();
  if (ledger.meetings().empty()) return;
  reached("cdr.lost_meetings");
  const auto endings = ledger.meetings().endings(ledger.alive(), server_lost);
  for (const Record& record : endings)
    spool_.add(entry_of_record(ledger.next_correlator(), record));
  env_.trace.log(Severity::warning,
                 "the server ended without notice: " + std::to_string(endings.size()) +
                     " call detail records tell the end of what was going on");
}

void Cdr::note_receivers() {
  const Table& receivers = registry_.table(Kind::cdr_receiver);
  const auto& queues = spool_.ledger().queues();
  const bool was_wanted = !queues.empty();
  std::vector<Guid> gone;
  for (const auto& [receiver, queue] : queues)
    if (receivers.find(receiver) == nullptr) gone.push_back(receiver);
  for (const Guid& receiver : gone) spool_.add(entry_of_receiver_gone(receiver));
  receivers.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& receiver = static_cast<const CdrReceiver&>(receivers.at(slot));
    const auto queue = queues.find(receiver.id);
    const bool is_open = !receiver.uri.empty();
    if (queue == queues.end() || queue->second.is_open() != is_open)
      spool_.add(entry_of_receiver(receiver.id, is_open));
    return true;
  });
  if (was_wanted != !queues.empty()) spool_.begin_file();
}

void Cdr::applied(std::span<const Event> events) {
  if (!is_running_) return;
  const std::uint64_t sequence = registry_.applied();
  if (sequence == last_sequence_) pending_.clear();  // all that was not durable is undone
  const bool is_undone = std::exchange(last_sequence_, sequence) == sequence;
  if (concerns_receivers(events)) {
    note_receivers();
    spool_.write_out();
    sender_.look();
  }
  if (is_undone) return;
  std::vector<Happening> happenings;
  for (const Event& event : events) {
    keep_endpoint(event);
    if (auto happening =
            happening_of(registry_, endpoints_, event, env_.clock.now(), env_.clock.wall())) {
      if (happening->is_end) endpoints_.erase(event.before->id);
      happenings.push_back(std::move(*happening));
    }
  }
  if (!happenings.empty()) take(std::move(happenings), sequence);
}

// A leg that was moved has the far end that it had.
void Cdr::keep_endpoint(const Event& event) {
  if (event.before != nullptr || event.after->kind != Kind::call_leg) return;
  const auto& leg = static_cast<const CallLeg&>(*event.after);
  const auto known = endpoints_.find(leg.moved_call_leg);
  if (leg.moved_call_leg && known != endpoints_.end()) endpoints_[leg.id] = known->second;
}

void Cdr::learn(const Guid& leg, EndpointFacts facts) {
  const auto* held = registry_.find<CallLeg>(leg);
  if (held == nullptr || !is_running_) return;
  endpoints_[leg] = std::make_shared<const EndpointFacts>(std::move(facts));
  take({{.facts = facts_of(registry_, *held, endpoints_),
         .now = env_.clock.now(),
         .wall = env_.clock.wall()}},
       registry_.applied());
}

void Cdr::take(std::vector<Happening> happenings, std::uint64_t sequence) {
  if (pending_.empty() && registry_.is_durable(sequence)) return tell(happenings);
  pending_.push_back({sequence, std::move(happenings)});
  registry_.when_durable(sequence, [this, sequence](bool is_held) {
    if (is_held && is_running_) tell_durable(sequence);
  });
}

void Cdr::tell_durable(std::uint64_t sequence) {
  while (!pending_.empty() && pending_.front().sequence <= sequence) {
    tell(pending_.front().happenings);
    pending_.pop_front();
  }
}

void Cdr::tell(std::span<const Happening> happenings) {
  std::vector<Record> records;
  recorder_.take(happenings, env_.random, records);
  if (records.empty()) return;
  for (const Record& record : records) keep(next_correlator_++, record);
  spool_.write_out();
  sender_.look();
}

void Cdr::keep(std::uint64_t correlator, const Record& record) {
  if (env_.trace.enabled())
    env_.trace.event(
        "cdr.record",
        {{"type", name_of(record.type)}, {"id", to_string(record.id)}, {"correlator", correlator}});
  if (told_) told_(correlator, record);
  if (!spool_.ledger().queues().empty()) spool_.add(entry_of_record(correlator, record));
}

void Cdr::look() {
  if (!is_running_) return;
  spool_.look();
  const bool is_noted = spool_.ledger().queues().empty() || spool_.ledger().meetings().empty();
  if (is_noted || env_.clock.now() < next_note_) return;
  next_note_ = env_.clock.now() + limits::cdr_alive_interval;
  spool_.add(entry_of_alive(env_.clock.wall()));
  spool_.write_out();
}

void Cdr::stop() {
  is_running_ = false;
  pending_.clear();
  if (spool_.ledger().queues().empty()) return;
  for (const Record& record :
       spool_.ledger().meetings().endings(env_.clock.wall(), call::reason::local_teardown))
    keep(next_correlator_++, record);
  spool_.write_out();
  sender_.look();
}

}  // namespace curia::cdr

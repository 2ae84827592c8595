#include "impl/service/scheduler/outbox.hpp"

#include <algorithm>

#include "model/base/limits_mail.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"
#include "model/objects/user.hpp"
#include "model/schedule/mail_address.hpp"
#include "model/schedule/stored_notice.hpp"

namespace curia::scheduler {
namespace {

using schedule::Notice;
using schedule::Verdict;

constexpr Duration write_again = 1s;

}  // namespace

Outbox::Outbox(const Env& env, Registry& registry) : env_(env), registry_(registry) {
  registry.observe(*this);
}

Outbox::~Outbox() {
  for (const auto& timer : {write_timer_, wake_timer_, timer_})
    if (timer) env_.timers.cancel(*timer);
}

std::int64_t Outbox::now() const {
  return std::chrono::floor<std::chrono::seconds>(env_.clock.wall().time_since_epoch()).count();
}

Result<> Outbox::load() {
  const Table& mails = registry_.table(Kind::stored_mail);
  Result<> read;
  mails.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& stored = static_cast<const StoredMail&>(mails.at(slot));
    if (const auto mail = schedule::parse_queued(stored.text); !mail)
      read = fail(mail.error());
    else
      put(stored, env_.clock.now(), false);
    return read.has_value();
  });
  return read;
}

std::string Outbox::address_of(const schedule::Invitee& invitee) const {
  std::string address = invitee.email;
  if (address.empty()) {
    const auto found = registry_.holders(Index::jid, ascii_lower(invitee.user_name));
    if (!found.empty()) address = static_cast<const User*>(found.front())->email;
  }
  return schedule::is_mail_address(address) ? address : std::string();
}

Answer<> Outbox::meeting_changed(Change& change, const schedule::Meeting* before,
                                 const schedule::Meeting* after) {
  if (!has_senders()) return {};
  return order(change, schedule::notices_of(before, after, [this](const schedule::Invitee& one) {
                 return address_of(one);
               }));
}

Answer<> Outbox::refresh(Change& change, const schedule::Meeting& meeting,
                         std::optional<schedule::sys_seconds> recurrence) {
  return order(change,
               schedule::refresh_notices(meeting, recurrence, [this](const schedule::Invitee& one) {
                 return address_of(one);
               }));
}

Answer<> Outbox::order(Change& change, const std::vector<Notice>& notices) {
  for (const Notice& notice : notices) {
    const std::string text = schedule::text_of(notice);
    for (std::size_t at = 0; at < notice.to.size(); at += limits::smtp_recipients) {
      if (entries_.size() >= limits::mail_queue)
        return std::unexpected(Problem{
            .status = 503, .message = "too many mails wait to be sent", .retry_after_s = 60});
      const auto first = notice.to.begin() + static_cast<std::ptrdiff_t>(at);
      const std::size_t count = std::min(limits::smtp_recipients, notice.to.size() - at);
      StoredMail& stored = change.create<StoredMail>();
      stored.text =
          schedule::text_of({.id = stored.id,
                             .meeting = notice.meeting,
                             .recipients = {first, first + static_cast<std::ptrdiff_t>(count)},
                             .ordered = now(),
                             .next_try = now(),
                             .notice = text});
    }
  }
  return {};
}

void Outbox::applied(std::span<const Event> events) {
  bool is_new = false;
  for (const Event& event : events) {
    const Object* any = event.after != nullptr ? event.after : event.before;
    if (any == nullptr || any->kind != Kind::stored_mail) continue;
    const auto known = entries_.find(any->ordinal);
    const bool is_known = known != entries_.end();
    const Instant since = is_known ? known->second.since : env_.clock.now();
    const bool is_due_at_once = is_known && known->second.is_due_at_once;
    if (event.before != nullptr) remove(static_cast<const StoredMail&>(*event.before));
    if (event.after != nullptr)
      put(static_cast<const StoredMail&>(*event.after), since, is_due_at_once);
    is_new = true;
  }
  if (is_new) wake_soon();
}

void Outbox::put(const StoredMail& stored, Instant since, bool is_due_at_once) {
  auto mail = schedule::parse_queued(stored.text);
  if (!mail) return;  // load() has looked; what is written here can be read
  mail->ordinal = stored.ordinal;
  mail->notice = {};
  auto& ordinals = by_meeting_[mail->meeting];
  ordinals.insert(std::ranges::lower_bound(ordinals, stored.ordinal), stored.ordinal);
  const Guid meeting = mail->meeting;
  entries_.insert_or_assign(stored.ordinal, Entry{*std::move(mail), since, is_due_at_once});
  arrange(meeting);
}

void Outbox::remove(const StoredMail& stored) {
  const auto found = entries_.find(stored.ordinal);
  if (found == entries_.end()) return;
  const Guid meeting = found->second.mail.meeting;
  if (found->second.due) due_.erase({*found->second.due, stored.ordinal});
  entries_.erase(found);
  auto& ordinals = by_meeting_[meeting];
  std::erase(ordinals, stored.ordinal);
  if (ordinals.empty())
    by_meeting_.erase(meeting);
  else
    arrange(meeting);
}

// Which mails of the meeting nobody has to wait for.
void Outbox::arrange(const Guid& meeting) {
  const auto& ordinals = by_meeting_[meeting];
  for (std::size_t i = 0; i < ordinals.size(); ++i) {
    Entry& entry = entries_.at(ordinals[i]);
    if (entry.due) due_.erase({*std::exchange(entry.due, {}), ordinals[i]});
    bool is_free = i < limits::mail_window;
    for (std::size_t k = 0; is_free && k < i; ++k)
      is_free = !schedule::goes_before(entries_.at(ordinals[k]).mail, entry.mail);
    if (!is_free) continue;
    const std::int64_t next_try = entry.is_due_at_once ? 0 : entry.mail.next_try;
    entry.due = entry.mail.holder ? std::max(next_try, entry.mail.holds_until) : next_try;
    due_.insert({*entry.due, ordinals[i]});
  }
}

void Outbox::enlist(const Guid& who, std::function<void()> wake) {
  senders_.insert_or_assign(who, std::move(wake));
  wake_soon();
}

void Outbox::resign(const Guid& who) { senders_.erase(who); }

// Those whose moment lies so far ahead that the clock must have been set back are due, too.
std::vector<std::uint64_t> Outbox::choose(const Guid& who, std::size_t most) const {
  std::vector<std::uint64_t> chosen;
  const std::int64_t moment = now();
  const auto look_at = [&](std::uint64_t ordinal) {
    if (in_hand_.contains(ordinal)) return;
    const Entry& entry = entries_.at(ordinal);
    const bool is_due = entry.is_due_at_once ? schedule::may_hold(entry.mail, who, moment)
                                             : schedule::is_due(entry.mail, who, moment);
    if (is_due) chosen.push_back(ordinal);
  };
  for (const auto& [due, ordinal] : due_) {
    if (due > moment || chosen.size() == most) break;
    look_at(ordinal);
  }
  const std::int64_t far = moment + limits::mail_longest_wait / 1s;
  for (auto last = due_.rbegin(); last != due_.rend() && last->first > far; ++last) {
    if (chosen.size() == most) break;
    look_at(last->second);
  }
  return chosen;
}

// False when the mail is gone.
template <class Edit>
bool Outbox::edit(Change& change, std::uint64_t ordinal, Edit edit) const {
  const auto found = entries_.find(ordinal);
  if (found == entries_.end()) return false;
  const auto* stored = registry_.find<StoredMail>(found->second.mail.id);
  auto mail = schedule::parse_queued(stored->text);
  if (!mail) return false;
  mail->ordinal = ordinal;
  edit(*mail);
  if (mail->recipients.empty())
    change.erase(*stored);
  else
    change.modify(*stored).text = schedule::text_of(*mail);
  change.settle();
  return true;
}

void Outbox::take(const Guid& who, std::size_t most, Done<std::vector<QueuedMail>> done) {
  if (env_.clock.now() < holds_again_) return done({});
  Change change(registry_, env_.random, env_.clock.now());
  auto mails = std::make_shared<std::vector<QueuedMail>>();
  for (const std::uint64_t ordinal : choose(who, most)) {
    const bool is_there = edit(change, ordinal, [&](QueuedMail& mail) {
      schedule::take_hold(mail, who, now());
      mails->push_back(mail);
    });
    if (is_there) in_hand_[ordinal] = {.who = who};
  }
  if (mails->empty()) return done({});
  registry_.apply(std::move(change), [this, who, mails, done = std::move(done),
                                      alive = std::weak_ptr(alive_)](Result<> stored) mutable {
    if (alive.expired()) return;
    if (!stored) {
      reached("mail.hold_not_stored");
      holds_again_ = env_.clock.now() + write_again;
      for (const QueuedMail& mail : *mails) in_hand_.erase(mail.ordinal);
      mails->clear();
    }
    if (!mails->empty() && !senders_.contains(who)) {
      std::vector<std::uint64_t> ordinals;
      for (const QueuedMail& mail : *mails) ordinals.push_back(mail.ordinal);
      let_go(ordinals);
      mails->clear();
    }
    done(std::move(*mails));
  });
}

void Outbox::settle(std::uint64_t ordinal, std::vector<Verdict> verdicts) {
  const auto held = in_hand_.find(ordinal);
  if (held == in_hand_.end()) return;
  if (const auto found = entries_.find(ordinal); found != entries_.end())
    found->second.is_due_at_once = held->second.is_tried_again;
  held->second.verdicts = std::move(verdicts);
  write_soon();
}

void Outbox::let_go(const std::vector<std::uint64_t>& ordinals) {
  for (const std::uint64_t ordinal : ordinals)
    if (const auto held = in_hand_.find(ordinal); held != in_hand_.end())
      held->second.is_let_go = true;
  write_soon();
}

void Outbox::try_all_again() {
  std::set<Guid> meetings;
  for (auto& [ordinal, entry] : entries_) {
    const auto held = in_hand_.find(ordinal);
    const bool is_in_hand = held != in_hand_.end();
    if (is_in_hand && !held->second.verdicts) {
      held->second.is_tried_again = true;
      continue;
    }
    if (entry.mail.tries == 0 && !is_in_hand) continue;
    entry.is_due_at_once = true;
    meetings.insert(entry.mail.meeting);
  }
  for (const Guid& meeting : meetings) arrange(meeting);
  if (meetings.empty()) return;
  reached("mail.tried_before_its_time");
  wake_soon();
}

// A piece at a time: who keeps asking comes to the end.
void Outbox::give_up_old(const std::string& why) {
  const Instant oldest = env_.clock.now() - limits::mail_lifetime;
  std::size_t left = limits::mail_batch;
  for (const auto& [ordinal, entry] : entries_) {
    if (left == 0 || entry.since > oldest) break;
    if (in_hand_.contains(ordinal) || !entry.due) continue;
    --left;
    std::vector<Verdict> verdicts;
    for (const std::string& address : entry.mail.recipients)
      verdicts.push_back({address, Verdict::Kind::never, why});
    in_hand_[ordinal] = {.verdicts = std::move(verdicts)};
  }
  if (left < limits::mail_batch) write_soon();
}

void Outbox::write_soon() {
  if (is_writing_ || write_timer_) return;
  write_timer_ = env_.timers.at(env_.clock.now(), [this] { write(); });
}

// All that is known of the mails in hand, as one change.
void Outbox::write() {
  write_timer_.reset();
  Change change(registry_, env_.random, env_.clock.now());
  std::vector<std::uint64_t> written;
  auto lost = std::make_shared<std::vector<std::string>>();
  for (const auto& [ordinal, held] : in_hand_) {
    if (!held.verdicts && !held.is_let_go) continue;
    written.push_back(ordinal);
    (void)edit(change, ordinal, [&](QueuedMail& mail) {
      if (!held.verdicts) return schedule::let_go(mail);
      for (const Verdict& verdict : schedule::settle(mail, *held.verdicts, now()))
        lost->push_back("the mail about meeting " + to_string(mail.meeting) + " to " +
                        verdict.address + " is given up: " + verdict.why);
    });
  }
  if (written.empty()) return;
  is_writing_ = true;
  registry_.apply(std::move(change), [this, written = std::move(written), lost,
                                      alive = std::weak_ptr(alive_)](Result<> stored) {
    if (alive.expired()) return;
    is_writing_ = false;
    if (!stored) {
      reached("mail.fate_not_stored");
      write_timer_ = env_.timers.at(env_.clock.now() + write_again, [this] { write(); });
      return;
    }
    for (const std::uint64_t ordinal : written) in_hand_.erase(ordinal);
    for (const std::string& line : *lost) env_.trace.log(Severity::warning, line);
    wake_soon();
    if (std::ranges::any_of(in_hand_, [](const auto& each) {
          return each.second.verdicts || each.second.is_let_go;
        }))
      write_soon();
  });
}

// Who is still at it goes on holding.
void Outbox::renew() {
  Change change(registry_, env_.random, env_.clock.now());
  const std::int64_t moment = now();
  for (const auto& [ordinal, held] : in_hand_)
    if (!held.verdicts && !held.is_let_go)
      (void)edit(change, ordinal,
                 [&, who = held.who](QueuedMail& mail) { schedule::take_hold(mail, who, moment); });
  if (!change.empty()) registry_.apply(std::move(change), [](Result<>) {});
}

void Outbox::wake_soon() {
  if (wake_timer_ || senders_.empty()) return;
  wake_timer_ = env_.timers.at(env_.clock.now(), [this] {
    wake_timer_.reset();
    arm();
    wake_all();
  });
}

// Each of them first in turn: a mail that one cannot send comes to the others, too.
void Outbox::wake_all() {
  const auto senders = senders_;
  auto next = senders.upper_bound(woken_first_);
  if (next == senders.end()) next = senders.begin();
  if (next == senders.end()) return;
  woken_first_ = next->first;
  for (std::size_t i = 0; i < senders.size(); ++i) {
    next->second();
    if (++next == senders.end()) next = senders.begin();
  }
}

// At the moment when the next one becomes due, and often enough to go on holding what is held.
void Outbox::arm() {
  if (timer_) env_.timers.cancel(*timer_);
  timer_.reset();
  if (entries_.empty() || senders_.empty()) return;
  Duration wait = limits::mail_hold_renewal;
  const std::int64_t moment = now();
  if (const auto next = due_.upper_bound({moment, UINT64_MAX}); next != due_.end())
    wait = std::min<Duration>(wait, (next->first - moment) * 1s);
  if (env_.clock.now() < holds_again_) wait = std::min(wait, holds_again_ - env_.clock.now());
  timer_ = env_.timers.at(env_.clock.now() + wait, [this] { on_timer(); });
}

void Outbox::on_timer() {
  timer_.reset();
  renew();
  wake_soon();
}

}  // namespace curia::scheduler

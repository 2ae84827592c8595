// Outbox: the mails that wait to be sent, of all Schedulers of a process (docs/mail.md).
//
// 1. What a change of a meeting orders is stored with the change; it leaves the queue when each
//    recipient was accepted or given up, and that is stored too. Only a crash between the two, or
//    a mail server that does not answer, sends a mail twice, with the same Message-ID.
// 2. A mail is given to one sender at a time, and only after the hold is stored: a mail whose fate
//    could not be written down is not sent.
// 3. Mails of one meeting to one address leave in the order of their ordinals; of one meeting the
//    first limits::mail_window are looked at.
// 4. Fates that the store refuses are kept and written again until it takes them.
// 5. Without a sender nothing is ordered. It observes the registry from the beginning.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "impl/service/scheduler/notices.hpp"
#include "model/env/env.hpp"
#include "model/objects/stored_mail.hpp"
#include "model/registry/registry.hpp"
#include "model/schedule/queued_mail.hpp"

namespace curia::scheduler {

using schedule::QueuedMail;

class Outbox final : public Notices, public Observer {
 public:
  Outbox(const Env& env, Registry& registry);
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  // Takes in what the registry holds. Errors: corrupt.
  Result<> load();

  bool has_senders() const override { return !senders_.empty(); }
  Answer<> meeting_changed(Change& change, const schedule::Meeting* before,
                           const schedule::Meeting* after) override;
  Answer<> refresh(Change& change, const schedule::Meeting& meeting,
                   std::optional<schedule::sys_seconds> recurrence) override;
  void applied(std::span<const Event> events) override;

  // `wake` is called, in events of its own, when there may be something to take.
  void enlist(const Guid& who, std::function<void()> wake);
  // Nothing is given to it any more; what it has it settles or lets go.
  void resign(const Guid& who);

  // Those it is to send now, at most `most`; none when nothing is due or the store refuses. After
  // it each of them is settled or let go.
  void take(const Guid& who, std::size_t most, Done<std::vector<QueuedMail>> done);
  void settle(std::uint64_t ordinal, std::vector<schedule::Verdict> verdicts);
  void let_go(const std::vector<std::uint64_t>& ordinals);
  // All that wait are due, each once: what a mail server refused may go by another, or with other
  // settings. Called by who has new ones.
  void try_all_again();
  // The mails that nobody could send for limits::mail_lifetime, by the monotonic clock: what waited
  // before this process began is not counted, since wall clocks jump.
  void give_up_old(const std::string& why);

  // Where the mails to an invitee go; empty: nowhere.
  std::string address_of(const schedule::Invitee& invitee) const;
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    QueuedMail mail;                    // without its notice
    Instant since;                      // this process knows of it
    bool is_due_at_once = false;        // whatever its next_try says
    std::optional<std::int64_t> due{};  // its place in due_
  };
  struct InHand {
    Guid who{};
    std::optional<std::vector<schedule::Verdict>> verdicts{};  // not stored yet
    bool is_let_go = false;
    bool is_tried_again = false;  // at once after this try, which began before try_all_again()
  };
  Answer<> order(Change& change, const std::vector<schedule::Notice>& notices);
  void put(const StoredMail& stored, Instant since, bool is_due_at_once);
  void remove(const StoredMail& stored);
  void arrange(const Guid& meeting);
  std::vector<std::uint64_t> choose(const Guid& who, std::size_t most) const;
  template <class Edit>
  bool edit(Change& change, std::uint64_t ordinal, Edit edit) const;
  void write_soon();
  void write();
  void renew();
  void wake_soon();
  void wake_all();
  void arm();
  void on_timer();
  std::int64_t now() const;

  Env env_;
  Registry& registry_;
  std::map<Guid, std::function<void()>> senders_;
  Guid woken_first_;
  std::map<std::uint64_t, Entry> entries_;  // by ordinal
  std::unordered_map<Guid, std::vector<std::uint64_t>> by_meeting_;
  // Those that no earlier one of the same meeting holds up, by the moment when they are due.
  std::set<std::pair<std::int64_t, std::uint64_t>> due_;
  std::map<std::uint64_t, InHand> in_hand_;
  bool is_writing_ = false;
  std::optional<TimerId> write_timer_, wake_timer_, timer_;
  Instant holds_again_{};  // after a hold that the database did not take: earlier none is tried
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // stores answer later
};

}  // namespace curia::scheduler

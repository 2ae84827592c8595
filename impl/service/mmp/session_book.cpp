#include "impl/service/mmp/session_book.hpp"

#include <algorithm>
#include <vector>

#include "model/admin/limits.hpp"
#include "model/base/check.hpp"

namespace curia::mmp {
namespace {

Duration idle_time(Door door) {
  switch (door) {
    case Door::console:
    case Door::ssh:
      return limits::ssh_idle_timeout;
    case Door::sftp:
      return limits::sftp_idle_timeout;
    case Door::web:
    case Door::api:
      return limits::web_session_idle_timeout;
  }
  unreachable("a door outside its enumeration");
}

}  // namespace

std::string_view name_of(Door door) {
  switch (door) {
    case Door::console:
      return "console";
    case Door::ssh:
      return "ssh";
    case Door::sftp:
      return "sftp";
    case Door::web:
      return "web";
    case Door::api:
      return "api";
  }
  unreachable("a door outside its enumeration");
}

SessionBook::~SessionBook() {
  for (auto& [id, entry] : sessions_)
    if (entry.timer) env_.timers.cancel(*entry.timer);
}

Result<SessionId> SessionBook::open(SessionInfo info, Ended ended) {
  if (sessions_.size() == limits::mmp_sessions)
    return fail(Errc::limit_reached,
                "there are " + std::to_string(limits::mmp_sessions) + " sessions already");
  if (info.door != Door::console && rules_.max_sessions &&
      count(info.account, info.door) >= static_cast<std::size_t>(*rules_.max_sessions))
    return fail(Errc::limit_reached, "'" + info.account + "' has " +
                                         std::to_string(*rules_.max_sessions) + " " +
                                         std::string(name_of(info.door)) + " sessions already");
  const SessionId id{++last_};
  info.since = env_.clock.wall();
  Entry entry{std::move(info), std::move(ended), env_.clock.now(), env_.clock.now(), false, {}};
  arm(id, sessions_.emplace(id, std::move(entry)).first->second);
  return id;
}

Instant SessionBook::deadline(const Entry& entry) const {
  const Duration idle = rules_.max_inactivity && !entry.info.is_ldap
                            ? std::chrono::minutes(*rules_.max_inactivity)
                            : idle_time(entry.info.door);
  const Instant idle_end = entry.busy ? never : entry.active + idle;
  return entry.info.door == Door::web
             ? std::min(idle_end, entry.opened + limits::web_session_lifetime)
             : idle_end;
}

void SessionBook::arm(SessionId id, Entry& entry) {
  const Instant when = deadline(entry);
  if (when == never) return;
  entry.timer = env_.timers.at(when, [this, id] { look(id); });
}

void SessionBook::look(SessionId id) {
  Entry& entry = sessions_.at(id);
  entry.timer.reset();
  const Instant now = env_.clock.now();
  if (deadline(entry) > now) return arm(id, entry);
  const bool is_old =
      entry.info.door == Door::web && entry.opened + limits::web_session_lifetime <= now;
  close(id, is_old ? "the session is 24 hours old" : "idle for too long");
}

void SessionBook::touch(SessionId id) {
  if (const auto found = sessions_.find(id); found != sessions_.end())
    found->second.active = env_.clock.now();
}

void SessionBook::set_busy(SessionId id, bool busy) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second.busy == busy) return;
  found->second.busy = busy;
  found->second.active = env_.clock.now();
  if (!found->second.timer) arm(id, found->second);
}

void SessionBook::close(SessionId id, std::string_view why) {
  auto node = sessions_.extract(id);
  if (node.empty()) return;
  if (node.mapped().timer) env_.timers.cancel(*node.mapped().timer);
  node.mapped().ended(why);
}

std::size_t SessionBook::evict(std::string_view account, std::string_view why) {
  std::vector<SessionId> theirs;
  for (const auto& [id, entry] : sessions_)
    if (entry.info.account == account) theirs.push_back(id);
  for (const SessionId id : theirs) close(id, why);
  return theirs.size();
}

void SessionBook::close_all(std::string_view why) {
  while (!sessions_.empty()) close(sessions_.begin()->first, why);
}

bool SessionBook::is_logged_in(std::string_view account) const {
  return std::ranges::any_of(sessions_,
                             [&](const auto& item) { return item.second.info.account == account; });
}

std::size_t SessionBook::count(std::string_view account, Door door) const {
  return static_cast<std::size_t>(std::ranges::count_if(sessions_, [&](const auto& item) {
    return item.second.info.account == account && item.second.info.door == door;
  }));
}

const SessionInfo* SessionBook::find(SessionId id) const {
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : &found->second.info;
}

std::vector<SessionInfo> SessionBook::all() const {
  std::vector<SessionInfo> list;
  for (const auto& [id, entry] : sessions_) list.push_back(entry.info);
  return list;
}

}  // namespace curia::mmp

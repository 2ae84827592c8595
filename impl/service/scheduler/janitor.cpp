#include "impl/service/scheduler/janitor.hpp"

#include <algorithm>
#include <set>

#include "model/base/limits_scheduler.hpp"
#include "model/base/reached.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space.hpp"

namespace curia::scheduler {
namespace {

using schedule::count_of;
using schedule::day_seconds;
using schedule::seconds;
using schedule::sys_at;

constexpr seconds kept_for{day_seconds};
constexpr std::int64_t job_second = 75 * 60;  // 01:15 UTC
constexpr Duration janitor_interval = 30s;
constexpr Duration jump = 5s;  // more than clocks are slewed between two looks

// The first 01:15 at `time` or later.
sys_seconds job_from(sys_seconds time) {
  const std::int64_t days = schedule::floor_div(count_of(time) - job_second - 1, day_seconds) + 1;
  return sys_at(days * day_seconds + job_second);
}

}  // namespace

sys_seconds deadline(sys_seconds end) {
  if (end == sys_seconds::max()) return end;
  return job_from(std::max(end, sys_at(0)) + kept_for);
}

Janitor::Janitor(const Env& env, Registry& registry, const Book& book, Door& door)
    : env_(env), registry_(registry), book_(book), door_(door) {}

void Janitor::start() {
  alive_ = std::make_shared<bool>(true);
  steady_since_ = env_.clock.now();
  tick();
}

void Janitor::stop() {
  if (timer_) env_.timers.cancel(*timer_);
  timer_.reset();
  if (step_) env_.timers.cancel(*step_);
  step_.reset();
  alive_.reset();
  waiting_.clear();
  is_busy_ = false;
}

sys_seconds Janitor::now() const { return std::chrono::floor<seconds>(env_.clock.wall()); }

bool Janitor::is_clock_steady() {
  const Duration offset =
      env_.clock.wall().time_since_epoch() - env_.clock.now().time_since_epoch();
  if (offset_ && (offset - *offset_ > jump || *offset_ - offset > jump)) {
    reached("scheduler.clock_jumped");
    steady_since_ = env_.clock.now();
    next_job_.reset();
    env_.trace.log(
        Severity::warning,
        "the clock jumped: no temporary coSpace is deleted until it has run for a while");
  }
  offset_ = offset;
  return env_.clock.now() - steady_since_ >= limits::clock_trust;
}

void Janitor::tick() {
  if (is_clock_steady() && !is_busy_ && (!next_job_ || now() >= *next_job_)) look();
  timer_ = env_.timers.at(env_.clock.now() + janitor_interval, [this] { tick(); });
}

bool Janitor::is_due(const TemporarySpace& space) const {
  const sys_seconds end =
      std::max(book_.last_end_in(space.co_space), sys_at(space.released.value_or(0)));
  return now() >= deadline(end);
}

void Janitor::look() {
  next_job_ = job_from(now() + seconds(1));
  std::set<Guid> due;
  const Table& spaces = registry_.table(Kind::temporary_space);
  spaces.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& space = static_cast<const TemporarySpace&>(spaces.at(slot));
    if (is_due(space)) due.insert(space.co_space);
    return true;
  });
  for (const Guid& co_space : book_.owned_and_ended(now() - kept_for))
    if (registry_.find<CoSpace>(co_space) == nullptr) due.insert(co_space);
  waiting_.assign(due.rbegin(), due.rend());
  next();
}

// In an event of its own: answers may come at once, and there may be many.
void Janitor::next() {
  is_busy_ = !waiting_.empty();
  if (is_busy_) step_ = env_.timers.at(env_.clock.now(), [this] { step(); });
}

void Janitor::step() {
  step_.reset();
  const Guid co_space = waiting_.back();
  waiting_.pop_back();
  if (registry_.find<CoSpace>(co_space) == nullptr) return forget_meetings(co_space);
  delete_space(co_space);
}

// Looked at once more, in the event that deletes it: others may have come back to it.
void Janitor::delete_space(const Guid& co_space) {
  const Change look(registry_, env_.random);
  const auto found =
      look.referring(Kind::temporary_space, field_of(Kind::temporary_space, "coSpace"), co_space);
  if (found.empty() || !is_due(static_cast<const TemporarySpace&>(*found.front()))) return next();
  if (env_.trace.enabled())
    env_.trace.event("scheduler.space_deleted", {{"coSpace", to_string(co_space)}});
  door_.ask("DELETE", "/api/v1/coSpaces/" + to_string(co_space), {},
            [this, co_space, alive = std::weak_ptr(alive_)](http::Response response) {
              if (alive.expired()) return;
              if (response.status == 200 || response.status == 404)
                return forget_meetings(co_space);
              env_.trace.log(Severity::warning, "temporary coSpace " + to_string(co_space) +
                                                    " could not be deleted: status " +
                                                    std::to_string(response.status));
              give_up();
            });
}

void Janitor::forget_meetings(const Guid& co_space) {
  Change change(registry_, env_.random, env_.clock.now());
  for (const StoredMeeting* meeting : book_.meetings_in(co_space)) {
    if (meeting->owns_space != Flag::yes) continue;
    if (now() < deadline(book_.last_end_of(*meeting))) continue;
    change.erase(*meeting);
    change.settle();
  }
  if (change.empty()) return next();
  registry_.apply(std::move(change), [this, alive = std::weak_ptr(alive_)](Result<> stored) {
    if (alive.expired()) return;
    if (stored) return next();
    give_up();
  });
}

// All of it again at a later tick.
void Janitor::give_up() {
  waiting_.clear();
  is_busy_ = false;
  next_job_.reset();
}

}  // namespace curia::scheduler

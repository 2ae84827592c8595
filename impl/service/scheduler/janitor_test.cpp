#include "impl/service/scheduler/janitor.hpp"

#include <gtest/gtest.h>

#include <map>

#include "impl/service/scheduler/testing/desk.hpp"
#include "impl/service/scheduler/times.hpp"
#include "model/base/limits_scheduler.hpp"
#include "model/base/prng.hpp"
#include "model/base/testing/asked.hpp"
#include "model/schedule/testing/zones.hpp"

namespace curia::scheduler {
namespace {

using schedule::count_of;
using schedule::sys_at;
using schedule::testing::utc;

constexpr std::int64_t day = schedule::day_seconds;

TEST(Janitor, HasItsDeadlineAtTheFirstJobADayLater) {
  EXPECT_EQ(deadline(utc("20260302T011500")), utc("20260303T011500"));
  EXPECT_EQ(deadline(utc("20260302T011501")), utc("20260304T011500"));
  EXPECT_EQ(deadline(utc("20260302T011459")), utc("20260303T011500"));
  EXPECT_EQ(deadline(utc("20260302T100000")), utc("20260304T011500"));
  EXPECT_EQ(deadline(sys_seconds::max()), sys_seconds::max());
  EXPECT_EQ(deadline(sys_seconds::min()), utc("19700102T011500"));
}

// Weeks of a Scheduler with restarts, refused writes and clocks that jump, watched by somebody
// who knows of each coSpace only the ends that he made himself.
class Weeks : protected testing::TestDesk, private Door {
 public:
  explicit Weeks(std::uint64_t seed) : prng_(seed, "weeks") { start(); }

  void run(int hours) {
    for (int hour = 0; hour < hours && !::testing::Test::HasFailure(); ++hour) {
      store.refuses = prng_.chance(1, 20);
      if (prng_.chance(1, 3)) act();
      if (prng_.chance(1, 40)) start();
      if (prng_.chance(1, 60)) jump();
      world.run_for(std::chrono::minutes(10 + prng_.below(100)));
    }
    store.refuses = false;
    world.run_for(limits::clock_trust + 24h + 2min);
    expect_nothing_left();
  }
  int deleted() const { return deleted_; }

 private:
  std::int64_t now() const {
    return std::chrono::floor<std::chrono::seconds>(host_wall()).time_since_epoch().count();
  }
  WallTime host_wall() const { return const_cast<sim::SimHost&>(host).env().clock.wall(); }
  std::int64_t below(std::int64_t n) {
    return static_cast<std::int64_t>(prng_.below(static_cast<std::uint64_t>(n)));
  }

  // A new one on what the registry holds, as after a crash.
  void start() {
    janitor_.reset();
    janitor_.emplace(host.env(), registry, book, static_cast<Door&>(*this));
    janitor_->start();
  }

  // Away for minutes and back, or a little for good.
  void jump() {
    const auto hours = std::chrono::hours(below(4000) - 2000);
    host.jump_wall(hours);
    world.run_for(std::chrono::minutes(1 + prng_.below(8)));
    host.jump_wall(-hours + std::chrono::minutes(below(120) - 60));
  }

  // The Call Bridge: deletes, and is watched doing so.
  void ask(std::string_view method, std::string_view target, std::string_view,
           web::Responder respond) override {
    ASSERT_EQ(method, "DELETE");
    const Guid id = *parse_guid(target.substr(target.rfind('/') + 1));
    const auto* space = registry.find<CoSpace>(id);
    if (space == nullptr) return respond({.status = 404, .headers = {}, .body = {}});
    ASSERT_TRUE(ends_.contains(id));
    for (const auto& [meeting, end] : ends_[id]) {
      ASSERT_LE(end, now() - day) << "a coSpace was deleted early";
    }
    Change change(registry, host.env().random);
    change.erase(*space);
    registry.apply(std::move(change),
                   [this, id, respond = std::move(respond)](Result<> stored) mutable {
                     deleted_ += stored ? 1 : 0;
                     if (stored) ends_.erase(id);
                     respond({.status = stored ? 200 : 503, .headers = {}, .body = {}});
                   });
  }

  void act() {
    if (ends_.empty() || prng_.chance(1, 3)) {
      const Guid space = make_space();
      if (registry.find<CoSpace>(space) != nullptr) put_meeting(space, "POST", "/meetings", true);
      return;
    }
    const auto at = std::next(ends_.begin(), below(static_cast<std::int64_t>(ends_.size())));
    auto& [space, meetings] = *at;
    if (meetings.empty() || prng_.chance(1, 3))
      return put_meeting(space, "POST", "/meetings", prng_.chance(1, 2));
    const auto meeting =
        std::next(meetings.begin(), below(static_cast<std::int64_t>(meetings.size())));
    const std::string path = "/meetings/" + meeting->first;
    if (prng_.chance(1, 3)) {
      if (TestDesk::ask("DELETE", path).status == 200) meetings.erase(meeting);
      return;
    }
    put_meeting(space, "PUT", path, false);
  }

  // Of up to five days; now and then without an end, until it is changed again.
  void put_meeting(const Guid& space, const char* method, const std::string& path, bool owns) {
    const std::int64_t start = now() + below(4 * day) - day;
    const std::int64_t length = 900 + below(4 * 3600), count = 1 + below(5);
    const bool is_endless = prng_.chance(1, 12);
    const auto at = [](std::int64_t time) { return local_text(schedule::local_at(time)); };
    std::string body = R"({"coSpace":")" + to_string(space) + R"(","dtStart":")" + at(start) +
                       R"(","dtEnd":")" + at(start + length) + R"(","rrule":"FREQ=DAILY)" +
                       (is_endless ? "" : ";COUNT=" + std::to_string(count)) + "\"";
    if (owns) body += R"(,"isSchedulerSpaceOwner":true)";
    const auto response = TestDesk::ask(method, path, body + "}");
    ASSERT_TRUE(response.status == 200 || response.status == 503) << response.body;
    if (response.status != 200) return;
    const std::string id = parse_json(response.body)->find("meeting")->text;
    if (owns || ends_.contains(space))
      ends_[space][id] = is_endless ? INT64_MAX : start + (count - 1) * day + length;
  }

  void expect_nothing_left() {
    registry.table(Kind::temporary_space).all().visit_from(0, [&](std::uint32_t slot) {
      const auto& space =
          static_cast<const TemporarySpace&>(registry.table(Kind::temporary_space).at(slot));
      std::int64_t last = space.released.value_or(0);
      for (const auto& [meeting, end] : ends_[space.co_space]) last = std::max(last, end);
      if (last < INT64_MAX) {
        EXPECT_GT(count_of(deadline(sys_at(last))), now() - 900)
            << "a coSpace was left over: " << to_string(space.co_space);
      }
      return true;
    });
  }

  Prng prng_;
  std::optional<Janitor> janitor_;
  std::map<Guid, std::map<std::string, std::int64_t>> ends_;  // by coSpace and meeting
  int deleted_ = 0;
};

TEST(Janitor, IsNeverEarlyAndLeavesNothing) {
  const std::int64_t cases = asked_number("CURIA_CASES", 12);
  int deleted = 0;
  for (int seed = 1; seed <= cases; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Weeks weeks(static_cast<std::uint64_t>(seed));
    weeks.run(400);
    deleted += weeks.deleted();
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GT(deleted, cases);  // or nothing was shown
}

}  // namespace
}  // namespace curia::scheduler

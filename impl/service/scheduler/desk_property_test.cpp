// Random sequences of requests against a small model that lists recurrences day by day.
#include <gtest/gtest.h>

#include <map>

#include "impl/service/scheduler/testing/desk.hpp"
#include "impl/service/scheduler/times.hpp"
#include "model/base/prng.hpp"
#include "model/base/testing/asked.hpp"

namespace curia::scheduler {
namespace {

using schedule::count_of;
using schedule::local_at;
using schedule::sys_at;

constexpr std::int64_t day = schedule::day_seconds;
constexpr std::int64_t epoch = 1772409600;  // 2026-03-02, a Monday
constexpr int horizon_days = 120;           // rules end before
constexpr int cases = 40;
constexpr int steps = 120;

struct ModelChange {
  bool cancelled = false;
  std::optional<std::int64_t> start;  // local
  std::optional<std::string> summary;
};

struct ModelMeeting {
  int space = 0;
  std::int64_t start = 0;  // local
  std::int64_t length = 0;
  std::string zone, summary, user;
  int every = 0;                                // days; 0: once
  int count = 1;                                // of recurrences
  std::map<std::int64_t, ModelChange> changes;  // by id
};

struct Row {
  std::int64_t start = 0, end = 0, id = 0;
  std::size_t meeting = 0;
  std::string summary;
};

class Sequence : protected testing::TestDesk {
 public:
  explicit Sequence(std::uint64_t seed) : prng_(seed, "scheduler") {
    for (int i = 0; i < 3; ++i) spaces_.push_back(to_string(make_space()));
  }

  void run() {
    for (int step = 0; step < steps && !::testing::Test::HasFailure(); ++step) {
      store.refuses = prng_.chance(1, 12);
      act();
      store.refuses = false;
      compare();
    }
  }

 private:
  std::int64_t below(std::int64_t n) {
    return static_cast<std::int64_t>(prng_.below(static_cast<std::uint64_t>(n)));
  }
  static std::string quoted(const std::string& text) { return "\"" + text + "\""; }
  static std::string time(std::int64_t local) { return quoted(local_text(local_at(local))); }

  std::string when(const ModelMeeting& meeting) const {
    std::string text = R"("dtStart":)" + time(meeting.start) + R"(,"dtEnd":)" +
                       time(meeting.start + meeting.length) + R"(,"timeZone":)" +
                       quoted(meeting.zone) + R"(,"rrule":")";
    if (meeting.every > 0)
      text += "FREQ=DAILY; INTERVAL=" + std::to_string(meeting.every) +
              ";COUNT=" + std::to_string(meeting.count);
    return text + "\"";
  }

  ModelMeeting draw() {
    ModelMeeting meeting;
    meeting.space = static_cast<int>(below(3));
    meeting.start = epoch + below(40) * day + below(96) * 900;
    meeting.length = 900 * (1 + below(prng_.chance(1, 8) ? 400 : 8));
    meeting.zone = prng_.chance(1, 2)   ? "UTC"
                   : prng_.chance(1, 2) ? "Europe/Paris"
                                        : "Asia/Kolkata";
    meeting.summary = "m" + std::to_string(++names_);
    meeting.user = "u" + std::to_string(below(3));
    if (prng_.chance(1, 2)) {
      meeting.every = static_cast<int>(1 + below(9));
      meeting.count = static_cast<int>(1 + below(8));
    }
    return meeting;
  }

  std::int64_t instant(const ModelMeeting& meeting, std::int64_t local) {
    return count_of(zones.find(meeting.zone).value()->to_utc(local_at(local)));
  }
  // Ids with local starts, as the rule says.
  std::map<std::int64_t, std::int64_t> series(const ModelMeeting& meeting) {
    std::map<std::int64_t, std::int64_t> all;
    for (int i = 0; i < meeting.count; ++i) {
      const std::int64_t local = meeting.start + i * meeting.every * day;
      all[instant(meeting, local)] = local;
    }
    return all;
  }

  void settle(ModelMeeting& meeting) {
    const auto ids = series(meeting);
    std::erase_if(meeting.changes, [&](const auto& each) { return !ids.contains(each.first); });
    if (meeting.every > 0) return;
    std::erase_if(meeting.changes, [](const auto& each) { return !each.second.cancelled; });
    for (auto& [id, change] : meeting.changes) {
      change = {};
      change.cancelled = true;
    }
  }

  bool is_done(const http::Response& response) {
    EXPECT_TRUE(response.status == 200 || (store.refuses && response.status == 503))
        << response.status << response.body;
    return response.status == 200;
  }

  void act() {
    const auto dice = below(10);
    if (meetings_.empty() || dice < 3) return create();
    auto at = std::next(meetings_.begin(), below(static_cast<std::int64_t>(meetings_.size())));
    if (dice == 3) {
      if (is_done(ask("DELETE", "/meetings/" + ids_[at->first]))) meetings_.erase(at);
    } else if (dice == 4 && prng_.chance(1, 3)) {
      delete_space();
    } else if (dice < 7) {
      change(at->first, at->second);
    } else {
      change_recurrence(at->first, at->second);
    }
  }

  void create() {
    const ModelMeeting meeting = draw();
    const auto response =
        ask("POST", "/meetings",
            R"({"coSpace":)" + quoted(spaces_[static_cast<std::size_t>(meeting.space)]) +
                R"(,"summary":)" + quoted(meeting.summary) + R"(,"participants":[{"userName":)" +
                quoted(meeting.user) + "}]," + when(meeting) + "}");
    if (!is_done(response)) return;
    ids_.push_back(parse_json(response.body)->find("meeting")->text);
    meetings_.emplace(ids_.size() - 1, meeting);
  }

  void delete_space() {
    const int space = static_cast<int>(below(3));
    if (is_done(ask("DELETE", "/meetings?coSpace=" + spaces_[static_cast<std::size_t>(space)])))
      std::erase_if(meetings_, [&](const auto& each) { return each.second.space == space; });
  }

  void change(std::size_t number, ModelMeeting& meeting) {
    ModelMeeting next = draw();
    next.space = meeting.space;
    next.user = meeting.user;
    next.changes = meeting.changes;
    settle(next);
    const auto response = ask("PUT", "/meetings/" + ids_[number],
                              R"({"summary":)" + quoted(next.summary) + "," + when(next) + "}");
    if (is_done(response)) meeting = next;
  }

  void change_recurrence(std::size_t number, ModelMeeting& meeting) {
    const auto all = series(meeting);
    const auto [id, local] = *std::next(all.begin(), below(static_cast<std::int64_t>(all.size())));
    ModelMeeting next = meeting;
    ModelChange& change = next.changes[id];
    std::string sent;
    if (prng_.chance(1, 2)) {
      change.cancelled = prng_.chance(2, 3);
      sent = R"("isCancelled":)" + std::string(change.cancelled ? "true" : "false");
    } else if (meeting.every > 0 && prng_.chance(1, 2)) {
      change.start = local + (below(200) - 100) * 900;
      sent = R"("dtStart":)" + time(*change.start) + R"(,"dtEnd":)" +
             time(*change.start + meeting.length);
    } else {
      const std::string summary = "r" + std::to_string(++names_);
      (meeting.every > 0 ? change.summary.emplace() : next.summary) = summary;
      sent = R"("summary":)" + quoted(summary);
    }
    settle(next);
    const auto response =
        ask("PUT", "/meetings/" + ids_[number] + "/recurrences/" + instant_text(sys_at(id)),
            "{" + sent + "}");
    if (is_done(response)) meeting = next;
  }

  std::vector<Row> rows_of(std::size_t number, const ModelMeeting& meeting) {
    const std::int64_t duration =
        instant(meeting, meeting.start + meeting.length) - instant(meeting, meeting.start);
    std::vector<Row> rows;
    for (const auto& [id, local] : series(meeting)) {
      Row row{id, id + duration, id, number, meeting.summary};
      if (const auto at = meeting.changes.find(id); at != meeting.changes.end()) {
        if (at->second.cancelled) continue;
        row.summary = at->second.summary.value_or(meeting.summary);
        // Back where the series has it: no move, and so the length of the series.
        const auto& moved = at->second.start;
        const bool is_back = moved == local && instant(meeting, local + meeting.length) == row.end;
        if (moved && !is_back) {
          row.start = instant(meeting, *moved);
          row.end = instant(meeting, *moved + meeting.length);
        }
      }
      rows.push_back(row);
    }
    return rows;
  }

  void compare() {
    const std::int64_t from = epoch + below(horizon_days) * day + below(24) * 3600;
    const std::int64_t until = prng_.chance(1, 3) ? from + below(30) * day : INT64_MAX;
    const int space = static_cast<int>(below(4));
    const std::string user = prng_.chance(1, 2) ? "u" + std::to_string(below(3)) : "";
    const auto most = static_cast<std::size_t>(1 + below(12));
    std::vector<Row> rows;
    for (const auto& [number, meeting] : meetings_) {
      if ((space < 3 && meeting.space != space) || (!user.empty() && meeting.user != user))
        continue;
      for (const Row& row : rows_of(number, meeting))
        if (row.end > from && row.start <= until) rows.push_back(row);
    }
    std::ranges::sort(rows, {},
                      [](const Row& row) { return std::tuple(row.start, row.meeting, row.id); });
    if (rows.size() > most) rows.resize(most);
    std::string query =
        "/meetings?maxMeetings=" + std::to_string(most) + "&fromTime=" + instant_text(sys_at(from));
    if (until != INT64_MAX) query += "&untilTime=" + instant_text(sys_at(until));
    if (space < 3) query += "&coSpace=" + spaces_[static_cast<std::size_t>(space)];
    if (!user.empty()) query += "&userName=" + user;
    std::string expected, got;
    for (const Row& row : rows)
      expected += ids_[row.meeting] + " " + instant_text(sys_at(row.id)) + " " + row.summary + "\n";
    for (const JsonValue& each : json("GET", query).items)
      got += each.find("meeting")->text + " " + each.find("recurrence")->text + " " +
             each.find("summary")->text + "\n";
    ASSERT_EQ(got, expected) << query;
    if (prng_.chance(1, 4)) book.advance(sys_at(epoch + below(horizon_days) * day), 5);
  }

  Prng prng_;
  std::vector<std::string> spaces_, ids_;
  std::map<std::size_t, ModelMeeting> meetings_;  // by their place in ids_
  int names_ = 0;
};

TEST(SchedulerModel, AgreesAfterEveryRequest) {
  const std::int64_t wanted = asked_number("CURIA_CASES", cases);
  for (int seed = 1; seed <= wanted; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Sequence(static_cast<std::uint64_t>(seed)).run();
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace curia::scheduler

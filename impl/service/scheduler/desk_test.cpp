#include "impl/service/scheduler/desk.hpp"

#include <gtest/gtest.h>

#include "impl/service/scheduler/testing/desk.hpp"
#include "model/base/limits_scheduler.hpp"

namespace curia::scheduler {
namespace {

class DeskTest : public ::testing::Test, protected testing::TestDesk {
 protected:
  std::string space = to_string(make_space());

  std::string body(const std::string& more) const {
    return R"({"coSpace":")" + space + R"(","summary":"Review",)" + more + "}";
  }
  std::string make(const std::string& more) {
    const auto made = json("POST", "/meetings", body(more));
    const JsonValue* id = made.find("meeting");
    EXPECT_NE(id, nullptr) << to_text(made);
    return id == nullptr ? "" : "/meetings/" + id->text;
  }
  // The parameter that a refusal names.
  std::string fault(std::string_view method, const std::string& target, const std::string& sent,
                    int status = 400) {
    const auto response = ask(method, target, sent);
    EXPECT_EQ(response.status, status) << sent << response.body;
    const auto problem = parse_json(response.body);
    const JsonValue* parameter = problem ? problem->find("parameter") : nullptr;
    return parameter == nullptr ? "" : parameter->text;
  }
  std::string starts(const std::string& query) {
    std::string all;
    for (const JsonValue& each : json("GET", "/meetings?" + query).items)
      all += (all.empty() ? "" : " ") + each.find("dtStart")->text.substr(0, 16);
    return all;
  }

  const std::string weekly = R"("dtStart":"2026-03-02T09:00:00.000","dtEnd":"2026-03-02T10:00:00",)"
                             R"("timeZone":"Europe/Paris","rrule":"FREQ=WEEKLY; BYDAY=MO")";
};

TEST_F(DeskTest, MakesAMeetingAndShowsIt) {
  const auto response = ask("POST", "/meetings", body(weekly));
  ASSERT_EQ(response.status, 200) << response.body;
  const auto made = parse_json(response.body);
  EXPECT_EQ(response.header("Location"),
            std::string(api_root) + "/meetings/" + made->find("meeting")->text);
  EXPECT_EQ(made->find("rrule")->text, "FREQ=WEEKLY;BYDAY=MO");
  EXPECT_EQ(made->find("dtEnd")->text, "2026-03-02T10:00:00.000");
  EXPECT_EQ(made->find("isFullDayMeeting"), nullptr);
  EXPECT_EQ(made->find("recurrence")->text, "2026-03-02T08:00:00Z");
  EXPECT_EQ(made->find("participantCount")->text, "0");
  EXPECT_EQ(notices.last, "new");
}

TEST_F(DeskTest, KeepsLocalTimesOverAChangeOfClocks) {
  make(weekly);
  const auto listed = json("GET", "/meetings?fromTime=2026-03-20T00:00:00Z&maxMeetings=2");
  EXPECT_EQ(listed.at("/0/recurrence")->text, "2026-03-23T08:00:00Z");
  EXPECT_EQ(listed.at("/1/recurrence")->text, "2026-03-30T07:00:00Z");
  EXPECT_EQ(listed.at("/1/dtStart")->text, "2026-03-30T09:00:00.000");
}

TEST_F(DeskTest, NamesTheParameterAtFault) {
  EXPECT_EQ(fault("POST", "/meetings", "{}"), "coSpace");
  EXPECT_EQ(fault("POST", "/meetings", R"({"coSpace":"x"})"), "coSpace");
  EXPECT_EQ(fault("POST", "/meetings", body(R"("dtEnd":"2026-03-02T10:00:00")")), "dtStart");
  EXPECT_EQ(fault("POST", "/meetings", body(R"("dtStart":"2026-03-02T10:00:00")")), "dtEnd");
  EXPECT_EQ(fault("POST", "/meetings", body(R"("dtStart":"2026-02-30T10:00:00")")), "dtStart");
  EXPECT_EQ(fault("POST", "/meetings", body(weekly + R"(,"isFullDayMeeting":true)")), "dtEnd");
  EXPECT_EQ(fault("POST", "/meetings", body(weekly + R"(,"timeZone":"Mars/Base")")), "timeZone");
  EXPECT_EQ(fault("POST", "/meetings", body(weekly + R"(,"rrule":"FREQ=NEVER")")), "rrule");
  EXPECT_EQ(fault("POST", "/meetings", body(weekly + R"(,"rrule":"FREQ=YEARLY;UNTIL=20200101")")),
            "rrule");
  EXPECT_EQ(fault("POST", "/meetings", body(weekly + R"(,"organizerEmail":"a b@c")")),
            "organizerEmail");
  EXPECT_EQ(
      fault("POST", "/meetings", body(weekly + R"(,"summary":")" + std::string(51, 'x') + "\"")),
      "summary");
  EXPECT_EQ(fault("POST", "/meetings", body(weekly + R"(,"participants":[{"email":"x"}])")),
            "participants[0].email");
  EXPECT_EQ(fault("POST", "/meetings", body(weekly + R"(,"participants":[{}])")),
            "participants[0]");
  EXPECT_EQ(
      fault("POST", "/meetings",
            body(weekly + R"(,"participants":[{"userName":"a","accessMethod":")" + space + "\"}]")),
      "participants[0].accessMethod");
  EXPECT_EQ(fault("GET", "/meetings?maxMeetings=0", ""), "maxMeetings");
  EXPECT_EQ(fault("GET", "/meetings?fromTime=tomorrow", ""), "fromTime");
  EXPECT_EQ(fault("DELETE", "/meetings", ""), "coSpace");
  EXPECT_EQ(fault("GET", "/meetings/" + space, "", 404), "meeting");
  EXPECT_EQ(ask("PUT", "/meetings").status, 405);
  EXPECT_EQ(ask("GET", "/nothing").status, 404);
  EXPECT_EQ(registry.table(Kind::meeting).size(), 0u);
}

TEST_F(DeskTest, TakesAllFormsThatTheDescriptionHas) {
  // Z, milliseconds, none; flags and numbers in quotes; null for what is not given.
  make(
      R"("dtStart":"2026-03-02T09:00:00.000Z","dtEnd":"2026-03-02T10:00","isFullDayMeeting":null)");
  make(R"("dtStart":"2026-03-03","isFullDayMeeting":"true","isSchedulerSpaceOwner":"false")");
  EXPECT_EQ(starts("coSpace=" + space), "2026-03-02T09:00 2026-03-03T00:00");
  const auto meeting = make(weekly);
  for (const char* id :
       {"2026-03-09T08:00:00Z", "2026-03-09T09:00:00Z", "2026-03-09T09:00:00.000",
        "2026-03-09T09:00:00", "2026-03-09T09%3A00%3A00", "2026-03-09T10:00+02:00"})
    EXPECT_EQ(json("GET", meeting + "/recurrences/" + id).find("recurrence")->text,
              "2026-03-09T08:00:00Z")
        << id;
  EXPECT_EQ(ask("GET", meeting + "/recurrences/2026-03-10T09:00:00").status, 404);
  EXPECT_EQ(ask("GET", meeting + "/participant").status, 200);
  EXPECT_EQ(ask("GET", meeting + "/recurrences/2026-03-09T09:00:00/participant").status, 200);
  EXPECT_EQ(json("POST", "/timedLogging", R"({"email": 1000})").find("email")->text, "1000");
  EXPECT_EQ(json("PUT", "/timedLogging", R"({"api": "7"})").find("email")->text, "1000");
  world.run_for(5s);
  EXPECT_EQ(json("GET", "/timedLogging").find("api")->text, "2");
  EXPECT_EQ(ask("POST", "/meetings/refresh?coSpace=" + space).status, 200);
  EXPECT_EQ(ask("POST", "/meetings/refresh", R"({"coSpace":")" + space + "\"}").status, 200);
  const int ordered = notices.count;
  const std::string id = meeting.substr(meeting.rfind('/') + 1);
  EXPECT_EQ(ask("POST", "/meetings/refresh", R"({"meeting":")" + id + "\"}").status, 200);
  EXPECT_EQ(ask("POST", "/meetings/refresh?meeting=" + id).status, 200);
  EXPECT_EQ(notices.count, ordered + 2);
  EXPECT_EQ(ask("POST", "/meetings/refresh").status, 400);
  EXPECT_EQ(ask("PUT", meeting + "/refreshEmails").status, 200);
  EXPECT_EQ(ask("PUT", meeting + "/recurrences/2026-03-09T09:00:00/refreshEmails").status, 200);
  EXPECT_EQ(notices.last, "refresh one");
  EXPECT_EQ(ask("DELETE", "/meetings", R"({"coSpace":")" + space + "\"}").status, 200);
  EXPECT_EQ(ask("GET", meeting).status, 404);
}

TEST_F(DeskTest, ChangesAndCancelsOneRecurrence) {
  const auto meeting = make(weekly);
  const auto second = meeting + "/recurrences/2026-03-09T09:00:00";
  const auto moved = json("PUT", second,
                          R"({"dtStart":"2026-03-11T12:00:00","summary":"Moved",)"
                          R"("dtEnd":"2026-03-11T13:30:00","timeZone":"Asia/Tokyo"})");
  EXPECT_EQ(moved.find("timeZone")->text, "Asia/Tokyo");
  EXPECT_EQ(moved.find("recurrence")->text, "2026-03-09T08:00:00Z");
  EXPECT_EQ(json("PUT", meeting + "/recurrences/2026-03-16T09:00:00", R"({"isCancelled":true})")
                .find("isCancelled")
                ->text,
            "true");
  EXPECT_EQ(starts("coSpace=" + space + "&maxMeetings=3"),
            "2026-03-02T09:00 2026-03-11T12:00 2026-03-23T09:00");
  EXPECT_EQ(json("GET", meeting).find("summary")->text, "Review");
  // As the series has it again: nothing is left of the exception.
  ask("PUT", second,
      R"({"dtStart":"2026-03-09T09:00:00","dtEnd":"2026-03-09T10:00:00",)"
      R"("timeZone":"Europe/Paris","summary":"Review"})");
  const auto& stored = static_cast<const StoredMeeting&>(registry.table(Kind::meeting).at(0));
  EXPECT_EQ(stored.exceptions.find("\n@"), std::string::npos) << stored.exceptions;
  // Another rule: what was cancelled is no recurrence of it.
  ask("PUT", meeting, R"({"rrule":"FREQ=WEEKLY;INTERVAL=3"})");
  EXPECT_TRUE(stored.exceptions.empty()) << stored.exceptions;
}

TEST_F(DeskTest, EditsPeopleOfASeriesAndOfOneRecurrence) {
  const auto meeting = make(weekly + R"(,"participants":[{"email":"a@x"},{"userName":"b"}])");
  const auto second = meeting + "/recurrences/2026-03-09T09:00:00/participants";
  const auto own = json("PUT", second,
                        R"({"newParticipants":[{"email":"c@x"}],)"
                        R"("deletedEmailParticipants":"A@x"})");
  EXPECT_EQ(to_text(own), R"({"participants":[{"userName":"b"},{"email":"c@x"}]})");
  ask("PUT", meeting + "/participants",
      R"({"newParticipants":[{"userName":"d"}],"deletedUserParticipants":["B","nobody"]})");
  EXPECT_EQ(to_text(json("GET", meeting + "/participants")),
            R"({"participants":[{"email":"a@x"},{"userName":"d"}]})");
  EXPECT_EQ(to_text(json("GET", second)), R"({"participants":[{"email":"c@x"},{"userName":"d"}]})");
  EXPECT_EQ(starts("userName=D&maxMeetings=1"), "2026-03-02T09:00");
  EXPECT_EQ(starts("userName=b"), "");
}

TEST_F(DeskTest, ComparesFromWithEndsAndUntilWithStarts) {
  make(weekly);
  EXPECT_EQ(starts("fromTime=2026-03-09T08:59:59Z&untilTime=2026-03-16T08:00:00Z"),
            "2026-03-09T09:00 2026-03-16T09:00");
  EXPECT_EQ(starts("fromTime=2026-03-09T09:00:00Z&untilTime=2026-03-16T07:59:59Z"), "");
  EXPECT_EQ(starts("fromTime=2026-03-09T10:00:00+01:00&untilTime=2026-03-16T09:00:00%2B01:00"),
            "2026-03-16T09:00");
}

TEST_F(DeskTest, DeletesAllMeetingsOfACoSpace) {
  make(weekly);
  make(weekly);
  const Guid other = make_space();
  ask("POST", "/meetings", R"({"coSpace":")" + to_string(other) + "\"," + weekly + "}");
  EXPECT_EQ(ask("DELETE", "/meetings?coSpace=" + space).status, 200);
  EXPECT_EQ(registry.table(Kind::meeting).size(), 1u);
  EXPECT_EQ(ask("DELETE", "/meetings?coSpace=" + space).status, 200);
}

TEST_F(DeskTest, IsDownWhenAPartIsDown) {
  EXPECT_EQ(ask("GET", "/health").status, 200);
  EXPECT_EQ(ask("GET", "/health").body, R"({"status":"UP","components":{"ping":{"status":"UP"}}})");
  health["db"].is_up = false;
  EXPECT_EQ(ask("GET", "/health").status, 503);
}

TEST_F(DeskTest, RemembersTheCoSpacesItIsToDelete) {
  const auto temporary = [&] { return registry.table(Kind::temporary_space).size(); };
  const auto meeting = make(weekly + R"(,"isSchedulerSpaceOwner":true)");
  make(weekly + R"(,"isSchedulerSpaceOwner":true)");
  EXPECT_EQ(temporary(), 1u);
  ask("PUT", meeting, R"({"isSchedulerSpaceOwner":false})");
  EXPECT_EQ(temporary(), 1u);
  ask("DELETE", "/meetings?coSpace=" + space);
  EXPECT_EQ(temporary(), 1u);  // it was owned, and is to go some day
  const auto last = make(weekly + R"(,"isSchedulerSpaceOwner":true)");
  ask("PUT", last, R"({"isSchedulerSpaceOwner":false})");
  EXPECT_EQ(temporary(), 0u);
}

TEST_F(DeskTest, UndoesWhatTheStoreRefuses) {
  const auto meeting = make(weekly);
  const std::string before = to_text(json("GET", meeting));
  store.refuses = true;
  EXPECT_EQ(ask("PUT", meeting, R"({"summary":"Else","rrule":""})").status, 503);
  EXPECT_EQ(ask("DELETE", meeting).status, 503);
  EXPECT_EQ(ask("POST", "/meetings", body(weekly)).status, 503);
  EXPECT_EQ(to_text(json("GET", meeting)), before);
  EXPECT_EQ(book.size(), 1u);
  EXPECT_EQ(starts("coSpace=" + space + "&maxMeetings=2"), "2026-03-02T09:00 2026-03-09T09:00");
}

TEST_F(DeskTest, SearchesSoFarAndNoFarther) {
  make(weekly);
  const auto& one = static_cast<const StoredMeeting&>(registry.table(Kind::meeting).at(0));
  curia::Change change(registry, host.env().random);
  for (std::size_t i = 0; i < limits::scheduler_search_meetings; ++i) {
    auto& more = change.create<StoredMeeting>();
    more.co_space = one.co_space;
    more.zone = one.zone;
    more.rrule = one.rrule;
    more.start = one.start;
    more.end = one.end;
  }
  ASSERT_TRUE(apply(std::move(change)));
  EXPECT_EQ(starts("maxMeetings=1&fromTime=2026-03-03T00:00:00Z"), "2026-03-09T09:00");
  // So far ahead each rule has to be read.
  EXPECT_EQ(fault("GET", "/meetings?maxMeetings=1&fromTime=2029-03-03T00:00:00Z", "", 400),
            "fromTime");
}

TEST_F(DeskTest, AMeetingWhoseZoneIsGoneNeverEnds) {
  make(weekly);
  Book other(registry, [](std::string_view) { return fail(Errc::not_found, "no such zone"); });
  const auto now = std::chrono::floor<schedule::seconds>(host.env().clock.wall());
  ASSERT_TRUE(other.load(now));
  const StoredMeeting& meeting = *other.meetings_in(*parse_guid(space)).front();
  EXPECT_FALSE(other.timetable(meeting));
  EXPECT_GT(other.last_end_of(meeting), now + std::chrono::years(1000));
}

}  // namespace
}  // namespace curia::scheduler

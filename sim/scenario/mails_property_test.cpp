// Whatever is done to meetings, and whatever happens to the server and its mail servers meanwhile:
// in the end every calendar that the mails have fed shows what the server holds.
#include <gtest/gtest.h>

#include <set>

#include "impl/service/scheduler/call_bridge.hpp"
#include "impl/service/zones/zone_book.hpp"
#include "impl/wire/icalendar/meeting_calendar.hpp"
#include "impl/wire/json.hpp"
#include "model/base/prng.hpp"
#include "model/base/testing/asked.hpp"
#include "model/schedule/notices.hpp"
#include "model/schedule/stored_meeting.hpp"
#include "sim/mail/calendar_client.hpp"
#include "sim/scenario/sim_target.hpp"
#include "sim/world/zone_files.hpp"

namespace curia::scenario {
namespace {

constexpr int steps = 60;
constexpr int people = 4;

std::string address(std::uint64_t person) {
  return "person" + std::to_string(person) + "@example.com";
}

class Life {
 public:
  // Crashes and cuts may send a mail twice; `is_rough`: there are some.
  Life(std::uint64_t seed, bool is_rough)
      : prng_(seed, "mails"),
        is_rough_(is_rough),
        target_({.seed = seed,
                 .on_made = [this](Registry& registry, const Env&) { registry_ = &registry; }}) {}

  void live() {
    Settings settings;
    settings.schedulers = 2;
    settings.mail = true;
    ASSERT_TRUE(target_.begin(settings));
    Request make;
    make.method = "POST";
    make.target = "/api/v1/coSpaces";
    make.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    make.has_body = true;
    make.body = "name=Sales&callId=4711";
    const Answer made = ask(std::move(make));
    const std::string* where = made.header("Location");
    ASSERT_NE(where, nullptr);
    space_ = where->substr(where->rfind('/') + 1);
    for (int i = 0; i < steps; ++i) step();
    heal();
    target_.wait_until(target_.now() + 4h);
    compare();
    target_.end();
  }

 private:
  Answer ask(Request request) { return target_.carry_out({Deed{{}, std::move(request)}}).front(); }

  Answer scheduler(std::string method, const std::string& path, std::string body = {}) {
    Request request;
    request.scheduler = static_cast<int>(1 + prng_.below(2));
    request.method = std::move(method);
    request.target = "/api/v1/scheduler" + path;
    request.has_body = !body.empty();
    request.body = std::move(body);
    return ask(std::move(request));
  }

  void inject(Fault::Kind kind) {
    Fault fault;
    fault.kind = kind;
    (void)target_.inject(fault);
  }

  void mail(MailStep::Kind kind, int server, std::string text = {}, std::uint64_t times = 1) {
    MailStep step;
    step.kind = kind;
    step.server = server;
    step.text = std::move(text);
    step.times = times;
    if (kind == MailStep::Kind::answers && prng_.chance(1, 2))
      step.address = address(prng_.below(people));
    ASSERT_TRUE(target_.change_mail(step));
  }

  void step() {
    const int server = static_cast<int>(1 + prng_.below(2));
    switch (prng_.below(12)) {
      case 0:
        return mail(prng_.chance(1, 2) ? MailStep::Kind::away : MailStep::Kind::back, server);
      case 1:
        return mail(MailStep::Kind::answers, server, "451 4.3.0 later", 1 + prng_.below(3));
      case 2:
        if (is_rough_) mail(MailStep::Kind::cuts, server);
        return;
      case 3: {
        const auto wait = std::chrono::seconds(prng_.chance(1, 4) ? prng_.below(600) : 1);
        return target_.wait_until(target_.now() + wait);
      }
      case 4:
        if (!is_rough_ || !prng_.chance(1, 2)) return;
        inject(prng_.chance(1, 2) ? Fault::Kind::power_cut : Fault::Kind::kill);
        return inject(Fault::Kind::start);
      default:
        change();
    }
  }

  std::string invited() {
    std::string list;
    for (std::uint64_t person = 0; person < people; ++person)
      if (prng_.chance(1, 2))
        list += (list.empty() ? "" : ",") + (R"({"email":")" + address(person) + R"("})");
    return R"("participants":[)" + list + "]";
  }

  std::string times() {
    const std::string day = std::to_string(10 + prng_.below(10));
    const std::string hour = std::to_string(10 + prng_.below(8));
    return R"("dtStart":"2027-03-)" + day + "T" + hour + R"(:00:00","dtEnd":"2027-03-)" + day +
           "T" + hour + R"(:30:00","timeZone":"Europe/Paris")";
  }

  void change() {
    if (meetings_.empty() || prng_.chance(1, 6)) return create();
    const std::string& meeting = meetings_[prng_.below(meetings_.size())];
    const std::string path = "/meetings/" + meeting;
    const std::string recurrence =
        path + "/recurrences/2027-03-" + std::to_string(10 + prng_.below(14)) + "T10:00:00";
    switch (prng_.below(8)) {
      case 0:
        (void)scheduler("DELETE", path);
        return;
      case 1:
        (void)scheduler("PUT", path, "{" + times() + "}");
        return;
      case 2:
        (void)scheduler("PUT", path, "{" + invited() + "}");
        return;
      case 3:
        (void)scheduler(
            "PUT", recurrence,
            R"({"isCancelled":)" + std::string(prng_.chance(2, 3) ? "true}" : "false}"));
        return;
      case 4:
        (void)scheduler("PUT", recurrence, "{" + invited() + "}");
        return;
      case 5:
        (void)scheduler("PUT", path + "/refreshEmails");
        return;
      case 6:
        (void)scheduler("PUT", recurrence,
                        R"({"summary":"R)" + std::to_string(prng_.below(3)) + R"("})");
        return;
      default:
        (void)scheduler("PUT", path, R"({"summary":"S)" + std::to_string(prng_.below(4)) + R"("})");
    }
  }

  void create() {
    const bool is_series = prng_.chance(2, 3);
    const std::string when =
        is_series ? R"("dtStart":"2027-03-10T10:00:00","dtEnd":"2027-03-10T11:00:00",)"
                    R"("timeZone":"Europe/Paris","rrule":"FREQ=DAILY;COUNT=14")"
                  : times();
    const std::string who = invited();
    const auto made = scheduler("POST", "/meetings",
                                R"({"coSpace":")" + space_ +
                                    R"(","summary":"S","organizerEmail":"org@example.com",)" +
                                    when + "," + who + "}");
    if (made.status != 200) return;
    meetings_.push_back(parse_json(made.body)->find("meeting")->text);
  }

  void heal() {
    inject(Fault::Kind::start);
    for (const int server : {1, 2}) {
      mail(MailStep::Kind::back, server);
      MailStep step;
      step.kind = MailStep::Kind::answers;
      step.server = server;
      step.times = 0;
      for (std::uint64_t person = 0; person <= people; ++person) {
        step.address = person == people ? "" : address(person);
        ASSERT_TRUE(target_.change_mail(step));
      }
    }
  }

  struct Arrived {
    std::int64_t time;
    std::string id, calendar;
  };
  // Both mail servers together, in the order of arrival.
  std::vector<Arrived> mails_to(const std::string& person) {
    std::vector<Arrived> mails;
    for (const char* server : {"mail", "mail2"}) {
      Request request;
      request.client = server;
      request.method = "GET";
      request.target = "/" + person;
      const Answer answer = ask(std::move(request));
      EXPECT_EQ(answer.body.find("<trouble>"), std::string::npos) << answer.body;
      std::string_view xml = answer.body;
      while (xml.find("<mail>") != xml.npos) {
        std::string id = scheduler::take_element(xml, "messageId");
        const auto time = scheduler::take_element(xml, "arrived");
        mails.push_back(
            {std::stoll(time), std::move(id), scheduler::take_element(xml, "calendar")});
      }
    }
    std::ranges::stable_sort(mails, {}, &Arrived::time);
    return mails;
  }

  void compare() {
    Request request;
    request.method = "GET";
    request.target = "/api/v1/coSpaces/" + space_ + "/emailInvitation";
    const Answer invitation = ask(std::move(request));
    std::string_view xml = invitation.body;
    const std::string text = scheduler::take_element(xml, "invitation");
    for (std::uint64_t person = 0; person < people; ++person) {
      sim::CalendarClient fed(find_), fresh(find_);
      std::set<std::string> seen;
      for (const Arrived& one : mails_to(address(person))) {
        ASSERT_TRUE(fed.take(one.calendar));
        if (!seen.insert(one.id).second && !is_rough_) ADD_FAILURE() << "twice: " << one.id;
      }
      const Table& all = registry_->table(Kind::meeting);
      all.all().visit_from(0, [&](std::uint32_t slot) {
        const auto meeting = schedule::meeting_of(static_cast<const StoredMeeting&>(all.at(slot)));
        show(*meeting, address(person), text, fresh);
        return true;
      });
      EXPECT_EQ(fed.shown(), fresh.shown()) << address(person);
      received_ += seen.size();
    }
    EXPECT_EQ(registry_->table(Kind::stored_mail).size(), 0u) << "mails that are left over";
    EXPECT_GT(received_, 0u);
  }

  void show(const schedule::Meeting& meeting, const std::string& person, const std::string& text,
            sim::CalendarClient& calendar) {
    const auto address_of = [](const schedule::Invitee& one) { return one.email; };
    for (const schedule::Notice& notice : schedule::notices_of(nullptr, &meeting, address_of)) {
      if (std::ranges::find(notice.to, person) == notice.to.end()) continue;
      const auto made = ical::calendar_of(notice, {text, "", 1, "x@example.com"}, find_);
      ASSERT_TRUE(made);
      ASSERT_TRUE(calendar.take(ical::to_ics(*made, find_).value()));
    }
  }

  Prng prng_;
  bool is_rough_;
  Registry* registry_ = nullptr;
  SimTarget target_;
  std::string space_;
  std::vector<std::string> meetings_;
  std::size_t received_ = 0;
  sim::ZoneFiles files_;
  zones::ZoneBook zones_{files_};
  ical::FindZone find_ = [this](std::string_view name) {
    return zones_.find(name).value_or(nullptr);
  };
};

TEST(MailsProperty, EveryCalendarEndsAsTheServerHasIt) {
  const std::int64_t cases = asked_number("CURIA_CASES", 12);
  for (std::int64_t seed = 1; seed <= cases; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Life(static_cast<std::uint64_t>(seed), seed % 2 == 0).live();
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace curia::scenario

// Whatever is done to meetings, and whatever happens to the server and its mail servers meanwhile:
// in the end every calendar that the mails have fed shows what the API lists.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "impl/service/scheduler/call_bridge.hpp"
#include "impl/service/scheduler/times.hpp"
#include "impl/service/zones/zone_book.hpp"
#include "impl/wire/json.hpp"
#include "model/base/prng.hpp"
#include "model/base/testing/asked.hpp"
#include "sim/mail/calendar_client.hpp"
#include "sim/scenario/sim_target.hpp"
#include "sim/world/zone_files.hpp"

namespace curia::scenario {
namespace {

constexpr int steps = 60;
constexpr int people = 4;
const schedule::sys_seconds horizon =
    schedule::sys_at(schedule::count_of(schedule::local_time({2028, 1, 1})));

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
    settings.users = {{{"userJid", "boss"}, {"name", "Boss"}, {"email", "boss@example.com"}}};
    ASSERT_TRUE(target_.begin(settings));
    for (const char* call_id : {"4711", "4712"}) make_space(call_id);
    for (int i = 0; i < steps; ++i) step();
    heal();
    target_.wait_until(target_.now() + 4h);
    compare();
    target_.end();
  }

 private:
  Answer ask(Request request) { return target_.carry_out({Deed{{}, std::move(request)}}).front(); }

  void make_space(const std::string& call_id) {
    Request request;
    request.method = "POST";
    request.target = "/api/v1/coSpaces";
    request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    request.has_body = true;
    request.body = "name=Sales&callId=" + call_id;
    const Answer made = ask(std::move(request));
    const std::string* where = made.header("Location");
    ASSERT_NE(where, nullptr);
    spaces_.push_back(where->substr(where->rfind('/') + 1));
  }

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

  // Also at times that clocks skip.
  std::string times() {
    switch (prng_.below(10)) {
      case 0:
        return R"("dtStart":"2027-03-28T02:30:00","dtEnd":"2027-03-28T03:00:00",)"
               R"("timeZone":"Europe/Paris")";
      case 1:
        return R"("dtStart":"2027-03-14T02:10:00","dtEnd":"2027-03-14T03:20:00",)"
               R"("timeZone":"America/New_York")";
      default:
        break;
    }
    const std::string day = std::to_string(10 + prng_.below(10));
    const std::string hour = std::to_string(10 + prng_.below(8));
    return R"("dtStart":"2027-03-)" + day + "T" + hour + R"(:00:00","dtEnd":"2027-03-)" + day +
           "T" + hour + R"(:30:00","timeZone":"Europe/Paris")";
  }

  void change() {
    if (meetings_.empty() || prng_.chance(1, 6)) return create();
    const std::string path = "/meetings/" + meetings_[prng_.below(meetings_.size())];
    if (prng_.chance(1, 3)) return change_recurrence(path);
    switch (prng_.below(12)) {
      case 0:
        (void)scheduler("DELETE", path);
        return;
      case 1:
        (void)scheduler("PUT", path + "/refreshEmails");
        return;
      default:
        (void)scheduler("PUT", path, "{" + whole_change() + "}");
    }
  }

  std::string whole_change() {
    constexpr const char* rules[] = {"", "FREQ=DAILY;COUNT=14", "FREQ=WEEKLY;BYDAY=TU;COUNT=3",
                                     "FREQ=DAILY;UNTIL=20270320T120000Z"};
    constexpr const char* organizers[] = {
        R"("organizerEmail":"org@example.com","organizerDisplayName":"")",
        R"("organizerEmail":"org@example.com","organizerDisplayName":"Org")",
        R"("organizerEmail":"","organizerUserName":"boss")"};
    switch (prng_.below(8)) {
      case 0:
        return times();
      case 1:
        return invited();
      case 2:
        return R"("coSpace":")" + spaces_[prng_.below(spaces_.size())] + '"';
      case 3:
        return organizers[prng_.below(std::size(organizers))];
      case 4:
        return R"("rrule":")" + std::string(rules[prng_.below(std::size(rules))]) + '"';
      case 5:
        return R"("timeZone":")" +
               std::string(prng_.chance(1, 2) ? "Europe/Paris" : "America/New_York") + '"';
      case 6:
        return R"("language":")" + std::string(prng_.chance(1, 2) ? "de_DE" : "") + '"';
      default:
        return R"("summary":"S)" + std::to_string(prng_.below(4)) + '"';
    }
  }

  void change_recurrence(const std::string& meeting) {
    const std::string path =
        meeting + "/recurrences/2027-03-" + std::to_string(10 + prng_.below(14)) + "T10:00:00";
    switch (prng_.below(4)) {
      case 0:
        (void)scheduler("PUT", path, "{" + invited() + "}");
        return;
      case 1:
        (void)scheduler("PUT", path, R"({"summary":"R)" + std::to_string(prng_.below(3)) + R"("})");
        return;
      case 2:
        (void)scheduler("PUT", path, "{" + times() + "}");
        return;
      default:
        (void)scheduler(
            "PUT", path,
            R"({"isCancelled":)" + std::string(prng_.chance(2, 3) ? "true}" : "false}"));
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
                                R"({"coSpace":")" + spaces_.front() +
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
    std::map<std::string, std::vector<sim::CalendarEntry>> listed = list();
    for (std::uint64_t person = 0; person < people; ++person) {
      sim::CalendarClient fed(find_);
      std::set<std::string> seen;
      for (const Arrived& one : mails_to(address(person))) {
        ASSERT_TRUE(fed.take(one.calendar));
        if (!seen.insert(one.id).second && !is_rough_) ADD_FAILURE() << "twice: " << one.id;
      }
      auto& expected = listed[address(person)];
      sort(expected);
      const auto shown = fed.entries(horizon);
      EXPECT_EQ(shown.size(), expected.size()) << address(person) << '\n' << fed.shown();
      EXPECT_TRUE(shown == expected) << address(person) << '\n' << fed.shown();
      received_ += seen.size();
    }
    EXPECT_EQ(registry_->table(Kind::stored_mail).size(), 0u) << "mails that are left over";
    EXPECT_GT(received_, 0u);
  }

  // What the API shows of everybody's recurrences, by address.
  std::map<std::string, std::vector<sim::CalendarEntry>> list() {
    std::map<std::string, std::vector<sim::CalendarEntry>> listed;
    const auto all = parse_json(
        scheduler("GET", "/meetings?fromTime=2020-01-01T00:00:00Z&maxMeetings=10000").body);
    EXPECT_TRUE(all);
    for (const JsonValue& one : all->items) {
      const sim::CalendarEntry entry = entry_of(one);
      const auto invited =
          parse_json(scheduler("GET", "/meetings/" + text_of(one, "meeting") + "/recurrences/" +
                                          text_of(one, "recurrence") + "/participants")
                         .body);
      for (const JsonValue& invitee : invited->find("participants")->items)
        listed[text_of(invitee, "email")].push_back(entry);
    }
    return listed;
  }

  sim::CalendarEntry entry_of(const JsonValue& one) {
    const auto instant = [&](std::string_view name) {
      return find_(text_of(one, "timeZone"))
          ->to_utc(scheduler::read_time(text_of(one, name))->local);
    };
    const std::string email = text_of(one, "organizerEmail");
    return {.start = instant("dtStart"),
            .end = instant("dtEnd"),
            .is_whole_day = false,
            .summary = text_of(one, "summary"),
            .organizer = {email.empty() ? "boss@example.com" : email,
                          text_of(one, "organizerDisplayName")},
            .text = invitation(text_of(one, "coSpace"), text_of(one, "language"))};
  }

  std::string invitation(const std::string& space, const std::string& language) {
    std::string& text = invitations_[space + language];
    if (!text.empty()) return text;
    Request request;
    request.method = "GET";
    request.target = "/api/v1/coSpaces/" + space + "/emailInvitation";
    if (!language.empty()) request.target += "?language=" + language;
    const Answer answer = ask(std::move(request));
    std::string_view xml = answer.body;
    return text = scheduler::take_element(xml, "invitation");
  }

  static std::string text_of(const JsonValue& object, std::string_view name) {
    const JsonValue* member = object.find(name);
    return member == nullptr ? std::string() : member->text;
  }

  Prng prng_;
  bool is_rough_;
  Registry* registry_ = nullptr;
  SimTarget target_;
  std::vector<std::string> spaces_;
  std::map<std::string, std::string> invitations_;
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

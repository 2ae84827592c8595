// Sends invitations to a real mail server: what conformance/mail_test.py drives.
//
//   mail_sender HOST PORT [smtps] [starttls] [user NAME] [trust FILE] [tls13] [count N]
//               [connections N] [to ADDRESS]...          (a password comes on standard input)
//
// Prints "ADDRESS FATE WHY" for each recipient of each mail, "failed CODE SENTENCE" when a
// connection ends badly, and at the end "seconds N" of processor time.
#include <deque>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "impl/io/files.hpp"
#include "impl/io/reality.hpp"
#include "impl/service/mail/smtp_link.hpp"
#include "impl/service/zones/zone_book.hpp"
#include "impl/wire/icalendar/calendar.hpp"
#include "impl/wire/mime/compose.hpp"
#include "impl/wire/tls/mail_context.hpp"

namespace {

using namespace curia;

struct Asked {
  mail::MailServer server{.host = {}, .trust = *tls::mail_client("")};
  std::vector<std::string> to;
  std::size_t count = 1;
  std::size_t connections = 1;
};

std::string read_file(const std::string& name) {
  std::ifstream in(name);
  return {std::istreambuf_iterator<char>(in), {}};
}

Asked read_arguments(const std::vector<std::string>& words) {
  Asked asked;
  asked.server.host = words.at(0);
  asked.server.port = static_cast<std::uint16_t>(std::stoul(words.at(1)));
  std::string trust;
  tls::OldestVersion oldest = tls::OldestVersion::tls12;
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (words[i] == "smtps") asked.server.smtps = true;
    if (words[i] == "starttls") asked.server.starttls = true;
    if (words[i] == "tls13") oldest = tls::OldestVersion::tls13;
    if (words[i] == "user") asked.server.login = smtp::Login{words.at(++i), {}};
    if (words[i] == "trust") trust = read_file(words.at(++i));
    if (words[i] == "count") asked.count = std::stoul(words.at(++i));
    if (words[i] == "connections") asked.connections = std::stoul(words.at(++i));
    if (words[i] == "to") asked.to.push_back(words.at(++i));
  }
  if (asked.server.login) std::getline(std::cin, asked.server.login->password);
  asked.server.trust = tls::mail_client(trust, oldest).value();
  return asked;
}

std::string calendar_text(std::size_t number, const ical::FindZone& find) {
  using schedule::local_time;
  ical::Event event;
  event.uid = "meeting-" + std::to_string(number);
  event.sequence = 3;
  event.stamp = 1774602000;
  event.start = {local_time({2026, 3, 27}, 9), false, "Europe/Paris"};
  event.end = {local_time({2026, 3, 27}, 10), false, "Europe/Paris"};
  event.rrule = "FREQ=WEEKLY;COUNT=10";
  event.excluded = {{local_time({2026, 4, 3}, 9), false, "Europe/Paris"}};
  event.summary = "Caf\xc3\xa9, budget; " + std::to_string(number);
  event.description = "Join:\nhttps://meet.example.com/meeting/1234?secret=abc\n";
  event.organizer = {"org@example.com", "Doe, J\xc3\xbcrgen"};
  event.attendees = {{"ann@example.com", ""}};
  ical::Event changed = event;
  changed.rrule.clear();
  changed.excluded.clear();
  changed.occurrence = ical::Moment{local_time({2026, 4, 10}, 9), false, "Europe/Paris"};
  changed.start.local += schedule::seconds(1800);
  changed.end.local += schedule::seconds(1800);
  return ical::to_ics({ical::Method::request, {event, changed}}, find).value();
}

class Sender final : public mail::SmtpLinkOwner {
 public:
  Sender(const Env& env, Asked asked) : env_(env), asked_(std::move(asked)) {
    for (std::size_t i = 0; i < asked_.connections; ++i) {
      auto link = std::make_shared<mail::SmtpLink>(env_, asked_.server, *this, false);
      links_.insert(link);
      link->start();
    }
  }
  bool done() const { return links_.empty(); }

 private:
  void on_link_ready(mail::SmtpLink& link) override {
    if (next_ == asked_.count) return link.quit();
    ++next_;
    mime::Invitation invitation{
        .from = {"org@example.com", "Doe, J\xc3\xbcrgen"},
        .to = {},
        .reply_to = "",
        .subject = "Caf\xc3\xa9 " + std::to_string(next_),
        .message_id = std::to_string(next_) + "@example.com",
        .date = 1774602000,
        .text = "Join:\nhttps://meet.example.com/meeting/1234?secret=abc\n.\n",
        .method = "REQUEST",
        .calendar = calendar_text(next_, find_)};
    for (const std::string& address : asked_.to) invitation.to.push_back({address, ""});
    link.send({"org@example.com", asked_.to, compose(invitation)});
  }
  void on_link_result(mail::SmtpLink&, smtp::MailResult result) override {
    constexpr const char* names[] = {"accepted", "later", "never", "unanswered"};
    for (const auto& one : result.recipients)
      std::cout << one.address << ' ' << names[static_cast<int>(one.fate)] << ' ' << one.why
                << '\n';
  }
  void on_link_gone(mail::SmtpLink& link, std::optional<Error> why) override {
    if (why) std::cout << "failed " << name_of(why->code) << ' ' << why->message << '\n';
    if (!why && link.fell_back_to_plain()) std::cout << "in the clear\n";
    links_.erase(link.shared_from_this());
  }

  Env env_;
  Asked asked_;
  std::size_t next_ = 0;
  std::set<std::shared_ptr<mail::SmtpLink>> links_;
  io::RealFiles files_{"/usr/share/zoneinfo"};
  zones::ZoneBook book_{files_};
  ical::FindZone find_ = [this](std::string_view name) { return *book_.find(name); };
};

}  // namespace

int main(int count, char** words) {
  if (count < 3) return 2;
  io::Reality reality({});
  Sender sender(reality.env(), read_arguments({words + 1, words + count}));
  const bool done = reality.run_until([&] { return sender.done(); }, 300s);
  std::cout << "seconds " << reality.env().machine.processor_time() / 1ms << "e-3\n";
  return done ? 0 : 1;
}

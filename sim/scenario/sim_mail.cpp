#include "sim/scenario/sim_mail.hpp"

#include <algorithm>

#include "impl/wire/mime/read.hpp"
#include "impl/wire/xml.hpp"
#include "model/base/text.hpp"

namespace curia::scenario {
namespace {

void show(const sim::ReceivedMail& mail, const mime::Part& read, XmlWriter& xml) {
  xml.begin("mail");
  for (const auto& [element, header] : {std::pair("from", "From"),
                                        {"to", "To"},
                                        {"replyTo", "Reply-To"},
                                        {"subject", "Subject"},
                                        {"messageId", "Message-ID"}})
    xml.element(element, read.header(header));
  xml.element("arrived", std::to_string(mail.arrived.time_since_epoch().count()));
  xml.element("sender", mail.sender);
  xml.element("encrypted", mail.is_encrypted ? "true" : "false");
  if (const auto* text = read.find("text/plain")) xml.element("text", text->body);
  if (const auto* calendar = read.find("text/calendar")) {
    xml.element("method", calendar->parameter("method"));
    xml.element("calendar", calendar->body);
  }
  xml.end();
}

Result<sim::MailServer::Behaviour> behaviour_of(const std::vector<std::string>& words) {
  sim::MailServer::Behaviour behaviour;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t more = words.size() - i - 1;
    if (words[i] == "smtps") {
      behaviour.smtps = true;
    } else if (words[i] == "starttls") {
      behaviour.starttls = true;
    } else if (words[i] == "login" && more >= 2) {
      behaviour.login = smtp::Login{words[i + 1], words[i + 2]};
      i += 2;
    } else if (words[i] == "connections" && more >= 1) {
      behaviour.connections = static_cast<std::size_t>(parse_decimal(words[++i]).value_or(1));
    } else {
      return fail(Errc::invalid_value, "a mail server offers no '" + words[i] + "'");
    }
  }
  return behaviour;
}

}  // namespace

std::string SimMail::name_of(int number) {
  return number == 1 ? "mail" : "mail" + std::to_string(number);
}

int SimMail::number_of(const std::string& name) const {
  for (const auto& [number, server] : servers_)
    if (name == name_of(number)) return number;
  return 0;
}

sim::MailServer& SimMail::server(int number) {
  auto& found = servers_[number];
  if (!found) found = make_(number);
  return *found;
}

Result<> SimMail::change(const MailStep& step) {
  using Kind = MailStep::Kind;
  if (!servers_.contains(step.server))
    return fail(Errc::invalid_value, "there is no such mail server: write `world mail`");
  sim::MailServer& target = server(step.server);
  switch (step.kind) {
    case Kind::answers:
      target.answer(step.address, step.text, step.times);
      break;
    case Kind::cuts:
      target.cut(step.times);
      break;
    case Kind::away:
      target.away();
      break;
    case Kind::back:
      target.back();
      break;
    case Kind::slow: {
      auto behaviour = target.behaviour();
      behaviour.delay = step.delay;
      target.behave(behaviour);
      break;
    }
    case Kind::offers: {
      auto behaviour = behaviour_of(step.offers);
      if (!behaviour) return fail(behaviour.error());
      behaviour->delay = target.behaviour().delay;
      if (behaviour->smtps || behaviour->starttls)
        if (auto made = target.certify(); !made) return made;
      target.behave(*std::move(behaviour));
      break;
    }
  }
  return {};
}

void SimMail::append_to(std::vector<std::string>& mails) const {
  for (const auto& [number, server] : servers_)
    for (const sim::ReceivedMail& mail : server->mails()) mails.push_back(mail.content);
}

void SimMail::end() {
  for (const auto& [number, server] : servers_) server->away();
}

bool SimMail::is_idle() const {
  return std::ranges::all_of(servers_, [](const auto& each) { return each.second->is_idle(); });
}

Answer SimMail::answer(int number, const std::string& target) {
  const std::string address = target.substr(std::min<std::size_t>(1, target.size()));
  sim::CalendarClient calendar(
      [this](std::string_view name) { return zones_.find(name).value_or(nullptr); });
  Answer answer;
  answer.status = 200;
  answer.headers.push_back({"Content-Type", "text/xml"});
  XmlWriter xml(answer.body);
  xml.begin("mails");
  std::string trouble;
  for (const sim::ReceivedMail& mail : server(number).mails()) {
    if (!address.empty() && std::ranges::find(mail.recipients, address) == mail.recipients.end())
      continue;
    const auto read = mime::read_mail(mail.content);
    if (!read) {
      trouble += read.error().message + "\n";
      continue;
    }
    show(mail, *read, xml);
    const auto* part = read->find("text/calendar");
    const auto taken = part != nullptr ? calendar.take(part->body)
                                       : Result<>(fail(Errc::invalid_value, "no calendar"));
    if (!taken) trouble += taken.error().message + "\n";
  }
  xml.element("shown", calendar.shown());
  if (!trouble.empty()) xml.element("trouble", trouble);
  xml.end();
  return answer;
}

}  // namespace curia::scenario

#include "impl/service/callbridge/cdr_contacts.hpp"

#include <algorithm>

#include "impl/wire/url.hpp"
#include "impl/wire/xml.hpp"
#include "model/base/limits.hpp"
#include "model/base/reached.hpp"
#include "model/objects/cdr_receiver.hpp"

namespace curia::callbridge {
namespace {

// The query of a URI may hold a key: only the place is told.
std::string place_of(const std::string& uri) {
  const auto url = parse_url(uri);
  return url ? url->host + ":" + std::to_string(url->port) : "no usable URI";
}

std::string empty_records(const Guid& session) {
  std::string out;
  XmlWriter xml(out);
  xml.begin("records").attribute("session", to_string(session)).end();
  return out;
}

}  // namespace

CdrContacts::CdrContacts(const Env& env, const Registry& registry, web::Client& client)
    : env_(env), registry_(registry), client_(client), session_(new_guid(env.random)) {}

void CdrContacts::look() {
  const Table& receivers = registry_.table(Kind::cdr_receiver);
  std::erase_if(contacts_,
                [&](const auto& contact) { return receivers.find(contact.first) == nullptr; });
  std::size_t number = 0;
  receivers.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& receiver = static_cast<const CdrReceiver&>(receivers.at(slot));
    Contact& contact = contacts_[receiver.id];
    if (contact.uri != receiver.uri) contact = Contact{.uri = receiver.uri};
    contact.number = ++number;
    if (!contact.uri.empty() && !contact.is_asking && env_.clock.now() >= contact.next)
      ask(receiver.id, contact);
    return true;
  });
}

void CdrContacts::ask(const Guid& receiver, Contact& contact) {
  contact.is_asking = true;
  contact.asked = ++questions_;
  client_.fetch({.method = "POST",
                 .url = contact.uri,
                 .headers = {{"Content-Type", "text/xml"}},
                 .body = empty_records(session_),
                 .timeout = limits::cdr_contact_timeout},
                [this, receiver, question = contact.asked](Result<http::Response> got) {
                  answered(receiver, question, std::move(got));
                });
}

void CdrContacts::answered(const Guid& receiver, std::uint64_t question,
                           Result<http::Response> got) {
  const auto found = contacts_.find(receiver);
  if (found == contacts_.end() || found->second.asked != question) return;
  Contact& contact = found->second;
  contact.is_asking = false;
  const std::string name = "CDR receiver " + std::to_string(contact.number);
  if (got && got->status / 100 == 2) {
    if (!contact.is_connected) env_.trace.log(Severity::info, "successfully connected to " + name);
    contact.is_connected = true;
    contact.backoff = {};
    contact.trouble.reset();
    contact.next = env_.clock.now() + limits::cdr_contact_interval;
    return;
  }
  reached("cdr_contacts.failed");
  contact.is_connected = false;
  contact.backoff =
      std::clamp(2 * contact.backoff, limits::cdr_backoff_first, limits::cdr_backoff_most);
  contact.next = env_.clock.now() + contact.backoff;
  const std::string why = got ? "it answers " + std::to_string(got->status) : got.error().message;
  contact.trouble =
      Trouble{.reason = got ? reason_of_status(got->status) : reason_of(got.error()),
              .object = receiver,
              .told = "unable to connect to " + name + " (" + place_of(contact.uri) + "): " + why};
}

std::vector<Trouble> CdrContacts::troubles() const {
  std::vector<Trouble> troubles;
  for (const auto& [id, contact] : contacts_)
    if (contact.trouble) troubles.push_back(*contact.trouble);
  return troubles;
}

}  // namespace curia::callbridge

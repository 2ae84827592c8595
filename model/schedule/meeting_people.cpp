#include "model/schedule/meeting_people.hpp"

#include <algorithm>

#include "model/base/limits_scheduler.hpp"
#include "model/base/text.hpp"

namespace curia::schedule {
namespace {

Result<> check_person(const Invitee& person, const std::string& where) {
  if (person.email.empty() && person.user_name.empty())
    return fail(Errc::invalid_value, where + " has neither an email nor a userName", where);
  if (!person.email.empty() && !is_email(person.email))
    return fail(Errc::invalid_value, where + ".email is not an e-mail address", where + ".email");
  if (has_control_character(person.user_name))
    return fail(Errc::invalid_value, where + ".userName holds control characters or is no UTF-8",
                where + ".userName");
  if (person.user_name.size() > limits::meeting_name_bytes)
    return fail(
        Errc::value_too_long,
        where + ".userName is longer than " + std::to_string(limits::meeting_name_bytes) + " bytes",
        where + ".userName");
  return {};
}

Result<> check_all(const std::vector<Invitee>& people, const std::string& parameter) {
  for (std::size_t i = 0; i < people.size(); ++i)
    if (auto good = check_person(people[i], parameter + "[" + std::to_string(i) + "]"); !good)
      return good;
  return {};
}

Result<> check_count(const std::vector<Invitee>& people, const std::string& parameter) {
  if (people.size() <= limits::meeting_participants) return {};
  return fail(
      Errc::limit_reached,
      "a meeting has at most " + std::to_string(limits::meeting_participants) + " participants",
      parameter);
}

// Somebody may be two entries of before: once by address, once by user name.
void put(const Invitee& person, std::vector<Invitee>& people) {
  const auto found = std::ranges::find_if(
      people, [&](const Invitee& other) { return is_same_person(person, other); });
  if (found == people.end()) {
    people.push_back(person);
    return;
  }
  *found = person;
  people.erase(std::remove_if(found + 1, people.end(),
                              [&](const Invitee& other) { return is_same_person(person, other); }),
               people.end());
}

void remove(const ParticipantsEdit& edit, std::vector<Invitee>& people) {
  const auto is_named = [](const std::vector<std::string>& names, const std::string& name) {
    return !name.empty() && std::ranges::any_of(names, [&](const std::string& each) {
      return equal_ignoring_ascii_case(each, name);
    });
  };
  std::erase_if(people, [&](const Invitee& person) {
    return is_named(edit.deleted_emails, person.email) ||
           is_named(edit.deleted_users, person.user_name);
  });
}

bool holds(const std::vector<Invitee>& people, const Invitee& person) {
  return std::ranges::any_of(people,
                             [&](const Invitee& other) { return is_same_person(other, person); });
}

}  // namespace

bool has_control_character(std::string_view text) {
  return !is_utf8(text) || std::ranges::any_of(text, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  }) || !is_xml_text(text);
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
  if (text.size() > limits::meeting_address_bytes || text.find('@', at + 1) != text.npos)
    return false;
  return !has_control_character(text) && text.find_first_of(" <>,;\"()") == text.npos;
}

Result<std::vector<Invitee>> checked_people(const std::vector<Invitee>& people) {
  if (auto good = check_count(people, "participants"); !good) return fail(good.error());
  if (auto good = check_all(people, "participants"); !good) return fail(good.error());
  std::vector<Invitee> checked;
  for (const Invitee& person : people) put(person, checked);
  return checked;
}

Result<> change_people(const ParticipantsEdit& edit, std::vector<Invitee>& people) {
  if (auto good = check_count(edit.added, "newParticipants"); !good) return good;
  if (auto good = check_all(edit.added, "newParticipants"); !good) return good;
  remove(edit, people);
  for (const Invitee& person : edit.added) put(person, people);
  return check_count(people, "newParticipants");
}

Result<> change_people(const ParticipantsEdit& edit, Meeting& meeting) {
  if (auto done = change_people(edit, meeting.participants); !done) return done;
  for (Exception& exception : meeting.exceptions) {
    if (!exception.participants) continue;
    if (auto done = change_people(edit, *exception.participants); !done) return done;
    if (*exception.participants == meeting.participants) exception.participants.reset();
  }
  std::erase_if(meeting.exceptions, [](const Exception& e) {
    return !e.cancelled && !e.summary && !e.time && !e.participants;
  });
  return {};
}

Result<> replace_people(const std::vector<Invitee>& people, Meeting& meeting) {
  auto checked = checked_people(people);
  if (!checked) return fail(checked.error());
  const std::vector<Invitee> before = std::exchange(meeting.participants, *std::move(checked));
  for (Exception& exception : meeting.exceptions) {
    if (!exception.participants) continue;
    auto& own = *exception.participants;
    std::erase_if(own, [&](const Invitee& person) {
      return holds(before, person) && !holds(meeting.participants, person);
    });
    for (const Invitee& person : meeting.participants)
      if (std::ranges::find(before, person) == before.end()) put(person, own);
    if (auto good = check_count(own, "participants"); !good) return good;
    if (own == meeting.participants) exception.participants.reset();
  }
  std::erase_if(meeting.exceptions, [](const Exception& e) {
    return !e.cancelled && !e.summary && !e.time && !e.participants;
  });
  return {};
}

}  // namespace curia::schedule

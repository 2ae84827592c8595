#include "sim/people/people.hpp"

#include "model/base/check.hpp"
#include "model/base/text.hpp"

namespace curia::people {
namespace {

using scenario::PersonIntro;

Manner manner_of(PersonIntro::Manner manner) {
  switch (manner) {
    case PersonIntro::Manner::answers:
      break;
    case PersonIntro::Manner::rejects:
      return Manner::rejects;
    case PersonIntro::Manner::is_busy:
      return Manner::is_busy;
    case PersonIntro::Manner::never_answers:
      return Manner::never_answers;
  }
  return Manner::answers;
}

}  // namespace

People::People(const Env& env) : env_(env) {}

People::~People() { attach(nullptr); }

void People::attach(calls::Switchboard* board) {
  if (board_ != nullptr && board != board_) {
    board_->remove(*this);
    board_->detach(nobody_);
    for (auto& [name, person] : people_) board_->detach(*person);
  }
  board_ = nobody_.board = board;
  for (auto& [name, person] : people_) person->attach(board);
  if (board != nullptr && !people_.empty()) board->add(*this);
}

Result<> People::introduce(const PersonIntro& intro) {
  const std::string address = ascii_lower(intro.address);
  if (people_.contains(intro.name))
    return fail(Errc::duplicate, "there is somebody named " + intro.name);
  if (by_address_.contains(address))
    return fail(Errc::duplicate, "somebody else has the address " + intro.address);
  auto person = std::make_unique<Person>(
      env_,
      PersonFacts{.name = intro.name,
                  .medium = intro.medium == PersonIntro::Medium::web ? Medium::web : Medium::sip,
                  .address = intro.address,
                  .manner = manner_of(intro.manner),
                  .answer_after = intro.after,
                  .screens = intro.screens,
                  .has_video = intro.has_video});
  person->attach(board_);
  if (people_.empty() && board_ != nullptr) board_->add(*this);
  if (!address.empty()) by_address_[address] = person.get();
  people_[intro.name] = std::move(person);
  return {};
}

Person* People::find(std::string_view name) {
  const auto found = people_.find(name);
  return found == people_.end() ? nullptr : found->second.get();
}

void People::film(const std::string& viewer, Instant begun) {
  Person* person = find(viewer);
  check(person != nullptr, "who is filmed was introduced");
  person->watch([this, &film = films_[viewer], begun](const Person& seen) {
    film.add(env_.clock.now() - begun, seen.picture());
  });
}

const Film* People::filmed(std::string_view viewer) const {
  const auto found = films_.find(viewer);
  return found == films_.end() ? nullptr : &found->second;
}

call::Endpoint* People::reach(const call::Dialling& dialling) {
  if (!dialling.has_way) return nullptr;
  const auto found = by_address_.find(ascii_lower(dialling.address));
  return found == by_address_.end() ? static_cast<call::Endpoint*>(&nobody_) : found->second;
}

}  // namespace curia::people

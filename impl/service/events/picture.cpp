#include "impl/service/events/picture.hpp"

#include "model/objects/call.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/participant.hpp"

namespace curia::events {
namespace {

// What stands above participants and shows in their elements: mutes and layouts are inherited.
bool is_above_participants(Kind kind) {
  switch (kind) {
    case Kind::co_space:
    case Kind::access_method:
    case Kind::co_space_user:
    case Kind::call_leg_profile:
    case Kind::tenant:
    case Kind::profiles:
      return true;
    default:
      return false;
  }
}

// What stands above calls and shows in their elements: a profile may lock them.
bool is_above_calls(Kind kind) {
  switch (kind) {
    case Kind::co_space:
    case Kind::call_profile:
    case Kind::tenant:
    case Kind::profiles:
      return true;
    default:
      return false;
  }
}

// All objects of a kind that refer to a call.
template <class Visit>
void visit_in_call(const Registry& registry, Kind kind, const Guid& call, Visit visit) {
  const Table& table = registry.table(kind);
  table.referring(field_of(kind, "call"), call).visit_from(0, [&](std::uint32_t slot) {
    visit(table.at(slot));
    return true;
  });
}

void compare(Members& members, Topic topic, const View& view, const Object* now, const Guid& id,
             std::vector<Update>& updates) {
  const auto known = members.find(id);
  if (now == nullptr) {
    if (known == members.end()) return;
    members.erase(known);
    updates.push_back({id, UpdateType::remove});
    return;
  }
  Values values = values_of(topic, view, *now);
  if (known == members.end()) {
    members.emplace(id, values);
    updates.push_back({id, UpdateType::add, ~ElementSet{0}, std::move(values)});
  } else if (const ElementSet changed = differences(known->second, values)) {
    known->second = values;
    updates.push_back({id, UpdateType::update, changed, std::move(values)});
  }
}

}  // namespace

void Picture::watch_calls(const View& view) {
  if (call_watchers_++ > 0) return;
  const Table& table = registry_.table(Kind::call);
  table.all().visit_from(0, [&](std::uint32_t slot) {
    calls_.emplace(table.at(slot).id, values_of(Topic::call_info, view, table.at(slot)));
    return true;
  });
}

void Picture::leave_calls() {
  if (--call_watchers_ == 0) calls_.clear();
}

void Picture::watch_roster(const View& view, const Guid& call) {
  Roster& roster = rosters_[call];
  if (roster.watchers++ > 0) return;
  visit_in_call(registry_, Kind::participant, call, [&](const Object& participant) {
    roster.members.emplace(participant.id, values_of(Topic::call_roster, view, participant));
  });
}

void Picture::leave_roster(const Guid& call) {
  const auto roster = rosters_.find(call);
  if (--roster->second.watchers == 0) rosters_.erase(roster);
}

const Members* Picture::roster(const Guid& call) const {
  const auto roster = rosters_.find(call);
  return roster == rosters_.end() ? nullptr : &roster->second.members;
}

bool Picture::note(std::span<const Event> events) {
  if (call_watchers_ == 0 && rosters_.empty()) return false;
  bool noted = false;
  for (const Event& event : events) {
    if ((event.after != nullptr ? event.after : event.before)->kind == Kind::call) {
      noted |= note_call(event);
      continue;
    }
    if (event.before != nullptr) noted |= note(*event.before);
    if (event.after != nullptr) noted |= note(*event.after);
  }
  return noted;
}

// Who speaks and who presents is said of the call, and shown of its participants. With a thousand
// of them only those whom a turn concerns are looked at.
bool Picture::note_call(const Event& event) {
  const auto* before = static_cast<const Call*>(event.before);
  const auto* after = static_cast<const Call*>(event.after);
  const Guid& id = (after != nullptr ? after : before)->id;
  const auto roster = rosters_.find(id);
  const bool is_watched = roster != rosters_.end();
  const bool has_other_presenter = before == nullptr || after == nullptr ||
                                   before->presenter_call_leg != after->presenter_call_leg;
  if (is_watched && has_other_presenter) {
    for (const auto& [participant, values] : roster->second.members)
      dirty_people_.emplace(id, participant);
  } else if (is_watched && before->active_speaker != after->active_speaker) {
    for (const Guid& speaker : {before->active_speaker, after->active_speaker})
      if (speaker) dirty_people_.emplace(id, speaker);
  }
  if (call_watchers_ > 0 || is_watched) dirty_calls_.insert(id);
  return call_watchers_ > 0 || is_watched;
}

bool Picture::note(const Object& object) {
  switch (object.kind) {
    case Kind::participant:
      return note_participant(object.id, static_cast<const Participant&>(object).call);
    case Kind::call_leg: {
      const auto& leg = static_cast<const CallLeg&>(object);
      return leg.participant && note_participant(leg.participant, leg.call);
    }
    default: {
      const bool concerns_people = is_above_participants(object.kind) && note_all_people();
      return (is_above_calls(object.kind) && note_all_calls()) || concerns_people;
    }
  }
}

bool Picture::note_participant(const Guid& participant, const Guid& call) {
  const bool is_watched = rosters_.contains(call);
  if (is_watched) dirty_people_.emplace(call, participant);
  if (call_watchers_ > 0) dirty_calls_.insert(call);
  return is_watched || call_watchers_ > 0;
}

bool Picture::note_all_calls() {
  for (const auto& [call, values] : calls_) dirty_calls_.insert(call);
  return !calls_.empty();
}

bool Picture::note_all_people() {
  for (const auto& [call, roster] : rosters_)
    for (const auto& [participant, values] : roster.members)
      dirty_people_.emplace(call, participant);
  return !rosters_.empty();
}

Updates Picture::take(const View& view) {
  Updates updates;
  for (const auto& [call, participant] : dirty_people_)
    compare_participant(view, participant, call, updates);
  for (const Guid& call : dirty_calls_) compare_call(view, call, updates);
  dirty_people_.clear();
  dirty_calls_.clear();
  return updates;
}

void Picture::compare_call(const View& view, const Guid& call, Updates& updates) {
  const auto* now = registry_.find<Call>(call);
  if (call_watchers_ > 0) compare(calls_, Topic::call_info, view, now, call, updates.calls);
  if (now == nullptr) updates.ended.push_back(call);
}

void Picture::compare_participant(const View& view, const Guid& participant, const Guid& call,
                                  Updates& updates) {
  const auto roster = rosters_.find(call);
  if (roster == rosters_.end()) return;  // left since it was noted
  const auto* now = registry_.find<Participant>(participant);
  if (now != nullptr && now->call != call) now = nullptr;  // moved
  std::vector<Update> found;
  compare(roster->second.members, Topic::call_roster, view, now, participant, found);
  for (Update& update : found) updates.rosters[call].push_back(std::move(update));
}

}  // namespace curia::events

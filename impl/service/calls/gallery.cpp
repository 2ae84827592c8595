#include "impl/service/calls/gallery.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace curia::calls {

// Where a leg with this ordinal is, or would be.
Gallery::Room::iterator Gallery::seat(Room& room, std::uint64_t ordinal) {
  if (room.empty() || room.back()->ordinal < ordinal) return room.end();
  return std::ranges::lower_bound(room, ordinal, {},
                                  [](const auto& place) { return place->ordinal; });
}

Gallery::Place* Gallery::find(const Guid& leg) const {
  const auto at = where_.find(leg);
  if (at == where_.end()) return nullptr;
  // The places of a const gallery are not const: it only points to them.
  const Room& room = rooms_.at(at->second.call);
  const auto found = std::ranges::lower_bound(room, at->second.ordinal, {},
                                              [](const auto& place) { return place->ordinal; });
  return found->get();
}

void Gallery::place(const CallLeg& leg, call::Sight sight, call::Endpoint* endpoint) {
  const auto at = where_.find(leg.id);
  if (at != where_.end() && at->second.call != leg.call) forget(leg.id);
  if (!leg.call) return;
  if (find(leg.id) == nullptr) {
    Room& room = rooms_[leg.call];
    room.insert(seat(room, leg.ordinal), std::make_unique<Place>(leg.ordinal, leg.id));
    where_[leg.id] = {leg.call, leg.ordinal};
  }
  Place& place = *find(leg.id);
  place.endpoint = endpoint;
  place.sight = std::move(sight);
  place.sight.is_looking = endpoint != nullptr && endpoint->wants_pictures();
  if (!place.sight.is_looking) place.shown.reset();
}

void Gallery::show(const Change& view, const Call& call) {
  const auto room = rooms_.find(call.id);
  if (room == rooms_.end()) return;
  std::vector<const call::Sight*> sights;
  sights.reserve(room->second.size());
  for (const auto& place : room->second) sights.push_back(&place->sight);
  const auto pictures = call::pictures_of(sights, call::placement_of(view, call),
                                          [&](const Guid& id) { return templates_.find(id); });
  const call::Picture nothing;
  std::map<std::pair<const call::Picture*, const call::Picture*>, bool> compared;
  auto picture = pictures.begin();
  for (const auto& place : room->second) {
    const call::SharedPicture& now = *picture++;
    if (now == nullptr || place->endpoint == nullptr) continue;
    const call::SharedPicture before = std::exchange(place->shown, now);
    const auto [at, is_new] = compared.try_emplace({before.get(), now.get()});
    if (is_new) at->second = (before != nullptr ? *before : nothing) == *now;
    if (!at->second) place->endpoint->show_picture(place->leg, *now);
  }
}

void Gallery::forget(const Guid& leg) {
  const auto where = where_.find(leg);
  if (where == where_.end()) return;
  const auto room = rooms_.find(where->second.call);
  room->second.erase(seat(room->second, where->second.ordinal));
  if (room->second.empty()) rooms_.erase(room);
  where_.erase(where);
}

void Gallery::forget_shown(const Guid& leg) {
  if (Place* place = find(leg)) place->shown.reset();
}

void Gallery::detach(const call::Endpoint& endpoint) {
  for (const auto& [call, room] : rooms_)
    for (const auto& place : room)
      if (place->endpoint == &endpoint) {
        place->endpoint = nullptr;
        place->sight.is_looking = false;
        place->shown.reset();
      }
}

call::SharedPicture Gallery::shown(const Guid& leg) const {
  const Place* place = find(leg);
  return place == nullptr ? nullptr : place->shown;
}

}  // namespace curia::calls

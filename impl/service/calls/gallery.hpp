// Gallery: what everybody in live calls sees, as it was shown last.
//
// 1. What a leg brings into the pictures of its call (call::Sight) is kept: with a thousand people
//    in a call only those are looked at anew who changed.
// 2. An endpoint is shown a picture when it is another one than before; at first it has an empty
//    one. Those who see the same share one picture.
//
//   gallery.place(leg, sight, endpoint);    // each leg that something changed for
//   gallery.show(view, call);                    // then, once for the call
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "impl/service/calls/templates.hpp"
#include "model/call/views.hpp"

namespace curia::calls {

class Gallery {
 public:
  // `registry` outlives it.
  explicit Gallery(const Registry& registry) : templates_(registry) {}

  // `endpoint` outlives its place or is detached; null: nobody looks there.
  void place(const CallLeg& leg, call::Sight sight, call::Endpoint* endpoint);
  void show(const Change& view, const Call& call);
  void forget(const Guid& leg);
  // Whatever was shown to it did not arrive.
  void forget_shown(const Guid& leg);
  void detach(const call::Endpoint& endpoint);

  // What the leg was shown last; null when it is in no call, or nobody looks there.
  call::SharedPicture shown(const Guid& leg) const;

 private:
  struct Place {
    std::uint64_t ordinal = 0;  // of the leg
    Guid leg{};
    call::Sight sight{};
    call::Endpoint* endpoint = nullptr;
    call::SharedPicture shown{};
  };
  // Who came first stands first. Walked through at every event of a call of thousands, which a tree
  // makes slow; the places themselves stay where they are.
  using Room = std::vector<std::unique_ptr<Place>>;
  struct Where {
    Guid call{};
    std::uint64_t ordinal = 0;
  };

  static Room::iterator seat(Room& room, std::uint64_t ordinal);
  Place* find(const Guid& leg) const;

  Templates templates_;
  std::unordered_map<Guid, Room> rooms_;   // by call
  std::unordered_map<Guid, Where> where_;  // by leg
};

}  // namespace curia::calls

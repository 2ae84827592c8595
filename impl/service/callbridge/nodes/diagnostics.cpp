// POST .../diagnostics: a picture of a coSpace or a call, kept below /system/diagnostics.
#include "model/objects/diagnostics.hpp"
#include "impl/service/callbridge/diagnosis.hpp"
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/route.hpp"
#include "impl/service/callbridge/services.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"
#include "model/objects/catalog.hpp"

namespace curia::callbridge {
namespace {

DiagnosisOf of_object(const Registry& registry, const Object& object) {
  if (object.kind == Kind::call) {
    const auto& call = static_cast<const Call&>(object);
    return {call.co_space ? registry.find<CoSpace>(call.co_space) : nullptr, &call};
  }
  const auto& space = static_cast<const CoSpace&>(object);
  const Table& calls = registry.table(Kind::call);
  const SlotSet& its = calls.referring(field_of(Kind::call, "coSpace"), space.id);
  return {&space, its.empty() ? nullptr : &static_cast<const Call&>(calls.at(*its.nth(0)))};
}

// Room for one more: the oldest ones go.
void make_room(const Registry& registry, Change& change) {
  const Table& kept = registry.table(Kind::diagnostics);
  for (std::size_t i = 0; i + limits::diagnostics_kept <= kept.size(); ++i) {
    reached("diagnostics.full");
    change.erase(kept.at(*kept.all().nth(i)));
  }
}

Outcome<Reply> take_picture(Services& services, const NodeRequest& request) {
  const Registry& registry = services.registry;
  const DiagnosisOf of = of_object(registry, *request.object);
  const WallTime now = services.env.clock.wall();
  Reply reply;
  reply.change = services.change();
  make_room(registry, *reply.change);
  auto& picture = reply.change->create<Diagnostics>();
  if (of.space != nullptr) picture.co_space = of.space->id;
  if (of.call != nullptr) picture.call_correlator = of.call->call_correlator;
  const std::string& name = of.space != nullptr ? of.space->name : of.call->name;
  picture.label = (request.object->kind == Kind::call ? "call " : "coSpace ") +
                  (name.empty() ? to_string(request.object->id) : name);
  while (picture.label.size() > limits::name_bytes || !is_utf8(picture.label))
    picture.label.pop_back();
  picture.timestamp = to_rfc3339(now);
  picture.contents = diagnose(services.view(), of, now, services.upkeep.log());
  reply.location = location_of(registry, picture);
  return reply;
}

constexpr NodeSpec nodes[] = {
    {.above = Kind::co_space, .path = "diagnostics", .post = take_picture},
    {.above = Kind::call, .path = "diagnostics", .post = take_picture},
};

}  // namespace

std::span<const NodeSpec> diagnostics_nodes() { return nodes; }

}  // namespace curia::callbridge

// Calls, participants and call legs: what is asked of all of them, or done to one.
#include <algorithm>
#include <string_view>
#include <vector>

#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"
#include "impl/service/calls/switchboard.hpp"
#include "impl/wire/xml.hpp"
#include "model/base/check.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/rules/call.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::callbridge {
namespace {

// Which participants a PUT to all of a call is for.
struct Chosen {
  std::vector<Guid> ids;
  bool is_excluded = true;  // the ids are those left out

  bool has(const Guid& id) const {
    return (std::ranges::find(ids, id) != ids.end()) != is_excluded;
  }
};

Outcome<Chosen> chosen_participants(const Services& services, const NodeRequest& request) {
  Chosen chosen;
  const std::string* mode = request.find("mode");
  const std::string* list = request.find("filterIds");
  if (list == nullptr || list->empty()) return chosen;
  chosen.is_excluded = mode == nullptr || mode->empty() || *mode == "exclude";
  for (std::string_view rest = *list; !rest.empty();) {
    const std::size_t comma = rest.find(',');
    const auto id = parse_guid(rest.substr(0, comma));
    if (!id || chosen.ids.size() == limits::filter_ids)
      return refuse(parameter_error("filterIds", "invalidValue"));
    chosen.ids.push_back(*id);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  for (const Guid& id : chosen.ids) {
    const auto* participant = services.registry.find<Participant>(id);
    if (participant == nullptr || participant->call != request.object->id)
      return refuse("participantDoesNotExist");
  }
  return chosen;
}

// The parameters of the request that `object` has too, set on it.
void set_given(const NodeRequest& request, Change& change, const Object& object,
               std::span<const FieldSpec> parameters) {
  for (const FieldSpec& parameter : parameters) {
    const std::string* text = request.find(parameter.name);
    if (text == nullptr) continue;
    for (const FieldSpec& field : spec_of(object.kind).fields)
      if (field.is_parameter() && field.is_stored() && field.name == parameter.name)
        check(set_from_text(field, change.modify(object), *text).has_value(),
              "a parameter that was checked");
  }
}

constexpr std::string_view filter_mode_names[] = {"exclude", "selected"};
constexpr FieldSpec all_parameters[] = {
    instruction("rxAudioMute", FieldType::flag),
    instruction("txAudioMute", FieldType::flag),
    instruction("rxVideoMute", FieldType::flag),
    instruction("txVideoMute", FieldType::flag),
    layout_instruction("layout"),
    instruction("importance", FieldType::number).range(1, 2147483647).unsettable(),
    instruction("filterIds", FieldType::text).added_in("2.4"),
    instruction("mode", FieldType::enumeration)
        .with(&FieldSpec::choices, std::span<const std::string_view>(filter_mode_names))
        .defaults("exclude")
        .added_in("2.4"),
};

Outcome<Reply> put_all_participants(Services& services, const NodeRequest& request) {
  const auto chosen = chosen_participants(services, request);
  if (!chosen) return std::unexpected(chosen.error());
  Reply reply;
  reply.change = services.change();
  Change& change = *reply.change;
  const auto& call = static_cast<const Call&>(*request.object);
  for (const Object* object : participants_of(change, call)) {
    if (!chosen->has(object->id)) continue;
    set_given(request, change, *object, all_parameters);
    for (const Object* leg : call_legs_of(change, static_cast<const Participant&>(*object))) {
      set_given(request, change, *leg, all_parameters);
      if (const std::string* layout = request.find("layout"))
        set_layout(static_cast<CallLeg&>(change.modify(*leg)), *layout);
    }
  }
  return reply;
}

void show_level(XmlWriter& xml, const Registry& registry, const CallLeg& leg,
                const CallLegLevel& level) {
  xml.begin("profile").attribute("scope",
                                 call_leg_scope_names[static_cast<std::size_t>(level.scope)]);
  if (level.scope == CallLegScope::co_space_user)
    xml.element("userId", to_string(registry.find<CoSpaceUser>(leg.co_space_user)->user));
  xml.begin("callLegProfile");
  if (level.profile != nullptr) xml.attribute("id", to_string(level.profile->id));
  const Object& object =
      level.profile != nullptr ? static_cast<const Object&>(*level.profile) : leg;
  for (const FieldSpec& setting : call_leg_settings_fields<CallLegProfile>) {
    const std::string text = to_text(*std::ranges::find_if(spec_of(object.kind).fields,
                                                           [&](const FieldSpec& field) {
                                                             return field.name == setting.name &&
                                                                    field.is_parameter() &&
                                                                    field.is_stored();
                                                           }),
                                     object);
    if (!text.empty()) xml.element(setting.name, text);
  }
  xml.end().end();
}

bool sets_anything(const CallLegLevel& level, const CallLeg& leg) {
  const auto is_set_on = [](const Object& object) {
    return [&object](const FieldSpec& field) { return is_set(field, object); };
  };
  return level.profile != nullptr
             ? std::ranges::any_of(call_leg_settings_fields<CallLegProfile>,
                                   is_set_on(*level.profile))
             : std::ranges::any_of(call_leg_settings_fields<CallLeg>, is_set_on(leg));
}

Outcome<Reply> show_trace(Services& services, const NodeRequest& request) {
  const auto& leg = static_cast<const CallLeg&>(*request.object);
  auto levels = call_leg_levels(services.registry, leg);
  std::ranges::reverse(levels);
  std::string out;
  XmlWriter xml(out);
  xml.begin("callLegProfileTrace").attribute("callLeg", to_string(leg.id));
  for (const CallLegLevel& level : levels)
    if (sets_anything(level, leg)) show_level(xml, services.registry, leg, level);
  xml.end();
  return Reply{std::move(out)};
}

// 1 for the second of two words, -1 for the first, 0 when nothing was asked.
int step_of(const NodeRequest& request, std::string_view name, std::string_view forward) {
  const std::string* word = request.find(name);
  if (word == nullptr || word->empty()) return 0;
  return *word == forward ? 1 : -1;
}

// Moves go to the camera of the other end, which may obey or not: CMS does not tell either.
Outcome<Reply> control_camera(Services& services, const NodeRequest& request) {
  if (services.env.trace.enabled())
    services.env.trace.event("camera", {{"leg", to_string(request.object->id)}});
  services.switchboard.move_camera(request.object->id, {.pan = step_of(request, "pan", "right"),
                                                        .tilt = step_of(request, "tilt", "up"),
                                                        .zoom = step_of(request, "zoom", "in"),
                                                        .focus = step_of(request, "focus", "in")});
  return Reply{};
}

// A whole picture is sent when a receiver asks for one.
Outcome<Reply> generate_keyframe(Services& services, const NodeRequest& request) {
  if (services.env.trace.enabled())
    services.env.trace.event("keyframe", {{"leg", to_string(request.object->id)}});
  services.switchboard.send_keyframe(request.object->id);
  return Reply{};
}

constexpr FieldSpec direction(std::string_view name, std::span<const std::string_view> choices) {
  return instruction(name, FieldType::enumeration).with(&FieldSpec::choices, choices);
}
constexpr std::string_view pan_names[] = {"left", "right"};
constexpr std::string_view tilt_names[] = {"up", "down"};
constexpr std::string_view in_out_names[] = {"in", "out"};
constexpr FieldSpec camera_parameters[] = {
    direction("pan", pan_names),
    direction("tilt", tilt_names),
    direction("zoom", in_out_names),
    direction("focus", in_out_names),
};

constexpr NodeSpec nodes[] = {
    {.above = Kind::call,
     .path = "participants/*",
     .parameters = all_parameters,
     .put = put_all_participants},
    {.above = Kind::call_leg,
     .path = "callLegProfileTrace",
     .element = "callLegProfileTrace",
     .fields = call_leg_settings_fields<CallLegProfile>,
     .get = show_trace},
    {.above = Kind::call_leg,
     .path = "cameraControl",
     .parameters = camera_parameters,
     .put = control_camera},
    {.above = Kind::call_leg, .path = "generateKeyframe", .post = generate_keyframe},
};

}  // namespace

std::span<const NodeSpec> live_nodes() { return nodes; }

}  // namespace curia::callbridge

#include "impl/service/callbridge/route.hpp"

#include <array>
#include <optional>

#include "model/base/text.hpp"
#include "model/objects/catalog.hpp"

namespace curia::callbridge {
namespace {

struct NamedNode {
  Kind below;  // Kind::none: a path of its own
  std::string_view name;
  Node node;
};

constexpr NamedNode named_nodes[] = {
    {Kind::none, "system/status", Node::system_status},
    {Kind::co_space, "emailInvitation", Node::email_invitation},
    {Kind::co_space, "meetingEntryDetail", Node::meeting_entry_detail},
    {Kind::access_method, "emailInvitation", Node::email_invitation},
    {Kind::user, "usercoSpaces", Node::user_co_spaces},
    {Kind::none, "system/profiles/effectiveWebBridgeProfile", Node::effective_web_bridge_profile},
    {Kind::tenant, "effectiveWebBridgeProfile", Node::effective_web_bridge_profile},
};

struct NamedSingleton {
  std::string_view name;
  Kind kind;
};

constexpr NamedSingleton named_singletons[] = {{"system/profiles", Kind::profiles}};

std::string_view take_segment(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view segment = path.substr(0, slash);
  path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  return segment;
}

std::unexpected<Failures> unrecognised() { return refuse("unrecognisedObject", 404); }

const ObjectSpec* find_collection(Kind parent, std::string_view segment) {
  for (const ObjectSpec& spec : catalog())
    if (spec.parent == parent && !spec.collection.empty() && !spec.is_hidden &&
        equal_ignoring_ascii_case(spec.collection, segment))
      return &spec;
  return nullptr;
}

std::optional<Route> fixed_path(const Registry& registry, std::string_view path) {
  for (const NamedNode& named : named_nodes)
    if (named.below == Kind::none && equal_ignoring_ascii_case(named.name, path))
      return Route{.node = named.node};
  for (const NamedSingleton& named : named_singletons)
    if (equal_ignoring_ascii_case(named.name, path)) {
      const Table& table = registry.table(named.kind);
      return Route{
          .node = Node::singleton, .kind = named.kind, .object = &table.at(*table.all().nth(0))};
    }
  return std::nullopt;
}

}  // namespace

Outcome<Route> find_route(const Registry& registry, std::string_view path) {
  const std::string_view version = take_segment(path);
  if (!equal_ignoring_ascii_case(version, "v1")) return refuse("invalidVersion");
  if (path.ends_with('/')) path.remove_suffix(1);
  if (auto fixed = fixed_path(registry, path)) return *fixed;

  const ObjectSpec* spec = find_collection(Kind::none, take_segment(path));
  Guid parent;
  while (spec != nullptr) {
    if (path.empty()) return Route{.node = Node::collection, .kind = spec->kind, .parent = parent};
    const auto id = parse_guid(take_segment(path));
    const Object* object = id ? registry.find(spec->kind, *id) : nullptr;
    if (object == nullptr || object->parent != parent)
      return refuse(does_not_exist(spec->kind), 404);
    if (path.empty()) return Route{.node = Node::item, .kind = spec->kind, .object = object};
    for (const NamedNode& named : named_nodes)
      if (named.below == spec->kind && equal_ignoring_ascii_case(named.name, path))
        return Route{.node = named.node, .kind = spec->kind, .object = object};
    spec = find_collection(spec->kind, take_segment(path));
    parent = object->id;
  }
  return unrecognised();
}

std::string location_of(const Registry& registry, const Object& object) {
  const ObjectSpec& spec = spec_of(object.kind);
  const Object* parent =
      spec.parent == Kind::none ? nullptr : registry.find(spec.parent, object.parent);
  std::string location = parent == nullptr ? "/api/v1" : location_of(registry, *parent);
  location += '/';
  location += spec.collection;
  return location + "/" + to_string(object.id);
}

}  // namespace curia::callbridge

#include "impl/service/callbridge/route.hpp"

#include <optional>

#include "model/base/text.hpp"
#include "model/objects/catalog.hpp"

namespace curia::callbridge {
namespace {

// Takes `prefix` and the slash behind it off the path when it begins with it.
bool take_prefix(std::string_view& path, std::string_view prefix) {
  if (path.size() < prefix.size()) return false;
  if (path.size() > prefix.size() && path[prefix.size()] != '/') return false;
  if (!equal_ignoring_ascii_case(path.substr(0, prefix.size()), prefix)) return false;
  path.remove_prefix(std::min(path.size(), prefix.size() + 1));
  return true;
}

std::string_view take_segment(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view segment = path.substr(0, slash);
  path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  return segment;
}

const ObjectSpec* take_collection(Kind parent, std::string_view& path) {
  for (const ObjectSpec& spec : catalog())
    if (spec.parent == parent && !spec.is_hidden && take_prefix(path, path_of(spec))) return &spec;
  return nullptr;
}

const Object* find_object(const Registry& registry, Kind kind, std::string_view segment) {
  const auto id = parse_guid(segment);
  return id ? registry.find(kind, *id) : nullptr;
}

Route collection(const ObjectSpec& spec, const Guid& parent) {
  return {.kind = spec.kind, .parent = parent, .can_post = spec.can_post};
}

Route item(const Object& object) { return {.kind = object.kind, .object = &object}; }

// /calls/<id>/callLegs, and /calls/<id>/participants/<id> for the same object as
// /participants/<id>.
std::optional<Outcome<Route>> find_owned(const Registry& registry, const Object& owner,
                                         std::string_view path) {
  for (const SubCollection& sub : sub_collections()) {
    if (sub.above != owner.kind || !take_prefix(path, sub.path)) continue;
    const FieldSpec& field = field_of(sub.kind, sub.field);
    if (path.empty())
      return Route{.kind = sub.kind, .owner = {&field, owner.id}, .can_post = sub.can_post};
    const Object* object = find_object(registry, sub.kind, take_segment(path));
    if (object == nullptr || reference_of(field, *object) != owner.id)
      return refuse(does_not_exist(sub.kind), 404);
    if (!path.empty()) return refuse("unrecognisedObject", 404);
    return item(*object);
  }
  return std::nullopt;
}

}  // namespace

std::string_view path_of(const ObjectSpec& spec) {
  return spec.path.empty() ? spec.collection : spec.path;
}

Outcome<Route> find_route(const Registry& registry, std::string_view path) {
  if (!equal_ignoring_ascii_case(take_segment(path), "v1")) return refuse("invalidVersion");
  if (path.ends_with('/')) path.remove_suffix(1);
  const Object* above = nullptr;
  for (;;) {
    const Kind kind = above == nullptr ? Kind::none : above->kind;
    if (const NodeSpec* node = find_node(kind, path)) return Route{.node = node, .object = above};
    if (above != nullptr)
      if (auto owned = find_owned(registry, *above, path)) return *owned;
    const ObjectSpec* spec = take_collection(kind, path);
    if (spec == nullptr) return refuse("unrecognisedObject", 404);
    if (spec->is_singleton) {
      if (!path.empty()) return refuse("unrecognisedObject", 404);
      const Table& table = registry.table(spec->kind);
      return item(table.at(*table.all().nth(0)));
    }
    const Guid parent = above == nullptr ? Guid{} : above->id;
    if (path.empty()) return collection(*spec, parent);
    above = find_object(registry, spec->kind, take_segment(path));
    if (above == nullptr || above->parent != parent) return refuse(does_not_exist(spec->kind), 404);
    if (path.empty()) return item(*above);
  }
}

std::string location_of(const Registry& registry, const Object& object) {
  const ObjectSpec& spec = spec_of(object.kind);
  const Object* parent =
      spec.parent == Kind::none ? nullptr : registry.find(spec.parent, object.parent);
  std::string location = parent == nullptr ? "/api/v1" : location_of(registry, *parent);
  location += '/';
  location += path_of(spec);
  return location + "/" + to_string(object.id);
}

}  // namespace curia::callbridge

#include "impl/service/callbridge/surface.hpp"

#include <algorithm>

#include "impl/service/callbridge/route.hpp"

namespace curia::callbridge {
namespace {

std::string id_of(const ObjectSpec& object) { return "{" + std::string(object.element) + "Id}"; }

// Of a collection, or of a singleton.
std::string path_to(const ObjectSpec& object) {
  std::string path;
  if (object.parent != Kind::none) {
    const ObjectSpec& parent = spec_of(object.parent);
    path = path_to(parent) + "/" + id_of(parent);
  }
  return path + "/" + std::string(path_of(object));
}

class Gathering {
 public:
  std::vector<Place> go() {
    add_nodes(Kind::none, "");
    for (const ObjectSpec& object : catalog())
      if (!object.is_hidden) add(object);
    return std::move(places_);
  }

 private:
  void add(const ObjectSpec& object) {
    const std::string path = path_to(object);
    if (object.is_singleton) {
      places_.push_back({.what = Place::What::singleton,
                         .path = path,
                         .object = &object,
                         .can_get = true,
                         .can_post = object.can_post,
                         .can_put = object.can_put});
      return;
    }
    const std::string item = path + "/" + id_of(object);
    places_.push_back({.path = path,
                       .object = &object,
                       .can_get = true,
                       .can_post = object.can_post,
                       .can_put = object.can_put_collection});
    places_.push_back({.what = Place::What::item,
                       .path = item,
                       .object = &object,
                       .can_get = true,
                       .can_put = object.can_put,
                       .can_delete = object.can_delete});
    for (const SubCollection& sub : sub_collections())
      if (sub.above == object.kind)
        places_.push_back({.path = item + "/" + std::string(sub.path),
                           .object = &spec_of(sub.kind),
                           .is_elsewhere = true,
                           .can_get = true,
                           .can_post = sub.can_post});
    add_nodes(object.kind, item);
  }

  void add_nodes(Kind above, const std::string& path) {
    for (const NodeSpec* node : all_nodes())
      if (node->above == above)
        places_.push_back({.what = Place::What::node,
                           .path = path + "/" + std::string(node->path),
                           .node = node,
                           .can_get = node->get != nullptr,
                           .can_post = node->post != nullptr,
                           .can_put = node->put != nullptr});
  }

  std::vector<Place> places_;
};

}  // namespace

std::vector<Place> surface() { return Gathering().go(); }

std::vector<const FieldSpec*> parameters_of(const Place& place, bool is_post) {
  const auto all = place.node != nullptr ? place.node->parameters : place.object->fields;
  std::vector<const FieldSpec*> parameters;
  for (const FieldSpec& field : all)
    if (field.is_parameter() && !(is_post ? field.is_put_only : field.is_post_only))
      parameters.push_back(&field);
  return parameters;
}

std::vector<const FieldSpec*> fields_of(const Place& place) {
  std::vector<const FieldSpec*> fields;
  if (place.node != nullptr) {
    for (const FieldSpec& field : place.node->fields) fields.push_back(&field);
    return fields;
  }
  for (const FieldSpec& field : place.object->fields)
    if (field.is_field() && (place.what != Place::What::collection || field.is_summary))
      fields.push_back(&field);
  return fields;
}

std::vector<std::string> filters_of(const ObjectSpec& object) {
  std::vector<std::string> filters;
  if (std::ranges::any_of(object.fields, &FieldSpec::is_searched)) filters.emplace_back("filter");
  if (object.has_usage_filter) filters.emplace_back("usageFilter");
  for (const FieldSpec& field : object.fields)
    if (field.is_stored() && field.type == FieldType::reference && field.target != Kind::none)
      filters.push_back(std::string(field.name) + "Filter");
  for (const FilterSpec& filter : object.filters) filters.emplace_back(filter.name);
  return filters;
}

std::string_view type_name(const FieldSpec& field) {
  switch (field.type) {
    case FieldType::flag:
      return field.is_mark ? "mark" : "true or false";
    case FieldType::number:
      return "number";
    case FieldType::enumeration:
      return "choice";
    case FieldType::reference:
      return "id";
    case FieldType::text:
      break;
  }
  switch (field.form) {
    case TextForm::uri_user_part:
      return "user part of a URI";
    case TextForm::digits:
      return "digits";
    case TextForm::url:
      return "URL";
    case TextForm::dtmf:
      return "keys of a phone";
    default:
      return "text";
  }
}

}  // namespace curia::callbridge

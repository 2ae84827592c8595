#include "conformance/fuzz/kinds.hpp"

#include <algorithm>
#include <sstream>

#include "conformance/fuzz/behaviour.hpp"
#include "model/base/check.hpp"
#include "model/base/text.hpp"
#include "model/objects/catalog.hpp"

namespace curia::fuzz {
namespace {

std::set<std::string> words(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::set<std::string> out;
  for (std::string word; in >> word;) out.insert(word);
  return out;
}

Shape shape_of(const FieldSpec& spec) {
  switch (spec.type) {
    case FieldType::flag:
      return Shape::flag;
    case FieldType::number:
      return Shape::number;
    case FieldType::enumeration:
      return Shape::choice;
    case FieldType::reference:
      return Shape::reference;
    case FieldType::text:
      break;
  }
  switch (spec.form) {
    case TextForm::any:
      return Shape::text;
    case TextForm::uri_user_part:
      return Shape::uri;
    case TextForm::digits:
      return Shape::digits;
    case TextForm::url:
      return Shape::url;
    case TextForm::dtmf:
      return Shape::dtmf;
    case TextForm::uri_generator:
      return Shape::generator;
    case TextForm::index_mapping:
      return Shape::mapping;
    case TextForm::seconds_or_permanent:
      return Shape::seconds;
  }
  unreachable("a TextForm outside its enumeration");
}

bool is_person(const FieldSpec& spec) { return spec.name == "ownerJid" || spec.name == "userJid"; }

Field field_from(const FieldSpec& spec) {
  Field out;
  out.name = spec.name;
  out.path = std::string(spec.section);
  std::ranges::replace(out.path, '.', '/');
  out.path += (out.path.empty() ? "" : "/") + out.name;
  out.shape = shape_of(spec);
  if (spec.compute != nullptr && is_person(spec)) out.shape = Shape::person;
  const bool is_text = spec.type == FieldType::text && out.shape != Shape::seconds;
  out.least = spec.min;
  out.most = is_text ? static_cast<std::int64_t>(spec.max_bytes) : spec.max;
  out.choices.assign(spec.choices.begin(), spec.choices.end());
  if (spec.target != curia::Kind::none) out.refers = static_cast<KindId>(spec.target);
  out.initial = spec.default_value;
  out.in_list = spec.is_summary;
  out.searched = spec.is_searched;
  out.unset = spec.is_unsettable;
  out.required = spec.is_required;
  out.owner = spec.is_owner;
  out.on_post = spec.is_parameter() && !spec.is_put_only;
  out.on_put = spec.is_parameter() && !spec.is_post_only;
  out.shown = spec.is_field();
  out.is_mark = spec.is_mark;
  out.is_servers = spec.compute != nullptr && out.shape != Shape::person;
  if (out.name == "numAccessMethods") out.hides_zero = true;
  if (out.name == "numAccessMethods") out.counts = kind_named("accessMethod");
  if (out.name == "numAccessMethodTemplates") out.counts = kind_named("accessMethodTemplate");
  return out;
}

Kind kind_from(const ObjectSpec& spec) {
  Kind out;
  out.element = spec.element;
  out.collection = spec.collection;
  out.path = "/" + std::string(spec.path.empty() ? spec.collection : spec.path);
  out.not_found = does_not_exist(spec.kind);
  if (spec.parent != curia::Kind::none) out.parent = static_cast<KindId>(spec.parent);
  for (const SubCollection& sub : sub_collections())
    if (sub.kind == spec.kind && sub.can_post) {
      out.made_below = static_cast<KindId>(sub.above);
      out.made_path = "/" + std::string(sub.path);
    }
  out.is_profile = spec.has_usage_filter;
  out.is_singleton = spec.is_singleton;
  out.can_post = (spec.can_post && !spec.is_singleton) || out.made_below != none;
  out.can_put = spec.can_put;
  out.can_delete = spec.can_delete;
  out.is_live = spec.is_live;
  out.weight = spec.is_hidden ? 0 : Behaviour{}.weight;
  return out;
}

void take_fields(Kind& kind, const ObjectSpec& spec) {
  for (const FieldSpec& field : spec.fields) {
    if (!field.is_parameter() && !field.is_field()) continue;
    kind.fields.push_back(field_from(field));
    if (kind.fields.back().shape == Shape::reference)
      kind.references.push_back(kind.fields.size() - 1);
  }
}

void behave(Kind& kind, const Behaviour& how) {
  kind.weight = how.weight;
  kind.is_moody = how.is_moody;
  kind.is_mortal = how.is_mortal;
  kind.may_refuse = words(how.may_refuse);
  const auto hot = words(how.hot);
  for (Field& field : kind.fields) field.hot = hot.contains(field.name);
}

std::vector<Kind> make_kinds() {
  std::vector<Kind> out;
  for (const ObjectSpec& spec : catalog()) {
    out.push_back(kind_from(spec));
    take_fields(out.back(), spec);
    for (const Behaviour& how : behaviours())
      if (how.element == spec.element) behave(out.back(), how);
  }
  return out;
}

}  // namespace

std::size_t Kind::find(std::string_view name) const {
  std::size_t found = none;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!equal_ignoring_ascii_case(fields[i].name, name)) continue;
    if (fields[i].on_post || fields[i].on_put) return i;
    if (found == none) found = i;  // a parameter and a field of one name: the parameter counts
  }
  return found;
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = make_kinds();
  return all;
}

const Kind& kind_at(KindId id) {
  check(id < kinds().size(), "a kind of the schema");
  return kinds()[id];
}

KindId kind_named(std::string_view element) {
  const ObjectSpec* spec = find_spec(element);
  check(spec != nullptr, "a kind of the schema");
  return static_cast<KindId>(spec->kind);
}

std::optional<KindId> find_kind(std::string_view name) {
  for (KindId id = 0; id < kinds().size(); ++id)
    if (equal_ignoring_ascii_case(kinds()[id].element, name) ||
        equal_ignoring_ascii_case(kinds()[id].collection, name))
      return id;
  return std::nullopt;
}

bool is_documented(std::string_view reason) {
  return std::ranges::find(reasons(), reason) != reasons().end() ||
         std::ranges::any_of(kinds(), [&](const Kind& kind) { return kind.not_found == reason; });
}

}  // namespace curia::fuzz

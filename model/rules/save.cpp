#include <algorithm>

#include "model/base/text.hpp"
#include "model/call/reasons.hpp"
#include "model/objects/catalog.hpp"
#include "model/rules/rules.hpp"

namespace curia {
namespace {

using Given = std::vector<std::pair<const FieldSpec*, std::string_view>>;

const FieldSpec* find_parameter(const ObjectSpec& spec, std::string_view name, bool is_post) {
  for (const FieldSpec& field : spec.fields)
    if (field.is_parameter() && !(is_post ? field.is_put_only : field.is_post_only) &&
        (equal_ignoring_ascii_case(field.name, name) ||
         (!field.alias.empty() && equal_ignoring_ascii_case(field.alias, name))))
      return &field;
  return nullptr;
}

// Unknown parameters are ignored, as CMS clients rely on (api-conventions section 1).
Given known_parameters(const ObjectSpec& spec, const Form& form, bool is_post) {
  Given given;
  for (const auto& [name, value] : form) {
    const FieldSpec* field = find_parameter(spec, name, is_post);
    if (field == nullptr) continue;
    std::erase_if(given, [&](const auto& earlier) { return earlier.first == field; });
    if (!is_post || !value.empty()) given.emplace_back(field, value);
  }
  return given;
}

bool may_be_emptied(const FieldSpec& field) {
  return field.is_unsettable || field.type == FieldType::text;
}

void set_fields(Change& change, Object& object, const Given& given, Failures& failures) {
  for (const auto& [field, text] : given) {
    if (text.empty() && !may_be_emptied(*field)) {
      failures.push_back(parameter_error(field->name, "invalidValue"));
      continue;
    }
    if (text.empty() && field->is_required && !field->is_unsettable) {
      failures.push_back(parameter_error(field->name, "valueMissing"));
      continue;
    }
    if (auto set = set_from_text(*field, object, text); !set) {
      failures.push_back(parameter_error(set.error()));
      continue;
    }
    if (field->type != FieldType::reference || field->target == Kind::none || text.empty())
      continue;
    if (change.find(field->target, *parse_guid(text)) == nullptr)
      failures.push_back(Failure{.reason = does_not_exist(field->target)});
  }
}

bool is_given(const FieldSpec& field, const Given& given) {
  return std::ranges::find(given, &field, &Given::value_type::first) != given.end();
}

void require_all(const ObjectSpec& spec, const Given& given, Failures& failures) {
  for (const FieldSpec& field : spec.fields)
    if (field.is_required && !is_given(field, given))
      failures.push_back(parameter_error(field.name, "valueMissing"));
}

void set_defaults(const ObjectSpec& spec, Object& object, const Given& given, Failures& failures) {
  for (const FieldSpec& field : spec.fields) {
    if (is_given(field, given)) continue;
    if (field.default_value.empty()) continue;
    if (auto set = set_from_text(field, object, field.default_value); !set)
      failures.push_back(parameter_error(set.error()));
  }
}

Outcome<const Object*> finish(Change& change, const ObjectSpec& spec, Object& object,
                              const Given& given, Failures failures) {
  set_defaults(spec, object, given, failures);
  SaveContext save{change, nullptr, object, given, failures};
  if (failures.empty() && spec.rules.save != nullptr) spec.rules.save(save);
  if (!failures.empty()) return std::unexpected(std::move(failures));
  if (save.existing == nullptr) return &object;
  change.erase(object);
  return save.existing;
}

}  // namespace

const std::string_view* SaveContext::find(std::string_view name) const {
  for (const auto& [field, text] : given)
    if (field->name == name) return &text;
  return nullptr;
}

bool SaveContext::is_true(std::string_view name) const {
  const std::string_view* text = find(name);
  return text != nullptr && parse_flag(*text).value_or(false);
}

Outcome<const Object*> create_object(Change& change, const ObjectSpec& spec, const Guid& parent,
                                     const Form& form, const Owner& owner) {
  Object& object = change.create(spec, parent);
  if (owner.field != nullptr) set_reference(*owner.field, object, owner.id);
  const Given given = known_parameters(spec, form, true);
  Failures failures;
  set_fields(change, object, given, failures);
  require_all(spec, given, failures);
  return finish(change, spec, object, given, std::move(failures));
}

Outcome<const Object*> create_empty_object(Change& change, const ObjectSpec& spec,
                                           const Form& form) {
  Object& object = change.create(spec);
  const Given given = known_parameters(spec, form, true);
  Failures failures;
  set_fields(change, object, given, failures);
  return finish(change, spec, object, given, std::move(failures));
}

Outcome<> modify_object(Change& change, const Object& object, const Form& form) {
  const ObjectSpec& spec = spec_of(object.kind);
  const Given given = known_parameters(spec, form, false);
  if (given.empty()) return {};
  Object& after = change.modify(object);
  Failures failures;
  set_fields(change, after, given, failures);
  SaveContext save{change, &object, after, given, failures};
  if (failures.empty() && spec.rules.save != nullptr) spec.rules.save(save);
  if (!failures.empty()) return std::unexpected(std::move(failures));
  return {};
}

Outcome<> erase_object(Change& change, const Object& object) {
  const ObjectSpec& spec = spec_of(object.kind);
  change.erase(object, call::reason::api_teardown);
  Failures failures;
  EraseContext erase{change, object, failures};
  if (spec.rules.erase != nullptr) spec.rules.erase(erase);
  if (!failures.empty()) return std::unexpected(std::move(failures));
  return {};
}

}  // namespace curia

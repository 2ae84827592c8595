#include "conformance/reference/pages.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "conformance/reference/example.hpp"
#include "conformance/reference/words.hpp"

namespace curia::apidocs {
namespace {

using callbridge::filters_of;
using callbridge::Place;
using callbridge::type_name;

constexpr const char* made_by =
    "<!-- made by `curia reference`: change the descriptions of the objects, then run "
    "tools/check --fix -->\n";

// "/coSpaces/{coSpaceId}/accessMethods" is on the page coSpaces.accessMethods.
std::string page_name(const std::string& path) {
  std::string name;
  for (std::size_t at = 1; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string segment = path.substr(at, end - at);
    if (segment.front() != '{')
      name += (name.empty() ? "" : ".") + (segment == "*" ? "all" : segment);
    at = end + 1;
  }
  return name;
}

std::string methods_of(const Place& place) {
  std::string methods;
  const auto add = [&](bool can, const char* name) {
    if (can) methods += (methods.empty() ? "" : " ") + std::string(name);
  };
  add(place.can_get, "GET");
  add(place.can_post, "POST");
  add(place.can_put, "PUT");
  add(place.can_delete, "DELETE");
  return methods;
}

std::string choices_of(const FieldSpec& field) {
  std::string text;
  for (const auto choice : field.choices)
    text += (text.empty() ? "`" : ", `") + std::string(choice) + "`";
  return text;
}

std::string limits_of(const FieldSpec& field) {
  if (!field.choices.empty()) return choices_of(field);
  if (field.type == FieldType::number)
    return std::to_string(field.min) + " to " + std::to_string(field.max);
  if (field.type == FieldType::text) return std::to_string(field.max_bytes) + " bytes";
  if (field.type == FieldType::reference && field.target != Kind::none)
    return "of a " + std::string(spec_of(field.target).element);
  return {};
}

std::string manner_of(const FieldSpec& field) {
  std::string text;
  const auto add = [&](bool holds, const std::string& what) {
    if (holds) text += (text.empty() ? "" : ", ") + what;
  };
  add(field.is_required, "required");
  add(field.is_unsettable, "can be unset");
  add(field.is_post_only, "POST only");
  add(field.is_put_only, "PUT only");
  add(field.is_write_only, "never shown");
  add(!field.alias.empty(), "also called `" + std::string(field.alias) + "`");
  return text;
}

std::string quoted(std::string_view text) {
  return text.empty() ? "" : "`" + std::string(text) + "`";
}

std::string parameter_table(const Place& place) {
  std::vector<const FieldSpec*> parameters = parameters_of(place, true);
  for (const FieldSpec* field : parameters_of(place, false))
    if (std::ranges::find(parameters, field) == parameters.end()) parameters.push_back(field);
  if (parameters.empty()) return {};
  std::string text =
      "\n## Parameters\n\n| name | type | limits | default | since | |\n"
      "| --- | --- | --- | --- | --- | --- |\n";
  for (const FieldSpec* field : parameters)
    text += "| `" + std::string(field->name) + "` | " + std::string(type_name(*field)) + " | " +
            limits_of(*field) + " | " + quoted(field->default_value) + " | " +
            std::string(field->since) + " | " + manner_of(*field) + " |\n";
  return text;
}

std::string field_table(const Place& place, bool has_list) {
  const auto fields = fields_of(place);
  if (fields.empty()) return {};
  std::string text = has_list ? "\n## Fields\n\n| name | type | in lists | since |\n"
                                "| --- | --- | --- | --- |\n"
                              : "\n## Fields\n\n| name | type | since |\n| --- | --- | --- |\n";
  for (const FieldSpec* field : fields) {
    const std::string section = field->section.empty() ? "" : std::string(field->section) + ".";
    text += "| `" + section + std::string(field->name) + "` | " + std::string(type_name(*field));
    if (has_list) text += field->is_summary ? " | yes" : " |";
    text += " | " + std::string(field->since) + " |\n";
  }
  return text;
}

std::string filter_sentence(const ObjectSpec& object) {
  std::string text = "\nLists take `offset` and `limit`";
  for (const auto& filter : filters_of(object)) text += ", `" + filter + "`";
  return text + ".\n";
}

class FailureTable {
 public:
  explicit FailureTable(const std::vector<Place>& places) {
    for (const Place& place : places) add(place);
  }

  std::string text() const {
    std::string text = "\n## Failures\n\n| reason | status | when |\n| --- | --- | --- |\n";
    for (const auto& row : rows_) text += row;
    return rows_.empty() ? "" : text;
  }

 private:
  void row(const std::string& reason, const char* status, std::string_view when) {
    if (known_.insert(reason + status).second)
      rows_.push_back("| `" + reason + "` | " + status + " | " + std::string(when) + " |\n");
  }

  void add(const Place& place) {
    if (place.what == Place::What::item)
      row(does_not_exist(place.object->kind), "404", "the id in the path names nothing");
    if (place.node != nullptr && place.node->above != Kind::none)
      row(does_not_exist(place.node->above), "404", "the id in the path names nothing");
    for (const bool is_post : {true, false})
      for (const FieldSpec* field : parameters_of(place, is_post)) add(*field);
    if (place.object == nullptr) return;
    for (const Refusal& refusal : refusals_of(place.object->kind))
      row(std::string(refusal.reason), "400", refusal.when);
  }

  void add(const FieldSpec& field) {
    row("parameterError", "400", "`invalidValue`, `valueTooLong`, `valueMissing` of a parameter");
    if (field.type == FieldType::reference && field.target != Kind::none)
      row(does_not_exist(field.target), "400", "a parameter names nothing");
  }

  std::set<std::string> known_;
  std::vector<std::string> rows_;
};

// One page: the places whose paths lead to it.
Result<std::string> page(const coverage::Facts& facts, const std::string& name,
                         const std::vector<Place>& places) {
  const Place& first = places.front();
  std::string text = "# " + name + "\n\n" + made_by + "\n| path | methods |\n| --- | --- |\n";
  for (const Place& place : places)
    text += "| `" + place.path + "` | " + methods_of(place) + " |\n";
  const Place& whole = places.back();  // the item, where there is one
  if (first.object != nullptr)
    if (const auto levels = levels_of(first.object->kind); !levels.empty())
      text += "\nInherited, parameter by parameter, from the top: " + std::string(levels) + ".\n";
  if (first.is_elsewhere) {
    const std::string home(first.object->collection);
    text += "\nThe objects are those of [" + home + "](" + home + ".md), which has their fields.\n";
  }
  if (first.what == Place::What::collection) text += filter_sentence(*first.object);
  text += parameter_table(first.is_elsewhere ? first : whole);
  if (first.node != nullptr && !first.node->header.empty())
    text += "\nThe answer has the header `" + std::string(first.node->header) + "`, and no body.\n";
  text += field_table(whole, places.size() > 1) + FailureTable(places).text();
  const auto example = example_of(facts, first);
  if (!example) return fail(example.error());
  if (!example->empty()) text += "\n## Example\n\n```text\n" + *example + "```\n";
  return text;
}

std::string index_of(const std::vector<std::string>& order,
                     const std::map<std::string, std::vector<Place>>& groups) {
  std::string text =
      "# Reference of the API\n\n" + std::string(made_by) +
      "\nA page for each object and node, made from the descriptions that the server itself works "
      "by; every\nexample was carried out. [api.md](../api.md) is the introduction. The server "
      "gives the same as an\nOpenAPI 3.1 document at `/api/openapi.json`.\n\n"
      "| page | path | methods |\n| --- | --- | --- |\n";
  for (const auto& name : order)
    for (const Place& place : groups.at(name))
      text += "| [" + name + "](" + name + ".md) | `" + place.path + "` | " + methods_of(place) +
              " |\n";
  return text;
}

}  // namespace

Result<std::map<std::string, std::string>> make_pages(const coverage::Facts& facts) {
  std::map<std::string, std::vector<Place>> groups;
  std::vector<std::string> order;
  for (const Place& place : callbridge::surface()) {
    const std::string name = page_name(place.path);
    if (!groups.contains(name)) order.push_back(name);
    groups[name].push_back(place);
  }
  std::ranges::sort(order);
  std::map<std::string, std::string> pages;
  for (const auto& name : order) {
    auto text = page(facts, name, groups.at(name));
    if (!text) return fail(text.error());
    pages[name + ".md"] = *std::move(text);
  }
  pages["README.md"] = index_of(order, groups);
  return pages;
}

}  // namespace curia::apidocs

#include "impl/service/callbridge/node.hpp"

#include <algorithm>
#include <map>
#include <ranges>
#include <vector>

#include "impl/service/callbridge/nodes/tables.hpp"
#include "model/base/text.hpp"
#include "model/objects/catalog.hpp"
#include "model/registry/registry.hpp"

namespace curia::callbridge {
namespace {

std::vector<const NodeSpec*> gather() {
  std::vector<const NodeSpec*> all;
  for (const auto& table :
       {system_nodes(), alarm_nodes(), licensing_nodes(), license_usage_nodes(), settings_nodes(),
        neighbour_nodes(), diagnostics_nodes(), meeting_nodes(), profile_nodes(), query_nodes(),
        live_nodes(), raw_nodes(), token_nodes()})
    for (const NodeSpec& node : table) all.push_back(&node);
  return all;
}

const std::string* last_of(const FormPairs& parameters, std::string_view name) {
  const std::string* found = nullptr;
  for (const FormPair& pair : parameters)
    if (equal_ignoring_ascii_case(pair.key, name)) found = &pair.value;
  return found;
}

}  // namespace

const std::string* NodeRequest::find(std::string_view name) const {
  return last_of(parameters, name);
}

std::span<const NodeSpec* const> all_nodes() {
  static const std::vector<const NodeSpec*> all = gather();
  return all;
}

const NodeSpec* find_node(Kind above, std::string_view path) {
  // Every request asks this: only names of the right length are looked at.
  using Names = std::multimap<std::size_t, const NodeSpec*>;
  static const Names names = [] {
    Names by_length;
    for (const NodeSpec* node : all_nodes()) by_length.emplace(node->path.size(), node);
    return by_length;
  }();
  const auto [begin, end] = names.equal_range(path.size());
  for (const auto& [length, node] : std::ranges::subrange(begin, end))
    if (node->above == above && equal_ignoring_ascii_case(node->path, path)) return node;
  return nullptr;
}

Failures check_parameters(const NodeSpec& node, const Registry& registry,
                          const FormPairs& parameters) {
  Failures failures;
  Object nothing;  // parameters of nodes have no members
  for (const FieldSpec& field : node.parameters) {
    const std::string* text = last_of(parameters, field.name);
    if (text == nullptr && !field.alias.empty()) text = last_of(parameters, field.alias);
    if (text == nullptr || text->empty()) {
      if (field.is_required) failures.push_back(parameter_error(field.name, "valueMissing"));
      continue;
    }
    if (auto set = set_from_text(field, nothing, *text); !set) {
      failures.push_back(parameter_error(set.error()));
      continue;
    }
    if (field.type == FieldType::reference && field.target != Kind::none &&
        registry.find(field.target, *parse_guid(*text)) == nullptr)
      failures.push_back({.reason = does_not_exist(field.target)});
  }
  return failures;
}

}  // namespace curia::callbridge

#include "model/registry/step_index.hpp"

#include <algorithm>

#include "model/base/prng.hpp"
#include "model/registry/keys.hpp"

namespace curia {
namespace {

std::uint64_t number_of(const Guid& guid) { return std::hash<Guid>{}(guid); }

}  // namespace

StepIndex::Key StepIndex::key_of(Index index, const std::string& value) {
  return Key{fnv1a(value) + static_cast<std::uint64_t>(index)};
}

StepIndex::Key StepIndex::below(Kind kind, const Guid& parent) {
  return Key{number_of(parent) + static_cast<std::uint64_t>(kind)};
}

StepIndex::Key StepIndex::referring(const FieldSpec& field, const Guid& target) {
  return Key{number_of(target) + fnv1a(field.name)};
}

void StepIndex::put(Key key, std::size_t step) {
  steps_.emplace(static_cast<std::uint64_t>(key), step);
}

void StepIndex::add(std::size_t step, const Object& object) {
  visit_keys(object,
             [&](Index index, const std::string& value) { put(key_of(index, value), step); });
  if (object.parent) put(below(object.kind, object.parent), step);
  for (const FieldSpec& field : spec_of(object.kind).fields)
    if (field.type == FieldType::reference && field.is_stored())
      put(referring(field, reference_of(field, object)), step);
}

std::vector<std::size_t> StepIndex::steps(Key key) const {
  std::vector<std::size_t> found;
  const auto range = steps_.equal_range(static_cast<std::uint64_t>(key));
  for (auto at = range.first; at != range.second; ++at) found.push_back(at->second);
  std::ranges::sort(found);
  const auto twice = std::ranges::unique(found);
  found.erase(twice.begin(), twice.end());
  return found;
}

}  // namespace curia

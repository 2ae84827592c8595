// StepIndex: finds the steps of a Change by what stands in them, so that a change of ten thousand
// objects costs ten times as much as one of a thousand.
//
// 1. Entries are hints: a step may have moved on since it was added. Who asks looks at the object.
// 2. Steps come back in ascending order, each once.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/schema/field.hpp"

namespace curia {

class StepIndex {
 public:
  // Under its keys, its parent and everything it refers to; nil stands for "refers to nothing".
  void add(std::size_t step, const Object& object);

  enum class Key : std::uint64_t {};
  static Key key_of(Index index, const std::string& value);
  static Key below(Kind kind, const Guid& parent);
  static Key referring(const FieldSpec& field, const Guid& target);

  std::vector<std::size_t> steps(Key key) const;

 private:
  void put(Key key, std::size_t step);

  std::unordered_multimap<std::uint64_t, std::size_t> steps_;
};

}  // namespace curia

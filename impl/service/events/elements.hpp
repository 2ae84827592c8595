// Elements: what subscribers of events can ask to be told of calls and participants, each named and
// read in one place (platform facts section 5).
//
// Those of `calls` are the first of those of `callInfo`, so one set of values serves both.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/rules/rules.hpp"
#include "model/schema/field.hpp"

namespace curia::events {

enum class Topic : std::uint8_t { calls, call_info, call_roster };
inline constexpr std::string_view topic_names[] = {"calls", "callInfo", "callRoster"};

using Value = std::variant<std::monostate, bool, std::int64_t, std::string>;
using Values = std::vector<Value>;  // one for each element, in their order
using ElementSet = std::uint32_t;   // a bit for each

struct Element {
  std::string_view name;
  Value (*value)(const View& view, const Object& object);  // of a Call or a Participant
};

std::span<const Element> elements_of(Topic topic);
// The bit of a name; nothing when the topic has no such element.
std::optional<ElementSet> element_named(Topic topic, std::string_view name);

Values values_of(Topic topic, const View& view, const Object& object);
ElementSet differences(const Values& before, const Values& after);

// Appends `,"name":value` for each element of the set. Elements without a value are left out, or
// are null where `with_null` says that they had one before.
void append_json(std::string& out, Topic topic, const Values& values, ElementSet set,
                 bool with_null);

}  // namespace curia::events

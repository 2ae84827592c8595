// DialTransform: rewrites a dialled address before the dial plan looks at it.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

enum class DialTransformType : std::uint8_t { unset, raw, strip, phone };
inline constexpr std::string_view dial_transform_type_names[] = {"raw", "strip", "phone"};

enum class DialTransformAction : std::uint8_t { unset, accept, accept_phone, deny };
inline constexpr std::string_view dial_transform_action_names[] = {"accept", "acceptPhone", "deny"};

struct DialTransform : Object {
  static constexpr Kind kind_of = Kind::dial_transform;

  DialTransformType type = DialTransformType::unset;
  std::string match;
  std::string transform;
  std::optional<std::int64_t> priority;
  DialTransformAction action = DialTransformAction::unset;
};

inline constexpr FieldSpec dial_transform_fields[] = {
    enumeration<&DialTransform::type>("type", dial_transform_type_names).summary(),
    text<&DialTransform::match>("match").summary().searched(),
    text<&DialTransform::transform>("transform").summary().searched(),
    number<&DialTransform::priority>("priority").summary().defaults("0"),
    enumeration<&DialTransform::action>("action", dial_transform_action_names).summary(),
};

}  // namespace curia

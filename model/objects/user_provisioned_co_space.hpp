// UserProvisionedCoSpace: a coSpace that a user made from a template.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct UserProvisionedCoSpace : Object {
  static constexpr Kind kind_of = Kind::user_provisioned_co_space;

  Guid co_space;
};

inline constexpr FieldSpec user_provisioned_co_space_fields[] = {
    reference<&UserProvisionedCoSpace::co_space>("coSpace", Kind::co_space)
        .read_only()
        .owner()
        .summary(),
};

}  // namespace curia

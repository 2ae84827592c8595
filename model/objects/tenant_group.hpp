// TenantGroup: tenants that share one pool of call ids.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct TenantGroup : Object {
  static constexpr Kind kind_of = Kind::tenant_group;
};

}  // namespace curia

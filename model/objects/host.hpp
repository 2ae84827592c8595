// Host: who this server is. Made at the first start, shown by /system/status, never by itself.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

// The object's own id is the hostId.
struct Host : Object {
  static constexpr Kind kind_of = Kind::host;

  Guid cluster_id;
};

inline constexpr FieldSpec host_fields[] = {
    reference<&Host::cluster_id>("clusterId", Kind::none).read_only(),
};

}  // namespace curia

// Host: who this server is. Made at the first start, shown by /system/status, never by itself.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

// The object's own id is the hostId; a server that stands alone is a cluster of that name too.
struct Host : Object {
  static constexpr Kind kind_of = Kind::host;

  // Changed when the server tries whether its store takes changes: what is written as it was
  // would never reach the disk.
  std::optional<std::int64_t> store_tries;
};

inline constexpr FieldSpec host_fields[] = {
    number<&Host::store_tries>("storeTries").hidden(),
};

}  // namespace curia

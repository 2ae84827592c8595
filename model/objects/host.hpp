// Host: who this server is. Made at the first start, shown by /system/status, never by itself.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

// The object's own id is the hostId; a server that stands alone is a cluster of that name too.
struct Host : Object {
  static constexpr Kind kind_of = Kind::host;
};

}  // namespace curia

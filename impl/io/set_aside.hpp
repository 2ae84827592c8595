// The database and the configuration of a data directory, set aside while a new version is on
// trial: the new one may bring them to forms that the version before cannot read.
//
// The new version has not served by then, so nobody was told of anything that it wrote. Only while
// nobody has the directory's files open. A call that failed or was cut off is made again.
#pragma once

#include <string>

#include "model/base/result.hpp"

namespace curia::io {

// Copies, durable, into `folder`, in the place of what it held. Errors: disk_full, io_error.
Result<> set_aside(const std::string& data, const std::string& folder);

// The files of `data` are as they were at set_aside(); nothing without `folder`. Errors: disk_full
// (nothing was changed), io_error.
Result<> put_back(const std::string& folder, const std::string& data);

}  // namespace curia::io

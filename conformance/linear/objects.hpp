// What the API's objects are to the checker: a register (one value of one object) and a list (what
// is below an object, in the order of its creation).
#pragma once

#include <string>
#include <vector>

#include "conformance/linear/checker.hpp"

namespace curia::linear {

inline const std::string gone = "(gone)";  // of a register: the object was deleted

// A value was shown; `gone`: 404.
Operation register_read(std::int64_t begun, std::int64_t ended, const std::string& value);
Operation register_write(std::int64_t begun, std::int64_t ended, const std::string& value);
// `happened` false: it was gone already.
Operation register_erase(std::int64_t begun, std::int64_t ended, bool happened);
// A write that was refused for what it held, while the object was there.
Operation refused_write(std::int64_t begun, std::int64_t ended);
// A write that was refused because the object was gone.
Operation missed_write(std::int64_t begun, std::int64_t ended);

// The state of a list: its ids, each with a comma behind it.
Operation list_add(std::int64_t begun, std::int64_t ended, const std::string& id);
Operation list_remove(std::int64_t begun, std::int64_t ended, const std::string& id, bool happened);
Operation list_page(std::int64_t begun, std::int64_t ended, std::size_t offset, std::size_t limit,
                    std::size_t total, const std::vector<std::string>& ids);

}  // namespace curia::linear

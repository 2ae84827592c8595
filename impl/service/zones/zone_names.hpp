// The names of all time zones that a zoneinfo folder has.
#pragma once

#include <string>
#include <vector>

#include "model/env/files.hpp"

namespace curia::zones {

// Sorted. From the folder's tzdata.zi (zic(8)); from the list of its files when there is none.
std::vector<std::string> zone_names(Files& files);

}  // namespace curia::zones

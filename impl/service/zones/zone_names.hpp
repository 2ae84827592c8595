// The names of all time zones that a zoneinfo folder has.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/env/files.hpp"

namespace curia::zones {

// Whether it can be the name of a zone in the IANA database: parts of letters, digits, "+", "-"
// and "_", joined by "/". What else lies in a zoneinfo folder is none: "right/..." counts leap
// seconds, "posix/..." has all of it once more, "localtime" and "posixrules" are what somebody
// chose for this machine, "Factory" is for machines on which nobody did.
bool is_zone_name(std::string_view name);

// Sorted. From the folder's tzdata.zi (zic(8)); from the list of its files when there is none.
std::vector<std::string> zone_names(Files& files);

}  // namespace curia::zones

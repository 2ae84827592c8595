// International telephone numbers: country code and national number (ITU-T E.164).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace curia::dialplan {

struct Phone {
  std::string country_code;  // at least two digits: "44", "01" for +1
  std::string number;        // national number
};

// Digits only, with or without a + before them, that begin with a country code and are as many as
// numbers of that country have; nullopt otherwise.
std::optional<Phone> parse_phone(std::string_view text);

}  // namespace curia::dialplan

// A filter that is taken may stand in another, stands in as many parentheses as it opens, and is
// none any more without its end or behind anything else.
#include <algorithm>
#include <cstdint>
#include <string>

#include "model/admin/values.hpp"
#include "model/base/check.hpp"

using namespace curia;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string filter(reinterpret_cast<const char*>(data), size);
  if (!admin::is_ldap_filter(filter)) return 0;
  check(std::ranges::count(filter, '(') == std::ranges::count(filter, ')'), "they are closed");
  check(!admin::is_ldap_filter(filter.substr(0, size - 1)), "it has an end");
  check(!admin::is_ldap_filter("x" + filter) && !admin::is_ldap_filter(filter + filter),
        "it is the whole");
  // One of the greatest depth may not.
  if (std::ranges::count(filter, '(') < 10)
    check(admin::is_ldap_filter("(&(uid=x)" + filter + ")"), "a login can be looked up with it");
  return 0;
}

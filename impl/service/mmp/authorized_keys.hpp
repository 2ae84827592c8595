// Whether a public key lets an account in: the file `NAME.pub` of the flat root holds those of the
// account NAME, a line each (decision 0100). LDAP accounts have none: the directory decides.
#pragma once

#include <string>
#include <string_view>

#include "impl/service/mmp/mmp.hpp"

namespace curia::mmp {

// `blob` is the key as in RFC 4253 section 6.6.
bool is_authorized(Mmp& mmp, const std::string& account, std::string_view blob);
// Those of an account that was deleted: another of its name must not inherit them.
void forget_keys(Mmp& mmp, const std::string& account);

}  // namespace curia::mmp

// What values in command lines may be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia::admin {

// The interfaces of the product that a server has: a to d.
bool is_interface(std::string_view word);
// 1 to 65535.
std::optional<std::uint16_t> parse_port(std::string_view word);
// A name of up to 253 characters in labels of letters, digits, hyphens and underscores.
bool is_host_name(std::string_view word);
bool is_host_or_address(std::string_view word);
// "192.0.2.5/24", "2001:db8::5/64".
bool is_address_with_prefix(std::string_view word);
// A file of the flat root that SFTP shows: no folders, nothing hidden, at most 255 bytes.
bool is_file_name(std::string_view word);
// A filter as RFC 4515 section 3 writes them, at most limits::ldap_filter_depth deep:
// "(&(objectClass=*)(uid=a*))".
bool is_ldap_filter(std::string_view word);
// The name of an attribute as filters have it, with options: "uid", "2.5.4.3", "cn;lang-en".
bool is_ldap_attribute(std::string_view word);

}  // namespace curia::admin

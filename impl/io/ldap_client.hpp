// LdapConnection: one connection of libldap, as results instead of numbers. Every call waits.
#pragma once

#include <ldap.h>

#include <memory>
#include <string>

#include "impl/io/ldap_directory.hpp"

namespace curia::io {

class LdapConnection {
 public:
  static Result<LdapConnection> open(const LdapOptions& options);

  // A simple bind (RFC 4513 section 5.1); an empty name is an anonymous one.
  Result<> bind(const std::string& dn, const std::string& password);
  // One page (RFC 2696); `cookie` is the server's own.
  Result<DirectoryPage> search(const DirectorySearch& search, const std::string& cookie);

 private:
  struct Unbind {
    void operator()(LDAP* ldap) const { ::ldap_unbind_ext_s(ldap, nullptr, nullptr); }
  };
  explicit LdapConnection(LDAP* ldap, timeval timeout) : ldap_(ldap), timeout_(timeout) {}
  DirectoryEntry entry_of(LDAPMessage* message) const;

  std::unique_ptr<LDAP, Unbind> ldap_;
  timeval timeout_;
};

}  // namespace curia::io

// LdapConnection: one connection of libldap, as results instead of numbers. Every call waits.
#pragma once

#include <ldap.h>

#include <memory>
#include <string>

#include "impl/io/ldap_directory.hpp"
#include "impl/io/ldap_tls.hpp"

namespace curia::io {

class LdapConnection {
 public:
  // `context` is given exactly for a secure server.
  static Result<LdapConnection> open(const LdapOptions& options,
                                     const std::optional<tls::Context>& context);

  // A simple bind (RFC 4513 section 5.1); an empty name is an anonymous one.
  Result<> bind(const std::string& dn, const std::string& password);
  // One page (RFC 2696); `cookie` is the server's own.
  Result<DirectoryPage> search(const DirectorySearch& search, const std::string& cookie);

 private:
  struct Unbind {
    void operator()(LDAP* ldap) const { ::ldap_unbind_ext_s(ldap, nullptr, nullptr); }
  };
  explicit LdapConnection(LDAP* ldap, timeval timeout) : ldap_(ldap), timeout_(timeout) {}
  std::unexpected<Error> failure(int result, const std::string& what) const;
  DirectoryEntry entry_of(LDAPMessage* message) const;

  std::unique_ptr<LdapTls> tls_;  // outlives ldap_, which lies on it
  std::unique_ptr<LDAP, Unbind> ldap_;
  timeval timeout_;
};

}  // namespace curia::io

// LdapLogin: whether a directory knows this person and the password (release notes 2.3).
//
// 1. The entry whose login attribute is the name is looked up, with the filter and below the base
//    that are configured, as the bind user or anonymously; then a bind as this entry decides.
// 2. Exactly one entry must be found. An empty password never reaches the directory.
// 3. The name is escaped as RFC 4515 says: it cannot become part of the filter.
// 4. Referrals are not followed: what another server says is nothing that was configured.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "impl/service/mmp/configuration_book.hpp"
#include "model/env/env.hpp"

namespace curia::mmp {

class LdapLogin {
 public:
  // All outlive it.
  LdapLogin(const Env& env, const ConfigurationBook& configuration);
  ~LdapLogin();

  // Errors: not_permitted (wrong name or password), unavailable (disabled, not complete, or the
  // server does not answer as it should), with the reason for the log.
  void check(const std::string& name, const std::string& password, Done<Result<>> done);

  // What is missing before it can be enabled; empty when nothing is.
  std::string incomplete() const;
  // Asks the server for a name that nobody has, as a login would. Errors: why it cannot be asked.
  void probe(Done<Result<>> done);

 private:
  struct Lookup;
  Result<DirectoryServer> server() const;
  void found(std::uint64_t number, Result<DirectoryPage> page);
  void finish(std::uint64_t number, Result<> result);

  Env env_;
  const ConfigurationBook& configuration_;
  std::map<std::uint64_t, std::unique_ptr<Lookup>> lookups_;
  std::uint64_t last_ = 0;
};

}  // namespace curia::mmp

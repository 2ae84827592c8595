// LdapHarvester: asks a directory what an ldapSource needs, page after page, and reads the people
// as they come.
//
// 1. The answer comes once, and only when every page of every search has come: a search that
//    fails half way is a failure, not half a list.
// 2. More than limits::ldap_entries people are an error.
#pragma once

#include <memory>
#include <string>

#include "model/env/env.hpp"
#include "model/ldap/import.hpp"
#include "model/ldap/query.hpp"

namespace curia::callbridge {

class LdapHarvester {
 public:
  // Errors: those of Directory::page and PersonReader::read, limit_reached. Destroyed earlier, it
  // gives no answer; it must not be destroyed by `done`.
  LdapHarvester(const Env& env, LdapQuery query, Done<Result<LdapHarvest>> done);
  LdapHarvester(const LdapHarvester&) = delete;
  LdapHarvester& operator=(const LdapHarvester&) = delete;

 private:
  void ask(std::string cookie);
  Result<> take(const DirectoryPage& page);

  LdapQuery query_;
  Done<Result<LdapHarvest>> done_;
  LdapHarvest harvest_;
  std::size_t search_ = 0;  // 0: people; n: of the n-th template
  std::unique_ptr<Directory> directory_;
};

}  // namespace curia::callbridge

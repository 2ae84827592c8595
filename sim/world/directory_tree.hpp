// DirectoryTree: what an LDAP server of the simulated world holds, and what ails it.
//
// 1. Entries come in the order in which they were added.
// 2. A search below an entry that does not exist is not_found; a cookie that was not given for the
//    same search is protocol_error.
// 3. Faults: a server that is away (unavailable), operations that fail after so many good ones.
//
//   DirectoryTree& tree = world.directory("ldap.test", 389);
//   tree.add({"cn=Ann,dc=example", {{"objectclass", {"person"}}, {"cn", {"Ann"}}}}, "secret");
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "impl/wire/tls/context.hpp"
#include "model/env/directory.hpp"

namespace curia::sim {

class DirectoryTree {
 public:
  bool has(std::string_view dn) const;
  // The DN must be new. An empty password means that nobody can log in as this entry.
  void add(DirectoryEntry entry, std::string password = {});
  void remove(std::string_view dn);

  // Serves TLS, too, at this port of the same address.
  void serve_tls(std::uint16_t port, tls::Context context) {
    tls_port_ = port;
    tls_.emplace(std::move(context));
  }
  std::uint16_t tls_port() const { return tls_port_; }
  const tls::Context& tls() const { return *tls_; }

  void set_away(bool away) { away_ = away; }
  void fail_next(std::uint64_t times, Errc code, std::uint64_t after = 0);

  Result<DirectoryPage> find(const DirectorySearch& search, const std::string& cookie);
  Result<> log_in(const std::string& dn, const std::string& password);

 private:
  struct Person {
    std::string key;  // the DN in the form in which it is compared
    DirectoryEntry entry;
    std::string password;
  };
  Result<> usable();
  const Person* person(std::string_view key) const;

  std::vector<Person> people_;
  std::uint16_t tls_port_ = 0;  // 0: none
  std::optional<tls::Context> tls_;
  bool away_ = false;
  std::uint64_t good_ = 0;  // operations before failures_
  std::uint64_t failures_ = 0;
  Errc failure_ = Errc::unavailable;
};

}  // namespace curia::sim

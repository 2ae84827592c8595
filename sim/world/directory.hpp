// SimDirectory: an LDAP server in memory, seen from one host through the port Directory.
//
// 1. Entries come in the order in which they were added. Answers take `latency`, and like every
//    event of a host they are lost when its power goes.
// 2. A search below an entry that does not exist is not_found; a cookie that this object did not
//    give for the same search is protocol_error.
// 3. Faults: a directory that is away (unavailable), the next so many operations that fail.
//
//   SimDirectory directory(host.env());
//   directory.add({"cn=Ann,dc=example", {{"objectclass", {"person"}}, {"cn", {"Ann"}}}}, "secret");
#pragma once

#include <string>
#include <vector>

#include "model/env/directory.hpp"
#include "model/env/env.hpp"

namespace curia::sim {

class SimDirectory final : public Directory {
 public:
  explicit SimDirectory(const Env& env, Duration latency = 1ms) : env_(env), latency_(latency) {}

  // The DN must be new. An empty password means that nobody can log in as this entry.
  void add(DirectoryEntry entry, std::string password = {});
  void remove(std::string_view dn);

  void set_away(bool away) { away_ = away; }
  void fail_next(std::uint64_t times, Errc code);

  void page(DirectorySearch search, std::string cookie, Done<Result<DirectoryPage>> done) override;
  void bind(std::string dn, std::string password, Done<Result<>> done) override;

 private:
  struct Person {
    std::string key;  // the DN in the form in which it is compared
    DirectoryEntry entry;
    std::string password;
  };
  Result<> usable();
  Result<DirectoryPage> find(const DirectorySearch& search, const std::string& cookie);
  Result<> log_in(const std::string& dn, const std::string& password);
  const Person* person(std::string_view key) const;

  Env env_;
  Duration latency_;
  std::vector<Person> people_;
  bool away_ = false;
  std::uint64_t failures_ = 0;
  Errc failure_ = Errc::unavailable;
};

}  // namespace curia::sim

// The ports Directories and Directory: LDAP servers as the core sees them.
//
// 1. One page at a time; a failed page is an error, never an empty page. A page size of 0 asks for
//    everything at once, of servers that know no pages.
// 2. bind() with an empty password is refused before it reaches the server (RFC 4513 section
//    5.1.2: an unauthenticated bind must never count as a login).
// 3. open() only takes note of where the server is; failures come with the first page. After a
//    Directory is destroyed none of its answers come any more.
// 4. A secure server is judged by its Trust before it is sent a byte of a login. One that is not
//    believed, or speaks no allowed TLS, is unavailable; the sentence says why.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/base/result.hpp"
#include "model/env/clock.hpp"
#include "model/env/trust.hpp"

namespace curia {

struct DirectorySearch {
  std::string base_dn;
  std::string filter;                   // RFC 4515, for example "(objectClass=person)"
  std::vector<std::string> attributes;  // none = all
  std::size_t page_size = 500;
};

struct DirectoryEntry {
  std::string dn;
  std::map<std::string, std::vector<std::string>> attributes;  // names in lower case
};

struct DirectoryPage {
  std::vector<DirectoryEntry> entries;
  std::string cookie;  // give it to the next page(); empty = this was the last
};

class Directory {
 public:
  virtual ~Directory() = default;
  // The base and everything below it. Errors: unavailable, timed_out, not_permitted, not_found
  // (base), invalid_value (filter), protocol_error (also a cookie that is not known any more).
  virtual void page(DirectorySearch search, std::string cookie,
                    Done<Result<DirectoryPage>> done) = 0;
  // Errors: not_permitted (wrong name or password), unavailable, timed_out.
  virtual void bind(std::string dn, std::string password, Done<Result<>> done) = 0;
};

// Where a directory is, and who searches it.
struct DirectoryServer {
  std::string address{};  // host name or IP address
  std::uint16_t port = 389;
  bool secure = false;     // TLS from the first byte (ldaps)
  std::string username{};  // a DN; empty = anonymous
  std::string password{};
  Trust trust{};  // of a secure one
};

class Directories {
 public:
  virtual ~Directories() = default;
  virtual std::unique_ptr<Directory> open(const DirectoryServer& server) = 0;
};

}  // namespace curia

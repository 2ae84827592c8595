// The port Directory: an LDAP server as the core sees it.
//
// 1. One page at a time; a failed page is an error, never an empty page.
// 2. bind() with an empty password is refused before it reaches the server (RFC 4513 section
//    5.1.2: an unauthenticated bind must never count as a login).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/base/result.hpp"
#include "model/env/clock.hpp"

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

}  // namespace curia

// LdapDirectory: the port Directory on libldap, whose calls wait, on one thread of its own.
//
// 1. A cookie is good for the connection that gave it (RFC 2696 leaves that to servers, slapd
//    insists): each search that has pages to come keeps its connection, and the cookie names it.
// 2. A search begins on a connection that an earlier one has left; when the server has closed
//    that one meanwhile, it begins again on a new one. Later pages are never repeated.
// 3. bind() uses a connection of its own. An empty name or password never reaches the server.
// 4. After the destructor, which waits for the operation at hand, no answer comes any more.
#pragma once

#include <memory>
#include <string>

#include "impl/io/work.hpp"
#include "model/base/limits.hpp"
#include "model/env/directory.hpp"

namespace curia::io {

struct LdapOptions {
  DirectoryServer server;
  Duration timeout = limits::directory_timeout;
};

class LdapDirectory final : public Directory {
 public:
  LdapDirectory(Loop& loop, LdapOptions options);
  ~LdapDirectory() override;

  void page(DirectorySearch search, std::string cookie, Done<Result<DirectoryPage>> done) override;
  void bind(std::string dn, std::string password, Done<Result<>> done) override;

 private:
  class Client;  // belongs to the thread of worker_
  template <class T>
  void run(std::move_only_function<Result<T>(Client&)> job, Done<Result<T>> done);

  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // loop thread only
  std::unique_ptr<Client> client_;
  Worker worker_;
};

class LdapDirectories final : public Directories {
 public:
  explicit LdapDirectories(Loop& loop) : loop_(loop) {}
  std::unique_ptr<Directory> open(const DirectoryServer& server) override {
    return std::make_unique<LdapDirectory>(loop_, LdapOptions{.server = server});
  }

 private:
  Loop& loop_;
};

}  // namespace curia::io

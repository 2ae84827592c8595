#include "impl/io/ldap_directory.hpp"

#include <atomic>
#include <list>
#include <optional>
#include <utility>

#include "impl/io/ldap_client.hpp"
#include "model/base/text.hpp"

namespace curia::io {

class LdapDirectory::Client {
 public:
  explicit Client(LdapOptions options) : options_(std::move(options)) {}

  std::atomic<bool> stopping = false;  // set by the loop: what waits is not begun any more

  Result<DirectoryPage> page(const DirectorySearch& search, const std::string& cookie) {
    if (!cookie.empty()) return next_page(search, cookie);
    if (idle_) {
      Result<DirectoryPage> first = search_with(*std::exchange(idle_, std::nullopt), search, "");
      if (first || first.error().code != Errc::unavailable) return first;
    }
    Result<LdapConnection> connection = connect();
    if (!connection) return fail(connection.error());
    const DirectoryServer& server = options_.server;
    Result<> bound = connection->bind(server.username, server.password);
    if (!bound) return fail(bound.error());
    return search_with(std::move(*connection), search, "");
  }

  Result<> bind(const std::string& dn, const std::string& password) {
    Result<LdapConnection> connection = connect();
    if (!connection) return fail(connection.error());
    Result<> bound = connection->bind(dn, password);
    // That the name is no DN, or nobody's, is no more than a failed login.
    if (!bound &&
        (bound.error().code == Errc::invalid_value || bound.error().code == Errc::not_found))
      return fail(Errc::not_permitted, bound.error().message);
    return bound;
  }

 private:
  struct Search {
    std::uint64_t number;
    LdapConnection connection;
  };

  // The authorities are read once, by the first connection.
  Result<LdapConnection> connect() {
    const DirectoryServer& server = options_.server;
    if (server.secure && !context_) {
      auto made = tls::Context::client(server.trust, tls::Alpn::nothing);
      if (!made)
        return fail(Errc::unavailable,
                    "the authorities that directories are judged by cannot "
                    "be used: " +
                        made.error().message);
      context_ = *std::move(made);
    }
    return LdapConnection::open(options_, context_);
  }

  Result<DirectoryPage> next_page(const DirectorySearch& search, const std::string& cookie) {
    const std::size_t colon = cookie.find(':');
    const auto number = parse_decimal(std::string_view(cookie).substr(0, colon));
    for (auto item = searches_.begin(); item != searches_.end() && number; ++item) {
      if (item->number != static_cast<std::uint64_t>(*number)) continue;
      LdapConnection connection = std::move(item->connection);
      searches_.erase(item);
      return search_with(std::move(connection), search, cookie.substr(colon + 1));
    }
    return fail(Errc::protocol_error, "the search has been given up: begin it again");
  }

  // The connection is kept for the next page, or for the next search after the last page.
  Result<DirectoryPage> search_with(LdapConnection connection, const DirectorySearch& search,
                                    const std::string& cookie) {
    Result<DirectoryPage> page = connection.search(search, cookie);
    if (!page) return page;
    if (page->cookie.empty()) {
      idle_.emplace(std::move(connection));
      return page;
    }
    if (searches_.size() >= limits::directory_searches) searches_.pop_front();
    searches_.push_back({++begun_, std::move(connection)});
    page->cookie = std::to_string(begun_) + ":" + page->cookie;
    return page;
  }

  LdapOptions options_;
  std::optional<tls::Context> context_;  // of a secure server, once it is needed
  std::optional<LdapConnection> idle_;
  std::list<Search> searches_;  // the oldest first
  std::uint64_t begun_ = 0;
};

LdapDirectory::LdapDirectory(Loop& loop, LdapOptions options)
    : client_(std::make_unique<Client>(std::move(options))), worker_(loop) {}

LdapDirectory::~LdapDirectory() {
  *alive_ = false;
  client_->stopping = true;
}

template <class T>
void LdapDirectory::run(std::move_only_function<Result<T>(Client&)> job, Done<Result<T>> done) {
  auto answer = std::make_shared<std::optional<Result<T>>>();
  worker_.run(
      [client = client_.get(), answer, job = std::move(job)]() mutable {
        if (!client->stopping) answer->emplace(job(*client));
      },
      [alive = alive_, answer, done = std::move(done)]() mutable {
        if (*alive) done(std::move(**answer));
      });
}

void LdapDirectory::page(DirectorySearch search, std::string cookie,
                         Done<Result<DirectoryPage>> done) {
  run<DirectoryPage>([search = std::move(search), cookie = std::move(cookie)](
                         Client& client) { return client.page(search, cookie); },
                     std::move(done));
}

void LdapDirectory::bind(std::string dn, std::string password, Done<Result<>> done) {
  run<void>(
      [dn = std::move(dn), password = std::move(password)](Client& client) -> Result<> {
        if (dn.empty() || password.empty())
          return fail(Errc::not_permitted, "a login needs a name and a password");
        return client.bind(dn, password);
      },
      std::move(done));
}

}  // namespace curia::io

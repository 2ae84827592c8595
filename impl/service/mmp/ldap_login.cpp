#include "impl/service/mmp/ldap_login.hpp"

#include "impl/service/mmp/directory_trust.hpp"
#include "model/base/hex.hpp"
#include "model/base/reached.hpp"

namespace curia::mmp {
namespace {

constexpr std::string_view any_entry = "(objectClass=*)";
constexpr std::size_t enough = 2;  // entries: with two nobody is meant

// RFC 4515 section 3: what would end or widen an assertion is written in hexadecimal.
std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7f || c == '*' || c == '(' || c == ')' || c == '\\') {
      out += '\\';
      append_hex(out, byte);
    } else {
      out += c;
    }
  }
  return out;
}

std::string filter_for(const admin::LdapSettings& ldap, std::string_view name) {
  return "(&" + (ldap.filter.empty() ? std::string(any_entry) : ldap.filter) + "(" +
         ldap.login_attribute + "=" + escaped(name) + "))";
}

}  // namespace

struct LdapLogin::Lookup {
  std::unique_ptr<Directory> directory;
  std::string password;
  Done<Result<>> done;
};

LdapLogin::LdapLogin(const Env& env, const ConfigurationBook& configuration)
    : env_(env), configuration_(configuration) {}

LdapLogin::~LdapLogin() = default;

std::string LdapLogin::incomplete() const {
  const admin::LdapSettings& ldap = configuration_.current().ldap;
  if (ldap.server.empty()) return "no LDAP server is configured";
  if (ldap.protocol.empty()) return "no LDAP protocol is configured";
  if (ldap.base_dn.empty()) return "no base DN is configured";
  if (ldap.login_attribute.empty()) return "no login attribute is configured";
  if (ldap.protocol == "ldaps" && ldap.verify && ldap.trust.empty())
    return "certificates are to be verified, but no trust bundle is configured";
  return {};
}

Result<DirectoryServer> LdapLogin::server() const {
  const admin::LdapSettings& ldap = configuration_.current().ldap;
  if (const std::string what = incomplete(); !what.empty()) return fail(Errc::unavailable, what);
  DirectoryServer server;
  server.address = ldap.server;
  server.port = static_cast<std::uint16_t>(ldap.port);
  server.secure = ldap.protocol == "ldaps";
  server.username = ldap.bind_dn;
  server.password = ldap.bind_password;
  if (!server.secure) return server;
  auto trust = trust_of(env_.files, ldap);
  if (!trust) return fail(trust.error());
  server.trust = *std::move(trust);
  return server;
}

void LdapLogin::check(const std::string& name, const std::string& password, Done<Result<>> done) {
  const admin::LdapSettings& ldap = configuration_.current().ldap;
  const auto later = [&](Error error) {
    env_.timers.at(env_.clock.now(), [done = std::move(done), error = std::move(error)]() mutable {
      done(fail(std::move(error)));
    });
  };
  if (!ldap.enabled) return later({Errc::unavailable, "", "LDAP logins are disabled"});
  if (password.empty()) {
    reached("mmp.ldap_empty_password");
    return later({Errc::not_permitted, "", "an empty password"});
  }
  auto where = server();
  if (!where) return later(where.error());
  const std::uint64_t number = ++last_;
  auto lookup = std::make_unique<Lookup>();
  lookup->directory = env_.directories.open(*where);
  lookup->password = password;
  lookup->done = std::move(done);
  DirectorySearch search;
  search.base_dn = ldap.base_dn;
  search.filter = filter_for(ldap, name);
  search.attributes = {ldap.login_attribute};
  search.page_size = enough;
  Directory& directory = *lookup->directory;
  lookups_[number] = std::move(lookup);
  directory.page(std::move(search), {},
                 [this, number](Result<DirectoryPage> page) { found(number, std::move(page)); });
}

void LdapLogin::found(std::uint64_t number, Result<DirectoryPage> page) {
  if (!page) return finish(number, fail(page.error()));
  if (page->entries.empty())
    return finish(number, fail(Errc::not_permitted, "the directory has no such entry"));
  if (page->entries.size() > 1 || !page->cookie.empty())
    return finish(number,
                  fail(Errc::not_permitted, "the directory has several entries of this name"));
  Lookup& lookup = *lookups_.at(number);
  lookup.directory->bind(page->entries.front().dn, lookup.password,
                         [this, number](Result<> bound) { finish(number, std::move(bound)); });
}

void LdapLogin::finish(std::uint64_t number, Result<> result) {
  // The directory is told nothing more, but it is calling: it goes in an event of its own.
  auto lookup = std::make_shared<std::unique_ptr<Lookup>>(std::move(lookups_.at(number)));
  lookups_.erase(number);
  Done<Result<>> done = std::move((*lookup)->done);
  env_.timers.at(env_.clock.now(), [lookup] {});
  done(std::move(result));
}

void LdapLogin::probe(Done<Result<>> done) {
  auto where = server();
  if (!where) {
    env_.timers.at(env_.clock.now(), [done = std::move(done), error = where.error()]() mutable {
      done(fail(std::move(error)));
    });
    return;
  }
  const std::uint64_t number = ++last_;
  auto lookup = std::make_unique<Lookup>();
  lookup->directory = env_.directories.open(*where);
  lookup->done = std::move(done);
  DirectorySearch search;
  search.base_dn = configuration_.current().ldap.base_dn;
  search.filter = filter_for(configuration_.current().ldap, "curia-probe");
  search.attributes = {configuration_.current().ldap.login_attribute};
  search.page_size = enough;
  Directory& directory = *lookup->directory;
  lookups_[number] = std::move(lookup);
  directory.page(std::move(search), {}, [this, number](Result<DirectoryPage> page) {
    finish(number, page ? Result<>{} : fail(page.error()));
  });
}

}  // namespace curia::mmp

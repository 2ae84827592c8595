// The contract of Directory: the simulated one, and libldap against a slapd of this test.
#include "conformance/contract/directory_contract.hpp"

#include <algorithm>

#include "conformance/contract/slapd.hpp"
#include "impl/io/reality.hpp"
#include "model/admin/values.hpp"
#include "sim/world/directory.hpp"
#include "sim/world/world.hpp"

namespace curia::contract {
namespace {

std::vector<std::pair<DirectoryEntry, std::string>> entries_with_passwords() {
  std::vector<std::pair<DirectoryEntry, std::string>> all;
  for (DirectoryEntry& entry : directory_entries()) {
    const auto uid = entry.attributes.find("uid");
    std::string password =
        uid == entry.attributes.end() ? std::string() : "secret of " + uid->second[0];
    all.emplace_back(std::move(entry), std::move(password));
  }
  return all;
}

class SimDirectories final : public DirectoryUnderTest {
 public:
  SimDirectories() {
    for (auto& [entry, password] : entries_with_passwords()) directory_.tree().add(entry, password);
    away_.tree().set_away(true);
  }
  Directory& directory() override { return directory_; }
  Directory& away() override { return away_; }
  std::unique_ptr<Directory> secure(scenario::DirectoryCertificate certificate,
                                    const Trust& trust) override {
    const auto identity = certificates_.issue(certificate, "ldap.test", now());
    directory_.tree().serve_tls(636, *tls::Context::server(*identity));
    Env env = host_.env();
    return std::make_unique<sim::SimDirectory>(
        env.clock, env.timers, &directory_.tree(),
        DirectoryServer{.address = "ldap.test", .port = 636, .secure = true, .trust = trust});
  }
  std::string authorities() override { return certificates_.bundle_pem(); }
  bool run_until(const std::function<bool()>& predicate, Duration timeout) override {
    return world_.run_until(predicate, timeout);
  }

 private:
  sim::World world_{1};
  sim::SimHost& host_ = world_.add_host("server", {"10.0.0.1"});
  WallTime now() { return host_.env().clock.wall(); }
  scenario::DirectoryCertificates certificates_ = *scenario::DirectoryCertificates::make(now());
  sim::SimDirectory directory_{host_.env()};
  sim::SimDirectory away_{host_.env()};
};

class RealDirectories final : public DirectoryUnderTest {
 public:
  Directory& directory() override { return *directory_; }
  Directory& away() override { return *away_; }
  std::unique_ptr<Directory> secure(scenario::DirectoryCertificate certificate,
                                    const Trust& trust) override {
    const auto identity = certificates_.issue(certificate, "127.0.0.1", now());
    slapd().serve_tls({.identity = *identity});
    return reality_.env().directories.open(
        {.address = "127.0.0.1", .port = slapd().tls_port(), .secure = true, .trust = trust});
  }
  std::string authorities() override { return certificates_.bundle_pem(); }
  bool run_until(const std::function<bool()>& predicate, Duration timeout) override {
    return reality_.run_until(predicate, timeout);
  }

 private:
  static Slapd& slapd() {
    static Slapd server(entries_with_passwords());
    return server;
  }
  std::unique_ptr<Directory> open(const std::string& address, std::uint16_t port) {
    return reality_.env().directories.open({.address = address, .port = port});
  }
  WallTime now() { return reality_.env().clock.wall(); }
  io::Reality reality_{{}};
  scenario::DirectoryCertificates certificates_ = *scenario::DirectoryCertificates::make(now());
  std::unique_ptr<Directory> directory_ = open("127.0.0.1", slapd().port());
  // Port 1 of the loopback interface: nobody is there.
  std::unique_ptr<Directory> away_ = open("127.0.0.1", 1);
};

INSTANTIATE_TYPED_TEST_SUITE_P(Simulated, DirectoryContract, SimDirectories);
INSTANTIATE_TYPED_TEST_SUITE_P(Real, DirectoryContract, RealDirectories);

// Where the server runs is known only while it runs: by address, port and login.
TEST(LdapDirectoryTest, IsOpenedByAddressAndLogin) {
  Slapd server(entries_with_passwords());
  io::Reality reality({});
  const auto ask = [&](const DirectoryServer& where) {
    const auto directory = reality.env().directories.open(where);
    std::optional<Result<DirectoryPage>> answer;
    directory->page({directory_root, "(uid=*)", {}, 0}, "",
                    [&](Result<DirectoryPage> given) { answer.emplace(std::move(given)); });
    EXPECT_TRUE(reality.run_until([&] { return answer.has_value(); }, patience));
    return answer.value_or(fail(Errc::timed_out, "no answer"));
  };
  const std::uint16_t port = server.port();
  const auto all = ask({"127.0.0.1", port, false, dn_of(3), password_of(3)});
  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(all->entries.size(), static_cast<std::size_t>(people_in_directory));
  EXPECT_EQ(code_of(ask({"127.0.0.1", port, false, dn_of(3), "wrong"})), Errc::not_permitted);
  EXPECT_EQ(code_of(ask({"127.0.0.1", port, true, "", "", {.verify = false}})), Errc::unavailable);
}

// What `ldap filter` takes as RFC 4515 has it is one for libldap, too, and the other way round.
TEST(LdapDirectoryTest, HasTheFiltersOfTheCommandLine) {
  Slapd server(entries_with_passwords());
  io::Reality reality({});
  const auto directory =
      reality.env().directories.open({.address = "127.0.0.1", .port = server.port()});
  const auto is_taken = [&](const std::string& filter) {
    std::optional<Result<DirectoryPage>> answer;
    directory->page({directory_root, filter, {}, 0}, "",
                    [&](Result<DirectoryPage> given) { answer.emplace(std::move(given)); });
    EXPECT_TRUE(reality.run_until([&] { return answer.has_value(); }, patience));
    return answer && answer->has_value();
  };
  for (const char* filter :
       {"(uid=p0*)", "(!(|(uid=p01)(uid>=p02)(uid~=p03)))", R"((cn=Ann \28a\2ab\29))", "(cn=)",
        "(uid:caseExactMatch:=p01)", "(cn:dn:=Ann)", "(:dn:caseIgnoreMatch:=people)",
        "(cn;lang-en=Ann)", "(2.5.4.3=Ann)", "(nonsense)", "(uid=p01", "(=p01)",
        "(uid=p01)(uid=p02)", "(&(uid=p01)uid)", R"((uid=\zz))"})
    EXPECT_EQ(is_taken(filter), admin::is_ldap_filter(filter)) << filter;
}

// What another server says is nothing that was configured: it is neither asked nor logged in to.
TEST(LdapDirectoryTest, FollowsNoReferral) {
  Slapd other(
      {{{directory_root,
         {{"objectClass", {"dcObject", "organization"}}, {"dc", {"example"}}, {"o", {"Example"}}}},
        ""},
       {{"ou=elsewhere,dc=example,dc=com",
         {{"objectClass", {"organizationalUnit"}}, {"ou", {"elsewhere"}}}},
        ""},
       {{"uid=mal,ou=elsewhere,dc=example,dc=com",
         {{"objectClass", {"inetOrgPerson"}}, {"uid", {"mal"}}, {"cn", {"Mal"}}, {"sn", {"Mal"}}}},
        "his secret"}});
  auto entries = entries_with_passwords();
  const std::string there = "ou=elsewhere,dc=example,dc=com";
  entries.push_back(
      {{there,
        {{"objectClass", {"referral", "extensibleObject"}},
         {"ou", {"elsewhere"}},
         {"ref", {"ldap://127.0.0.1:" + std::to_string(other.port()) + "/" + there}}}},
       ""});
  Slapd server(entries);
  io::Reality reality({});
  const auto directory =
      reality.env().directories.open({.address = "127.0.0.1", .port = server.port()});
  const auto page = [&](const std::string& base) {
    std::optional<Result<DirectoryPage>> answer;
    directory->page({base, "(uid=*)", {}, 0}, "",
                    [&](Result<DirectoryPage> given) { answer.emplace(std::move(given)); });
    EXPECT_TRUE(reality.run_until([&] { return answer.has_value(); }, patience));
    return answer.value_or(fail(Errc::timed_out, "no answer"));
  };
  const auto all = page(directory_root);
  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(all->entries.size(), static_cast<std::size_t>(people_in_directory));
  EXPECT_FALSE(page(there));
  std::optional<Result<>> bound;
  directory->bind("uid=mal," + there, "his secret",
                  [&](Result<> given) { bound.emplace(std::move(given)); });
  ASSERT_TRUE(reality.run_until([&] { return bound.has_value(); }, patience));
  EXPECT_FALSE(*bound);
}

// Old versions are refused unless the operator allows them, new ones asked for are insisted on.
TEST(LdapDirectoryTest, SpeaksNoOlderTlsThanAllowed) {
  Slapd server(entries_with_passwords());
  io::Reality reality({});
  const WallTime now = reality.env().clock.wall();
  const auto certificates = *scenario::DirectoryCertificates::make(now);
  const tls::Identity identity =
      *certificates.issue(scenario::DirectoryCertificate::good, "127.0.0.1", now);
  const auto verdict = [&](const std::string& versions, TlsVersion minimum) {
    server.serve_tls({.identity = identity, .versions = versions});
    const Trust trust{.bundle_pem = certificates.bundle_pem(), .minimum = minimum};
    const auto directory = reality.env().directories.open(
        {.address = "127.0.0.1", .port = server.tls_port(), .secure = true, .trust = trust});
    std::optional<Result<DirectoryPage>> answer;
    directory->page({directory_root, "(uid=*)", {}, 0}, "",
                    [&](Result<DirectoryPage> given) { answer.emplace(std::move(given)); });
    EXPECT_TRUE(reality.run_until([&] { return answer.has_value(); }, patience));
    return answer && *answer ? std::string("fine") : answer->error().message;
  };
  const std::string only_1_1 = "NORMAL:-VERS-ALL:+VERS-TLS1.1";
  const std::string only_1_2 = "NORMAL:-VERS-ALL:+VERS-TLS1.2";
  EXPECT_EQ(verdict("NORMAL", TlsVersion::v1_3), "fine");
  EXPECT_EQ(verdict(only_1_2, TlsVersion::v1_2), "fine");
  // What we offer is too new for it; it says so with an alert, or hangs up.
  const auto no_common = testing::AnyOf("the peer and we have no TLS version in common",
                                        "'127.0.0.1' closed during the TLS handshake");
  EXPECT_THAT(verdict(only_1_2, TlsVersion::v1_3), no_common);
  EXPECT_THAT(verdict(only_1_1, TlsVersion::v1_2), no_common);
  EXPECT_EQ(verdict(only_1_1, TlsVersion::v1_1), "fine");
}

// A connection that the server has closed meanwhile ends a search under way, and no new one.
TEST(LdapDirectoryTest, OutlivesItsServer) {
  Slapd server(entries_with_passwords());
  io::Reality reality({});
  const auto directory =
      reality.env().directories.open({.address = "127.0.0.1", .port = server.port()});
  const auto page = [&](std::size_t size, const std::string& cookie) {
    std::optional<Result<DirectoryPage>> answer;
    directory->page({directory_root, "(uid=*)", {}, size}, cookie,
                    [&](Result<DirectoryPage> given) { answer.emplace(std::move(given)); });
    EXPECT_TRUE(reality.run_until([&] { return answer.has_value(); }, patience));
    return answer.value_or(fail(Errc::timed_out, "no answer"));
  };
  ASSERT_TRUE(page(500, ""));  // leaves an idle connection, which the next search takes
  const auto first = page(10, "");
  ASSERT_TRUE(page(500, ""));
  ASSERT_TRUE(first && !first->cookie.empty());
  server.restart();
  EXPECT_EQ(code_of(page(10, first->cookie)), Errc::unavailable);
  EXPECT_EQ(code_of(page(10, first->cookie)), Errc::protocol_error);  // given up
  const auto again = page(500, "");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->entries.size(), static_cast<std::size_t>(people_in_directory));
}

TEST(SimDirectoryTest, FailsAsOftenAsItIsTold) {
  sim::World world(1);
  sim::SimDirectory directory(world.add_host("server", {"10.0.0.1"}).env());
  directory.tree().add({"dc=example", {{"dc", {"example"}}}});
  directory.tree().fail_next(1, Errc::timed_out);
  std::vector<std::optional<Errc>> codes;
  for (int i = 0; i < 2; ++i)
    directory.page({"DC = Example", "(dc=*)", {}, 1}, "",
                   [&](Result<DirectoryPage> page) { codes.push_back(code_of(page)); });
  world.run_until_idle();
  EXPECT_EQ(codes, (std::vector<std::optional<Errc>>{Errc::timed_out, std::nullopt}));
  directory.tree().remove("dc=example");
  directory.page({"dc=example", "(dc=*)", {}, 1}, "",
                 [&](Result<DirectoryPage> page) { codes.push_back(code_of(page)); });
  world.run_until_idle();
  EXPECT_EQ(codes.back(), Errc::not_found);
}

}  // namespace
}  // namespace curia::contract

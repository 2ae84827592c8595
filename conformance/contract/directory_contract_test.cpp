// The contract of Directory: the simulated one, and libldap against a slapd of this test.
#include "conformance/contract/directory_contract.hpp"

#include "conformance/contract/slapd.hpp"
#include "impl/io/reality.hpp"
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
  bool run_until(const std::function<bool()>& predicate, Duration timeout) override {
    return world_.run_until(predicate, timeout);
  }

 private:
  sim::World world_{1};
  sim::SimHost& host_ = world_.add_host("server", {"10.0.0.1"});
  sim::SimDirectory directory_{host_.env()};
  sim::SimDirectory away_{host_.env()};
};

class RealDirectories final : public DirectoryUnderTest {
 public:
  Directory& directory() override { return *directory_; }
  Directory& away() override { return *away_; }
  bool run_until(const std::function<bool()>& predicate, Duration timeout) override {
    return reality_.run_until(predicate, timeout);
  }

 private:
  static Slapd& slapd() {
    static Slapd server(entries_with_passwords());
    return server;
  }
  io::Reality reality_{{}};
  std::unique_ptr<Directory> directory_ = reality_.open_directory({.url = slapd().url()});
  // Port 1 of the loopback interface: nobody is there.
  std::unique_ptr<Directory> away_ = reality_.open_directory({.url = "ldap://127.0.0.1:1"});
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
  EXPECT_EQ(code_of(ask({"127.0.0.1", port, true, "", ""})), Errc::unavailable);
}

// A connection that the server has closed meanwhile ends a search under way, and no new one.
TEST(LdapDirectoryTest, OutlivesItsServer) {
  Slapd server(entries_with_passwords());
  io::Reality reality({});
  const auto directory = reality.open_directory({.url = server.url()});
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

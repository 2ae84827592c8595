// The contract of Directory (model/env/directory.hpp). Both worlds hold the same people:
// dc=example,dc=com with ou=people and ou=empty below it, and 25 inetOrgPersons in ou=people.
#pragma once

#include <algorithm>

#include "conformance/contract/contract_fixture.hpp"
#include "model/env/directory.hpp"
#include "sim/scenario/directory_certificates.hpp"

namespace curia::contract {

class DirectoryUnderTest {
 public:
  virtual ~DirectoryUnderTest() = default;
  virtual Directory& directory() = 0;
  virtual Directory& away() = 0;  // a server that cannot be reached
  // The same server over TLS, with a certificate of this kind.
  virtual std::unique_ptr<Directory> secure(scenario::DirectoryCertificate certificate,
                                            const Trust& trust) = 0;
  virtual std::string authorities() = 0;  // PEM: who issued those that are not unknown
  virtual bool run_until(const std::function<bool()>& predicate, Duration timeout) = 0;
};

inline constexpr const char* directory_root = "dc=example,dc=com";
inline constexpr int people_in_directory = 25;
inline std::string uid_of(int i) { return (i < 10 ? "p0" : "p") + std::to_string(i); }
inline std::string dn_of(int i) { return "uid=" + uid_of(i) + ",ou=people,dc=example,dc=com"; }
inline std::string password_of(int i) { return "secret of " + uid_of(i); }

inline std::vector<DirectoryEntry> directory_entries() {
  using Values = std::vector<std::string>;
  std::vector<DirectoryEntry> entries = {
      {directory_root,
       {{"objectclass", {"dcObject", "organization"}}, {"dc", {"example"}}, {"o", {"Example"}}}}};
  for (const char* unit : {"people", "empty"})
    entries.push_back({std::string("ou=") + unit + ",dc=example,dc=com",
                       {{"objectclass", {"organizationalUnit"}}, {"ou", {unit}}}});
  for (int i = 0; i < people_in_directory; ++i) {
    const std::string uid = uid_of(i);
    DirectoryEntry entry{dn_of(i),
                         {{"objectclass", Values{"inetOrgPerson"}},
                          {"uid", Values{uid}},
                          {"cn", Values{i == 7 ? "Ann (a*b)" : "Person " + uid}},
                          {"sn", Values{"Mustermann"}},
                          {"mail", Values{uid + "@example.com"}}}};
    if (i % 5 == 0) entry.attributes["mail"].push_back(uid + "@example.org");
    entries.push_back(std::move(entry));
  }
  return entries;
}

template <class W>
class DirectoryContract : public testing::Test {
 protected:
  using Page = Result<DirectoryPage>;

  Page page(Directory& directory, const DirectorySearch& search, const std::string& cookie = {}) {
    std::optional<Page> answer;
    directory.page(search, cookie, [&](Page given) { answer.emplace(std::move(given)); });
    EXPECT_FALSE(answer) << "answers come in a later event";
    EXPECT_TRUE(world.run_until([&] { return answer.has_value(); }, patience));
    return answer ? std::move(*answer) : Page(fail(Errc::timed_out, "no answer"));
  }
  std::optional<Errc> login(Directory& directory, const std::string& dn,
                            const std::string& password) {
    std::optional<Result<>> answer;
    directory.bind(dn, password, [&](Result<> given) { answer.emplace(std::move(given)); });
    EXPECT_FALSE(answer) << "answers come in a later event";
    EXPECT_TRUE(world.run_until([&] { return answer.has_value(); }, patience));
    return answer ? code_of(*answer) : std::nullopt;
  }
  // How many entries a filter finds below ou=people, or -1.
  int count(const std::string& filter) {
    const Page found =
        page(world.directory(), {"ou=people,dc=example,dc=com", filter, {"uid"}, 500});
    return found ? static_cast<int>(found->entries.size()) : -1;
  }

  W world;
};
TYPED_TEST_SUITE_P(DirectoryContract);

TYPED_TEST_P(DirectoryContract, PagesHoldEveryEntryOnce) {
  const DirectorySearch search{directory_root, "(objectClass=inetOrgPerson)", {}, 10};
  std::vector<std::string> names;
  std::vector<std::size_t> sizes;
  std::string cookie;
  do {
    auto page = this->page(this->world.directory(), search, cookie);
    ASSERT_TRUE(page) << page.error().message;
    sizes.push_back(page->entries.size());
    for (const DirectoryEntry& entry : page->entries) names.push_back(entry.dn);
    cookie = page->cookie;
  } while (!cookie.empty() && sizes.size() < 10);
  EXPECT_EQ(sizes, (std::vector<std::size_t>{10, 10, 5}));
  std::sort(names.begin(), names.end());
  for (int i = 0; i < people_in_directory; ++i)
    EXPECT_EQ(names[static_cast<std::size_t>(i)], dn_of(i));
}

TYPED_TEST_P(DirectoryContract, PagesOfNoSizeHoldEverything) {
  const auto all = this->page(this->world.directory(), {directory_root, "(uid=*)", {"uid"}, 0});
  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(all->entries.size(), static_cast<std::size_t>(people_in_directory));
  EXPECT_EQ(all->cookie, "");
}

TYPED_TEST_P(DirectoryContract, TwoSearchesMayTakeTurns) {
  const DirectorySearch people{directory_root, "(uid=*)", {"uid"}, 20};
  const DirectorySearch some{directory_root, "(mail=*@example.org)", {"uid"}, 3};
  auto first = this->page(this->world.directory(), people);
  auto second = this->page(this->world.directory(), some);
  ASSERT_TRUE(first && second);
  first = this->page(this->world.directory(), people, first->cookie);
  second = this->page(this->world.directory(), some, second->cookie);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->entries.size(), 5u);
  EXPECT_EQ(second->entries.size(), 2u);
  EXPECT_EQ(first->cookie + second->cookie, "");
}

TYPED_TEST_P(DirectoryContract, FiltersAndAttributes) {
  EXPECT_EQ(this->count("(uid=P03)"), 1);
  EXPECT_EQ(this->count("(uid=p1*)"), 10);
  EXPECT_EQ(this->count("(mail=*@example.org)"), 5);
  EXPECT_EQ(this->count("(cn=Per*on*4)"), 3);
  EXPECT_EQ(this->count("(cn=ann \\28a\\2ab\\29)"), 1);
  EXPECT_EQ(this->count("(&(uid=p1*)(!(mail=*@example.org)))"), 8);
  EXPECT_EQ(this->count("(|(uid=p01)(uid=p02)(uid=nobody))"), 2);
  EXPECT_EQ(this->count("(telephoneNumber=*)"), 0);
  const auto found =
      this->page(this->world.directory(), {directory_root, "(uid=p05)", {"MAIL"}, 5});
  ASSERT_TRUE(found && found->entries.size() == 1);
  EXPECT_EQ(found->entries[0].attributes, (std::map<std::string, std::vector<std::string>>{
                                              {"mail", {"p05@example.com", "p05@example.org"}}}));
}

TYPED_TEST_P(DirectoryContract, FailuresAreNeverEmptyPages) {
  const auto code = [&](const DirectorySearch& search, const std::string& cookie = {}) {
    return code_of(this->page(this->world.directory(), search, cookie));
  };
  EXPECT_EQ(code({"ou=none,dc=example,dc=com", "(uid=*)", {}, 5}), Errc::not_found);
  for (const char* filter : {"(uid=", "uid)", "(&(uid=*)", "(uid=*))"})
    EXPECT_EQ(code({directory_root, filter, {}, 5}), Errc::invalid_value) << filter;
  EXPECT_EQ(code({directory_root, "(uid=*)", {}, 5}, "not a cookie"), Errc::protocol_error);
  EXPECT_EQ(code_of(this->page(this->world.away(), {directory_root, "(uid=*)", {}, 5})),
            Errc::unavailable);
  const auto empty =
      this->page(this->world.directory(), {"ou=empty,dc=example,dc=com", "(uid=*)", {}, 5});
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->entries.empty() && empty->cookie.empty());
}

TYPED_TEST_P(DirectoryContract, OnlyTheRightPasswordLogsIn) {
  Directory& directory = this->world.directory();
  EXPECT_EQ(this->login(directory, dn_of(3), password_of(3)), std::nullopt);
  for (const std::string password : {"", "wrong", "SECRET OF P03"})
    EXPECT_EQ(this->login(directory, dn_of(3), password), Errc::not_permitted) << password;
  EXPECT_EQ(this->login(directory, "", password_of(3)), Errc::not_permitted);
  EXPECT_EQ(this->login(directory, dn_of(77), password_of(3)), Errc::not_permitted);
  EXPECT_EQ(this->login(directory, "no name", password_of(3)), Errc::not_permitted);
  EXPECT_EQ(this->login(this->world.away(), dn_of(3), password_of(3)), Errc::unavailable);
  EXPECT_EQ(this->login(this->world.away(), dn_of(3), ""), Errc::not_permitted);
}

TYPED_TEST_P(DirectoryContract, SecureServersAreJudged) {
  using enum scenario::DirectoryCertificate;
  const auto verdict = [&](scenario::DirectoryCertificate certificate, const Trust& trust) {
    const auto directory = this->world.secure(certificate, trust);
    const auto page = this->page(*directory, {directory_root, "(uid=*)", {"uid"}, 0});
    if (page) return std::to_string(page->entries.size()) + " entries";
    EXPECT_EQ(page.error().code, Errc::unavailable);
    EXPECT_EQ(this->login(*directory, dn_of(3), password_of(3)), Errc::unavailable);
    return page.error().message;
  };
  const Trust strict{.bundle_pem = this->world.authorities()};
  EXPECT_EQ(verdict(good, strict), "25 entries");
  const std::string found_out[][2] = {{verdict(expired, strict), "certificate has expired"},
                                      {verdict(misnamed, strict), "mismatch"},
                                      {verdict(unknown, strict), "unable to get local issuer"},
                                      {verdict(good, {.bundle_pem = "no PEM"}), "not PEM text"}};
  for (const auto& [got, expected] : found_out)
    EXPECT_NE(got.find(expected), std::string::npos) << got;
  EXPECT_EQ(verdict(unknown, {.verify = false}), "25 entries");
  EXPECT_EQ(verdict(misnamed, {.check_name = false, .bundle_pem = strict.bundle_pem}),
            "25 entries");
  const auto directory = this->world.secure(good, strict);
  EXPECT_EQ(this->login(*directory, dn_of(3), password_of(3)), std::nullopt);
  EXPECT_EQ(this->login(*directory, dn_of(3), "wrong"), Errc::not_permitted);
}

REGISTER_TYPED_TEST_SUITE_P(DirectoryContract, PagesHoldEveryEntryOnce, PagesOfNoSizeHoldEverything,
                            TwoSearchesMayTakeTurns, FiltersAndAttributes,
                            FailuresAreNeverEmptyPages, OnlyTheRightPasswordLogsIn,
                            SecureServersAreJudged);

}  // namespace curia::contract

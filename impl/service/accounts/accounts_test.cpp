#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cstring>
#include <numeric>
#include <set>

#include "impl/service/accounts/account_table.hpp"
#include "impl/service/accounts/basic_header.hpp"
#include "impl/service/accounts/keyed_digest.hpp"
#include "impl/service/accounts/known_credentials.hpp"
#include "impl/service/accounts/login_failures.hpp"
#include "impl/service/accounts/password.hpp"
#include "model/base/limits.hpp"
#include "model/registry/testing/seeded_random.hpp"

namespace curia::accounts {
namespace {

TEST(Account, RoundTripsAndRefusesDamage) {
  const Account account{"ad.min_1-x@corp\\y", Role::appadmin, "scrypt$4$8$1$x$y"};
  const std::string text = encode_account(account);
  EXPECT_EQ(text, "2\nname=ad.min_1-x@corp\\y\nrole=appadmin\nhash=scrypt$4$8$1$x$y\n");
  EXPECT_EQ(decode_account(text).value(), account);
  EXPECT_EQ(decode_account("3\nname=a\n").error().code, Errc::wrong_version);
  for (std::size_t cut = 0; cut < text.size(); ++cut)
    EXPECT_EQ(decode_account(text.substr(0, cut)).error().code, Errc::corrupt) << cut;
  for (const char* bad : {"1\nrole=api\nname=a\n", "1\nname=a\nrole=root\nhash=x\n",
                          "1\nname=\nrole=api\nhash=x\n", "1\nname=a\nrole=api\nhash=x\nmore=1\n"})
    EXPECT_EQ(decode_account(bad).error().code, Errc::corrupt) << bad;
}

TEST(Account, KeepsEverythingThatLoginsNeed) {
  Account account{"ann", Role::audit, "hash"};
  account.must_change = true;
  account.changed = WallTime(1'700'000'000s);
  account.history = {"newer", "older"};
  account.hosts = {"192.0.2.1", "2001:db8::1"};
  account.duty = "WkSa0800-1830";
  account.failed_logins = 3;
  account.locked_until = WallTime(1'700'000'900s);
  account.last_login = WallTime(1'600'000'000s);
  account.last_source = "ssh 192.0.2.1:5000";
  EXPECT_EQ(decode_account(encode_account(account)).value(), account);
  Account later = account;
  later.last_login += 1s;
  EXPECT_TRUE(same_login(account, later));
  later.locked_until = {};
  EXPECT_FALSE(same_login(account, later));
  // Written by versions before: only what they kept.
  const auto old = decode_account("1\nname=a\nrole=api\nhash=x\n");
  ASSERT_TRUE(old);
  EXPECT_EQ(*old, (Account{"a", Role::api, "x"}));
}

TEST(Account, NamesAndPasswordsHaveLimits) {
  EXPECT_TRUE(validate_account_name(std::string(64, 'a')));
  EXPECT_EQ(validate_account_name(std::string(65, 'a')).error().code, Errc::value_too_long);
  for (const char* bad : {"", "a b", "a:b", "a\n", "\u00e9"})
    EXPECT_EQ(validate_account_name(bad).error().code, Errc::invalid_value) << bad;
  EXPECT_TRUE(validate_password("p\u00e4ss: word"));
  EXPECT_TRUE(validate_password(std::string(256, 'a')));
  EXPECT_EQ(validate_password(std::string(257, 'a')).error().code, Errc::value_too_long);
  for (const char* bad : {"", "a\tb", "a\x7f", "\xff"})
    EXPECT_EQ(validate_password(bad).error().code, Errc::invalid_value) << bad;
}

TEST(Account, OnlySomeRolesMayUseTheApi) {
  for (const Role role : {Role::admin, Role::crypto, Role::audit, Role::appadmin, Role::api}) {
    EXPECT_EQ(parse_role(name_of(role)), role);
    EXPECT_EQ(may_use_api(role), role != Role::crypto && role != Role::audit);
  }
  EXPECT_EQ(parse_role("Admin"), std::nullopt);
}

TEST(AccountTable, CountsChangesAndIsBounded) {
  AccountTable table;
  const auto start = table.generation();
  ASSERT_TRUE(table.put({"a", Role::api, "h"}));
  EXPECT_NE(table.generation(), start);
  const auto before = table.generation();
  ASSERT_TRUE(table.put({"a", Role::api, "h"}));
  table.erase("b");
  EXPECT_EQ(table.generation(), before);
  ASSERT_TRUE(table.put({"a", Role::admin, "h"}));
  EXPECT_NE(table.generation(), before);
  EXPECT_EQ(table.find("a")->role, Role::admin);
  EXPECT_EQ(table.find("A"), nullptr);
  for (std::size_t i = 1; i < limits::accounts; ++i)
    ASSERT_TRUE(table.put({"n" + std::to_string(i), Role::api, "h"}));
  EXPECT_EQ(table.put({"more", Role::api, "h"}).error().code, Errc::limit_reached);
  EXPECT_TRUE(table.put({"a", Role::api, "other"}));
  table.erase("a");
  EXPECT_EQ(table.find("a"), nullptr);
  EXPECT_TRUE(table.put({"more", Role::api, "h"}));
}

TEST(Password, HashIsScryptWithItsParametersBesideIt) {
  SeededRandom random;
  const std::string hash = hash_password(random, "secret", quick_cost).value();
  EXPECT_TRUE(hash.starts_with("scrypt$4$8$1$")) << hash;
  EXPECT_EQ(cost_of(hash).value(), quick_cost);
  EXPECT_TRUE(password_matches("secret", hash));
  EXPECT_FALSE(password_matches("Secret", hash));
  EXPECT_FALSE(password_matches("", hash));
  EXPECT_NE(hash_password(random, "secret", quick_cost).value(), hash);
  // Hashes that are stored today must match for ever, so one is pinned (made by
  // Python's hashlib).
  EXPECT_TRUE(password_matches(
      "secret",
      "scrypt$10$8$2$AAECAwQFBgcICQoLDA0ODw==$deGxTNVOkY406o6Q+dZ51qHK01G3dD8MMiB+66SzwJA="));
}

TEST(Password, DamagedHashesMatchNothing) {
  SeededRandom random;
  const std::string hash = hash_password(random, "secret", quick_cost).value();
  for (std::size_t cut = 0; cut < hash.size(); ++cut)
    EXPECT_FALSE(password_matches("secret", hash.substr(0, cut))) << cut;
  const std::string tail = hash.substr(hash.find("$1$") + 2);
  EXPECT_TRUE(password_matches("secret", "scrypt$4$8$1" + tail));
  for (const char* head : {"scrypt$5$8$1", "scrypt$4$8$2", "scrypt$21$8$1", "scrypt$0$8$1",
                           "scrypt$4$33$1", "scrypt$4$8$17", "scrypt$4$8$0", "bcrypt$4$8$1",
                           "scrypt$4$8", "scrypt$4$8$1$1", "scrypt$-4$8$1", "scrypt$$8$1"})
    EXPECT_FALSE(password_matches("secret", head + tail)) << head;
  EXPECT_EQ(cost_of("").error().code, Errc::corrupt);
  EXPECT_FALSE(password_matches("secret", impossible_hash(random, quick_cost)));
  EXPECT_EQ(cost_of(impossible_hash(random, production_cost)).value(), production_cost);
}

TEST(Password, GeneratedOnesAreReadableAndDifferent) {
  SeededRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string password = generate_password(random);
    EXPECT_EQ(password.size(), 23u);
    EXPECT_EQ(password.find_first_of("01lo"), std::string::npos) << password;
    EXPECT_EQ(password[5], '-');
    EXPECT_TRUE(validate_password(password));
    seen.insert(password);
  }
  EXPECT_EQ(seen.size(), 100u);
}

TEST(BasicHeader, IsReadStrictly) {
  // RFC 7617 section 2.
  EXPECT_EQ(parse_basic("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            (Credentials{"Aladdin", "open sesame"}));
  EXPECT_EQ(parse_basic("bASIC   QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            (Credentials{"Aladdin", "open sesame"}));
  EXPECT_EQ(parse_basic(to_basic({"a", "b:c:\u00e4"})), (Credentials{"a", "b:c:\u00e4"}));
  for (const char* bad :
       {"", "Basic", "Basic ", "BasicQWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ",
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ== ", "Basic QWxh ZGRpbjpvcGVuIHNlc2FtZQ==",
        "Basic QWxhZGRpbg==" /* no colon */, "Basic OnBhc3M=" /* :pass */, "Basic YTo=" /* a: */,
        "Basic YTpi_w==", "Basic YTr/" /* a:<ff> */, "Basic YToB" /* a:<01> */})
    EXPECT_EQ(parse_basic(bad), std::nullopt) << bad;
  EXPECT_EQ(parse_basic(to_basic({std::string(65, 'a'), "b"})), std::nullopt);
  EXPECT_EQ(parse_basic(to_basic({"a", std::string(257, 'b')})), std::nullopt);
  EXPECT_EQ(parse_basic("Basic " + std::string(limits::auth_header_bytes, 'A')), std::nullopt);
}

// OpenSSL has the same function, far slower: it is the reference here.
Digest digest_of_openssl(const std::array<std::uint8_t, 16>& key, std::string_view message) {
  EVP_MAC* mac = EVP_MAC_fetch(nullptr, "SIPHASH", nullptr);
  EVP_MAC_CTX* context = EVP_MAC_CTX_new(mac);
  unsigned size = 16;
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_uint(OSSL_MAC_PARAM_SIZE, &size),
                                   OSSL_PARAM_construct_end()};
  std::array<std::uint8_t, 16> out{};
  std::size_t written = 0;
  EXPECT_EQ(EVP_MAC_init(context, key.data(), key.size(), parameters), 1);
  EXPECT_EQ(EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(message.data()),
                           message.size()),
            1);
  EXPECT_EQ(EVP_MAC_final(context, out.data(), &written, out.size()), 1);
  EVP_MAC_CTX_free(context);
  EVP_MAC_free(mac);
  static_assert(std::endian::native == std::endian::little);
  Digest digest{};
  std::memcpy(digest.data(), out.data(), out.size());
  return digest;
}

TEST(KeyedDigest, IsSipHashOf128Bits) {
  std::array<std::uint8_t, 16> key{};
  std::iota(key.begin(), key.end(), std::uint8_t{0});
  const KeyedDigest digest(key);
  std::string message;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(digest(message), digest_of_openssl(key, message)) << i;
    message += static_cast<char>(i);
  }
  SeededRandom random;
  EXPECT_NE(KeyedDigest(random)("a"), KeyedDigest(random)("a"));
}

TEST(KnownCredentials, ForgetsTheUnusedAndIsBounded) {
  KnownCredentials known;
  const auto digest = [](std::size_t i) { return Digest{i, 0}; };
  known.add(digest(1), {"a", Role::api}, Instant(0s));
  EXPECT_EQ(known.find(digest(2), Instant(0s)), nullptr);
  ASSERT_NE(known.find(digest(1), Instant(599s)), nullptr);
  ASSERT_NE(known.find(digest(1), Instant(599s + 600s - 1ns)), nullptr);
  EXPECT_EQ(known.find(digest(1), Instant(599s + 600s - 1ns + 600s)), nullptr);
  EXPECT_EQ(known.size(), 0u);
  for (std::size_t i = 0; i < limits::auth_known; ++i)
    known.add(digest(i), {"a", Role::api}, Instant(Duration(i)));
  ASSERT_NE(known.find(digest(0), Instant(1s)), nullptr);
  known.add(digest(limits::auth_known), {"a", Role::api}, Instant(2s));
  EXPECT_EQ(known.size(), limits::auth_known);
  EXPECT_NE(known.find(digest(0), Instant(2s)), nullptr);
  EXPECT_EQ(known.find(digest(1), Instant(2s)), nullptr);
}

TEST(LoginFailures, SourcesAreAddressesAndIpv6Nets) {
  EXPECT_EQ(source_text(source_of(parse_ip("192.0.2.7").value())), "192.0.2.7");
  EXPECT_EQ(source_text(source_of(parse_ip("2001:db8:1:2:3::4").value())), "2001:db8:1:2::/64");
}

TEST(LoginFailures, AWindowIsExactlyAMinute) {
  LoginFailures table;
  const IpAddress source = loopback_v4;
  using enum LoginFailures::Admission;
  for (std::size_t i = 1; i <= limits::auth_failures_per_source; ++i) {
    ASSERT_EQ(table.begin(source, Instant(10s)), admitted);
    EXPECT_EQ(table.failed(source, Instant(10s)), i);
  }
  EXPECT_EQ(table.begin(source, Instant(70s - 1ns)), refused);
  EXPECT_EQ(table.refused_until(source, Instant(70s - 1ns)), Instant(70s));
  EXPECT_EQ(table.refused_until(source, Instant(70s)), std::nullopt);
  EXPECT_EQ(table.begin(loopback_v6, Instant(20s)), admitted);
  EXPECT_EQ(table.begin(source, Instant(70s)), admitted);
  EXPECT_EQ(table.failed(source, Instant(70s)), 1u);
}

TEST(LoginFailures, RunningChecksCountUntilTheyAreDone) {
  LoginFailures table;
  using enum LoginFailures::Admission;
  for (std::size_t i = 0; i < limits::auth_failures_per_source; ++i)
    ASSERT_EQ(table.begin(loopback_v4, Instant(0s)), admitted);
  EXPECT_EQ(table.begin(loopback_v4, Instant(0s)), busy);
  EXPECT_EQ(table.refused_until(loopback_v4, Instant(0s)), std::nullopt);
  table.passed(loopback_v4);
  EXPECT_EQ(table.begin(loopback_v4, Instant(0s)), admitted);
}

TEST(LoginFailures, RemembersABoundedNumberOfSources) {
  LoginFailures table;
  const auto source = [](std::size_t i) {
    return IpAddress{{10, 0, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)},
                     false};
  };
  for (std::size_t i = 0; i <= limits::auth_sources_remembered; ++i) {
    ASSERT_EQ(table.begin(source(i), Instant(1s)), LoginFailures::Admission::admitted);
    table.failed(source(i), Instant(1s));
  }
  EXPECT_EQ(table.size(), limits::auth_sources_remembered);
  table.begin(source(0), Instant(61s));
  EXPECT_EQ(table.size(), 0u);
}

RC_GTEST_PROP(BasicHeader, RoundTrips, ()) {
  const auto letters = rc::gen::elementOf(std::string("aZ9._-@\\"));
  const auto name = *rc::gen::nonEmpty(rc::gen::container<std::string>(letters));
  const auto any = rc::gen::elementOf(std::string("aZ9 :~\"%"));
  const auto password = *rc::gen::nonEmpty(rc::gen::container<std::string>(any));
  RC_PRE(name.size() <= limits::account_name_bytes);
  RC_ASSERT((parse_basic(to_basic({name, password})) == Credentials{name, password}));
}

}  // namespace
}  // namespace curia::accounts

#include "impl/wire/tls/machine.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "impl/wire/tls/test_world.hpp"

namespace curia::tls {
namespace {

const Identity& identity() {
  static const Identity made = *make_self_signed({"meet.example", "127.0.0.1"}, 365, test_now);
  return made;
}
const Context& server_context() {
  static const Context made = *Context::server(identity());
  return made;
}
Context client_context(Trust trust = {}) {
  if (trust.bundle_pem.empty()) trust.bundle_pem = identity().certificate_pem;
  return *Context::client(trust);
}
Pair make_pair(const std::string& host = "meet.example", WallTime now = test_now,
               const Trust& trust = {}) {
  return Pair{.server = Machine(server_context(), now),
              .client = Machine(client_context(trust), now, host)};
}

TEST(TlsMachine, carries_text_both_ways) {
  Pair pair = make_pair();
  pair.carry();
  ASSERT_EQ(pair.server.state(), State::open);
  ASSERT_EQ(pair.client.state(), State::open);
  EXPECT_EQ(pair.server.version(), "TLSv1.3");
  ASSERT_TRUE(pair.client.write("question"));
  ASSERT_TRUE(pair.server.write("answer"));
  pair.carry();
  EXPECT_EQ(pair.server_got, "question");
  EXPECT_EQ(pair.client_got, "answer");
}

TEST(TlsMachine, does_not_care_how_the_bytes_are_cut) {
  for (std::size_t piece : {1u, 2u, 5u, 700u}) {
    Pair pair = make_pair();
    pair.piece = piece;
    pair.carry();
    const std::string large(100'000, 'x');
    ASSERT_TRUE(pair.client.write(large));
    ASSERT_TRUE(pair.client.write("end"));
    pair.carry();
    EXPECT_EQ(pair.server_got, large + "end") << piece;
  }
}

TEST(TlsMachine, close_notify_ends_one_direction) {
  Pair pair = make_pair();
  pair.carry();
  ASSERT_TRUE(pair.client.write("last words"));
  pair.client.close();
  pair.client.close();
  pair.carry();
  EXPECT_EQ(pair.server.state(), State::ended);
  EXPECT_EQ(pair.server_got, "last words");
  ASSERT_TRUE(pair.server.write("still here"));
  pair.carry();
  EXPECT_EQ(pair.client_got, "still here");
}

TEST(TlsMachine, plain_http_is_told_apart) {
  Machine server(server_context(), test_now);
  std::string got;
  const auto fed = server.feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n", got);
  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().code, Errc::protocol_error);
  EXPECT_EQ(fed.error().message, "the peer spoke plain HTTP on a TLS port");
  EXPECT_TRUE(server.peer_spoke_http());
  EXPECT_EQ(server.state(), State::failed);
}

TEST(TlsMachine, rubbish_is_a_protocol_error) {
  Machine server(server_context(), test_now);
  std::string got;
  const auto fed = server.feed(std::string(600, '\x80'), got);
  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().code, Errc::protocol_error);
  EXPECT_FALSE(server.peer_spoke_http());
}

TEST(TlsMachine, a_changed_record_is_refused) {
  Pair pair = make_pair();
  pair.carry();
  ASSERT_TRUE(pair.client.write("0123456789"));
  pair.client.output().back() ^= 1;
  pair.carry();
  ASSERT_EQ(pair.server.state(), State::failed);
  EXPECT_EQ(pair.server_got, "");
  EXPECT_EQ(pair.client.state(), State::failed);  // it was sent an alert
}

TEST(TlsMachine, old_versions_are_refused) {
  const Context client = client_context({.verify = false});
  SSL_CTX_set_min_proto_version(client.native(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(client.native(), TLS1_1_VERSION);
  SSL_CTX_set_security_level(client.native(), 0);
  SSL_CTX_set_cipher_list(client.native(), "ALL");
  Pair pair{.server = Machine(server_context(), test_now),
            .client = Machine(client, test_now, "meet.example")};
  const auto fed = pair.server.feed(std::exchange(pair.client.output(), {}), pair.server_got);
  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().message, "the peer offers no TLS version that is allowed here");
  EXPECT_FALSE(pair.server.output().empty()) << "an alert says why";
}

TEST(TlsMachine, versions_and_suites_are_those_that_were_said) {
  const auto spoken = [](TlsVersion minimum, const char* suites, int most) {
    Context server = *Context::server(identity());
    EXPECT_TRUE(server.speak(minimum, suites));
    const Context client = client_context({.verify = false, .minimum = TlsVersion::v1_0});
    SSL_CTX_set_max_proto_version(client.native(), most);
    Pair pair{.server = Machine(server, test_now),
              .client = Machine(client, test_now, "meet.example")};
    pair.carry();
    return pair.server.state() != State::open
               ? "nothing"
               : std::string(pair.server.version()) + " " + std::string(pair.server.cipher());
  };
  EXPECT_EQ(spoken(TlsVersion::v1_2, "", TLS1_1_VERSION), "nothing");
  EXPECT_TRUE(spoken(TlsVersion::v1_1, "", TLS1_1_VERSION).starts_with("TLSv1.1 "));
  EXPECT_EQ(spoken(TlsVersion::v1_2, "ECDHE-ECDSA-AES128-GCM-SHA256", TLS1_2_VERSION),
            "TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256");
  EXPECT_EQ(spoken(TlsVersion::v1_2, "ECDHE-RSA-AES128-GCM-SHA256", TLS1_2_VERSION), "nothing");
  Context server = *Context::server(identity());
  EXPECT_EQ(server.speak(TlsVersion::v1_2, "nonsense").error().parameter, "ciphers");
}

TEST(TlsMachine, tls_1_2_with_forward_secrecy_is_spoken) {
  const Context client = client_context();
  SSL_CTX_set_max_proto_version(client.native(), TLS1_2_VERSION);
  Pair pair{.server = Machine(server_context(), test_now),
            .client = Machine(client, test_now, "meet.example")};
  pair.carry();
  ASSERT_EQ(pair.server.state(), State::open);
  EXPECT_EQ(pair.server.version(), "TLSv1.2");
  EXPECT_TRUE(pair.server.cipher().starts_with("ECDHE-ECDSA-")) << pair.server.cipher();
}

TEST(TlsMachine, the_certificate_must_name_the_host) {
  Pair wrong = make_pair("other.example");
  wrong.carry();
  EXPECT_EQ(wrong.client.state(), State::failed);
  EXPECT_EQ(wrong.client_result, Result<>()) << "carry() ends with the alert";
  EXPECT_EQ(make_pair("meet.example").client.state(), State::handshaking);
  Pair unchecked = make_pair("other.example", test_now, {.check_name = false});
  unchecked.carry();
  EXPECT_EQ(unchecked.client.state(), State::open);
  Pair address = make_pair("127.0.0.1");
  address.carry();
  EXPECT_EQ(address.client.state(), State::open);
}

TEST(TlsMachine, says_why_a_certificate_is_not_believed) {
  const auto refusal = [](const std::string& host, WallTime now, const Trust& trust) {
    Pair pair = make_pair(host, now, trust);
    pair.server.feed(pair.client.output(), pair.server_got).value();
    const auto fed = pair.client.feed(pair.server.output(), pair.client_got);
    return fed ? std::string("believed") : fed.error().message;
  };
  EXPECT_EQ(refusal("other.example", test_now, {}),
            "the certificate of 'other.example' is not believed: hostname mismatch");
  EXPECT_EQ(refusal("meet.example", test_now + std::chrono::days(366), {}),
            "the certificate of 'meet.example' is not believed: certificate has expired");
  const std::string stranger = make_self_signed({"stranger.example"}, 1, test_now)->certificate_pem;
  EXPECT_EQ(refusal("meet.example", test_now, {.bundle_pem = stranger}),
            "the certificate of 'meet.example' is not believed: self-signed certificate");
  EXPECT_EQ(refusal("meet.example", test_now, {.verify = false}), "believed");
}

TEST(TlsContext, refuses_what_it_cannot_read) {
  EXPECT_EQ(Context::client({.bundle_pem = "nothing"}).error().parameter, "certificate");
  const Identity other = *make_self_signed({"a.example"}, 1, test_now);
  const auto mixed = Context::server({identity().certificate_pem, other.key_pem});
  ASSERT_FALSE(mixed);
  EXPECT_EQ(mixed.error().message, "the key does not belong to the certificate");
}

}  // namespace
}  // namespace curia::tls

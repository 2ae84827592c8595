// Session tickets, with OpenSSL's own client: ours keeps connections instead.
#include <gtest/gtest.h>

#include "impl/wire/tls/openssl.hpp"
#include "impl/wire/tls/test_world.hpp"
#include "model/base/limits.hpp"

namespace curia::tls {
namespace {

class Tickets : public testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    identity_ = *make_self_signed({"a.example"}, 1, test_now);
    server_.emplace(*Context::server(identity_));
    context_.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_max_proto_version(context_.get(), GetParam());
    SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_CLIENT);
    SSL_CTX_set_ex_data(context_.get(), 0, this);
    SSL_CTX_sess_set_new_cb(context_.get(), [](SSL* ssl, SSL_SESSION* session) {
      auto* self = static_cast<Tickets*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), 0));
      self->ticket_.reset(session);
      return 1;
    });
  }

  // True when the server took the ticket of an earlier visit.
  bool visit(WallTime now) {
    Machine server(*server_, now);
    const std::unique_ptr<SSL, Freer<SSL_free>> client(SSL_new(context_.get()));
    BIO* in = BIO_new(BIO_s_mem());
    BIO* out = BIO_new(BIO_s_mem());
    SSL_set_bio(client.get(), in, out);
    SSL_set_connect_state(client.get());
    if (ticket_) SSL_set_session(client.get(), ticket_.get());
    std::string got;
    char byte = 0;
    for (int flight = 0; flight < 4; ++flight) {
      SSL_read(client.get(), &byte, 1);
      const std::string sent = written(out);
      BIO_reset(out);
      server.feed(sent, got).value();
      BIO_write(in, server.output().data(), static_cast<int>(server.output().size()));
      server.output().clear();
    }
    EXPECT_EQ(server.state(), State::open);
    SSL_shutdown(client.get());
    return server.resumed();
  }

  Identity identity_;
  std::optional<Context> server_;
  std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>> context_;
  std::unique_ptr<SSL_SESSION, Freer<SSL_SESSION_free>> ticket_;
};

TEST_P(Tickets, are_taken_within_their_lifetime) {
  EXPECT_FALSE(visit(test_now));
  EXPECT_TRUE(visit(test_now + 1min));
  EXPECT_TRUE(visit(test_now + 90min));
}

TEST_P(Tickets, are_judged_by_the_time_of_the_machine) {
  EXPECT_FALSE(visit(test_now));
  EXPECT_FALSE(visit(test_now + limits::tls_ticket_lifetime + 1s));
}

INSTANTIATE_TEST_SUITE_P(Versions, Tickets, testing::Values(TLS1_2_VERSION, TLS1_3_VERSION));

}  // namespace
}  // namespace curia::tls

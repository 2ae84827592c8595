#include "impl/wire/tls/randomness.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "impl/wire/tls/test_world.hpp"

namespace curia::tls {
namespace {

struct Observed {
  std::string transcript{}, certificate{};
};

// All that draws: a key pair, a signature, a handshake, tickets, records.
Observed run(std::uint64_t seed, int version) {
  SeededRandom random(seed);
  const SimulatedRandomness simulated(random);
  const Identity identity = *make_self_signed({"meet.example"}, 365, test_now);
  const Context server = *Context::server(identity);
  const Context client = *Context::client({.bundle_pem = identity.certificate_pem});
  SSL_CTX_set_max_proto_version(client.native(), version);
  SSL_CTX_clear_options(client.native(), SSL_OP_NO_TICKET);

  Observed result{.certificate = identity.certificate_pem};
  Pair pair{.server = Machine(server, test_now),
            .client = Machine(client, test_now, "meet.example")};
  pair.carry();
  pair.client.write("question").value();
  pair.server.write("answer").value();
  pair.carry();
  result.transcript = pair.transcript + pair.server_got + pair.client_got;
  return result;
}

class SameSeed : public testing::TestWithParam<int> {};

TEST_P(SameSeed, gives_the_same_bytes) {
  const Observed a = run(7, GetParam());
  const Observed b = run(7, GetParam());
  EXPECT_EQ(a.certificate, b.certificate);
  EXPECT_EQ(a.transcript, b.transcript);
  EXPECT_GT(a.transcript.size(), 1000u);
  EXPECT_NE(a.transcript, run(8, GetParam()).transcript);
}

INSTANTIATE_TEST_SUITE_P(Versions, SameSeed, testing::Values(TLS1_2_VERSION, TLS1_3_VERSION));

TEST(SimulatedRandomness, ends_with_its_scope) {
  const auto make = [] { return make_self_signed({"a.example"}, 1, test_now)->key_pem; };
  SeededRandom one(1);
  std::string simulated;
  {
    const SimulatedRandomness scope(one);
    simulated = make();
  }
  EXPECT_NE(make(), make());
  SeededRandom again(1);
  const SimulatedRandomness scope(again);
  EXPECT_EQ(make(), simulated);
}

}  // namespace
}  // namespace curia::tls

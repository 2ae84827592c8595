// What one request and its answer cost in OpenSSL alone (our machines on both ends, no network):
// the floor under every HTTPS figure.
//
//   tls_records [BODY_BYTES]
#include <openssl/crypto.h>

#include <cstdio>
#include <cstdlib>

#include "impl/wire/tls/machine.hpp"

namespace {

using namespace curia;

void carry(tls::Machine& from, tls::Machine& to, std::string& got) {
  to.feed(from.output(), got).value();
  from.clear_output();
}

}  // namespace

int main(int argc, char** argv) {
  const WallTime now = std::chrono::system_clock::now();
  const auto identity = *tls::make_self_signed({"localhost"}, 1, now);
  const auto server_context = *tls::Context::server(identity);
  const auto client_context = *tls::Context::client({.bundle_pem = identity.certificate_pem});
  tls::Machine server(server_context, now);
  tls::Machine client(client_context, now, "localhost");
  std::string got;
  while (server.state() != tls::State::open || client.state() != tls::State::open) {
    carry(client, server, got);
    carry(server, client, got);
  }
  const std::string request(200, 'q');
  const std::string answer(argc > 1 ? static_cast<std::size_t>(std::atoi(argv[1])) : 1000, 'a');
  constexpr int rounds = 200'000;
  Duration server_time{};
  for (int i = 0; i < rounds; ++i) {
    client.write(request).value();
    got.clear();
    const auto begin = std::chrono::steady_clock::now();
    carry(client, server, got);
    server.write(answer).value();
    server_time += std::chrono::steady_clock::now() - begin;
    got.clear();
    carry(server, client, got);
  }
  std::printf("%s, %s %s: %.2f us per request and answer of %zu bytes (server's end)\n",
              OpenSSL_version(OPENSSL_VERSION), std::string(server.version()).c_str(),
              std::string(server.cipher()).c_str(),
              std::chrono::duration<double, std::micro>(server_time).count() / rounds,
              answer.size());
  return 0;
}

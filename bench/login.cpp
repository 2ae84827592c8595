// What a login costs: the look-up that every request pays (by the keyed digest, and by SHA-256
// with a random key through OpenSSL, which it was chosen over), and the hash that is paid once per
// credentials. Processor time of this thread.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <array>
#include <string>

#include "impl/service/accounts/basic_header.hpp"
#include "impl/service/accounts/keyed_digest.hpp"
#include "impl/service/accounts/known_credentials.hpp"
#include "impl/service/accounts/password.hpp"
#include "model/registry/testing/seeded_random.hpp"

namespace {

using namespace curia;
using namespace curia::accounts;

const std::string header = to_basic({"admin", "k7mq2-x9zpa-4hvtw-c3rne"});

void BM_Known(benchmark::State& state) {
  SeededRandom random;
  const KeyedDigest digest(random);
  KnownCredentials known;
  for (int i = 0; i < 50; ++i)
    known.add(digest(to_basic({"user" + std::to_string(i), "x"})), {"user", Role::api}, Instant{});
  known.add(digest(header), {"admin", Role::admin}, Instant{});
  for (auto _ : state) benchmark::DoNotOptimize(known.find(digest(header), Instant{}));
}
BENCHMARK(BM_Known);

void BM_DigestOnlyBySha256(benchmark::State& state) {
  SeededRandom random;
  std::array<std::uint8_t, 64> key{};
  random.secret(key);
  EVP_MD_CTX* keyed = EVP_MD_CTX_new();
  EVP_MD_CTX* scratch = EVP_MD_CTX_new();
  EVP_DigestInit_ex(keyed, EVP_sha256(), nullptr);
  EVP_DigestUpdate(keyed, key.data(), key.size());
  std::array<std::uint8_t, 32> out{};
  for (auto _ : state) {
    EVP_MD_CTX_copy_ex(scratch, keyed);
    EVP_DigestUpdate(scratch, header.data(), header.size());
    EVP_DigestFinal_ex(scratch, out.data(), nullptr);
    benchmark::DoNotOptimize(out);
  }
  EVP_MD_CTX_free(keyed);
  EVP_MD_CTX_free(scratch);
}
BENCHMARK(BM_DigestOnlyBySha256);

void BM_Hash(benchmark::State& state) {
  SeededRandom random;
  const ScryptCost cost{static_cast<unsigned>(state.range(0)), 8,
                        static_cast<unsigned>(state.range(1))};
  for (auto _ : state) benchmark::DoNotOptimize(hash_password(random, "secret", cost));
}
BENCHMARK(BM_Hash)->Args({4, 1})->Args({15, 1})->Args({15, 3})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();

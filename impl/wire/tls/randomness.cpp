// OpenSSL 3 asks the RAND_METHOD first, whatever the library context (crypto/rand/rand_lib.c:
// RAND_bytes_ex and RAND_priv_bytes_ex), and everything that draws goes through these two: key
// generation, ECDSA nonces and blinding, hello randoms, session ids, ticket keys and their IVs.
// A method set by RAND_set_rand_method is therefore all that is needed. The functions are marked
// deprecated in favour of providers, which could not be changed per thread.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "impl/wire/tls/randomness.hpp"

#include <openssl/rand.h>

#include "model/base/check.hpp"

namespace curia::tls {
namespace {

// Of the thread, because OpenSSL passes nothing of ours to the method.
thread_local Random* current = nullptr;

int draw(unsigned char* buffer, int size) {
  if (current == nullptr) return RAND_OpenSSL()->bytes(buffer, size);
  current->secret({buffer, static_cast<std::size_t>(size)});
  return 1;
}

int status() { return 1; }

const RAND_METHOD method{
    .seed = nullptr,
    .bytes = draw,
    .cleanup = nullptr,
    .add = nullptr,
    .pseudorand = draw,
    .status = status,
};

}  // namespace

SimulatedRandomness::SimulatedRandomness(Random& random) : outer_(current) {
  // Stays installed: without a simulation on the thread it passes on to OpenSSL's generator.
  static const int installed = RAND_set_rand_method(&method);
  check(installed == 1, "OpenSSL takes our random numbers");
  current = &random;
}

SimulatedRandomness::~SimulatedRandomness() { current = outer_; }

}  // namespace curia::tls

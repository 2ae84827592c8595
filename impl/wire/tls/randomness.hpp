// SimulatedRandomness: while it lives, every random number that OpenSSL draws on this thread (keys
// of handshakes, nonces of signatures, session tickets, blinding) comes from the port Random.
//
// 1. Only a simulation makes one. Other threads, and this one afterwards, use OpenSSL's generator.
// 2. They nest; the innermost counts. `random` outlives it.
// With the same seed a handshake is then the same bytes every time (machine_test.cpp).
#pragma once

#include "model/env/random.hpp"

namespace curia::tls {

class SimulatedRandomness {
 public:
  explicit SimulatedRandomness(Random& random);
  ~SimulatedRandomness();
  SimulatedRandomness(const SimulatedRandomness&) = delete;
  SimulatedRandomness& operator=(const SimulatedRandomness&) = delete;

 private:
  Random* outer_;
};

}  // namespace curia::tls

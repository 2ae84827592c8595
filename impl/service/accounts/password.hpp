// Password hashes: scrypt (RFC 7914) from OpenSSL, with the parameters beside the hash.
//
// 1. A hash is one text, "scrypt$15$8$3$<salt>$<key>" (log2 N, r, p; base64), so that the cost can
//    be raised later and old hashes keep working.
// 2. Hashing and checking take about a fifth of a second of processor time and 32 MiB: they belong
//    on the lane `crypto` of the port Work, never on the loop.
// 3. Comparison takes the same time wherever the difference is.
#pragma once

#include <string>
#include <string_view>

#include "model/base/result.hpp"
#include "model/env/random.hpp"

namespace curia::accounts {

struct ScryptCost {
  unsigned log2_n = 15;  // memory: 128 * r * 2^log2_n bytes
  unsigned r = 8;
  unsigned p = 3;
  bool operator==(const ScryptCost&) const = default;
};

// N=2^15, r=8, p=3: one of the equal-strength settings of the OWASP password storage cheat sheet,
// the one with the least memory that still is 32 MiB.
inline constexpr ScryptCost production_cost{};
// For tests and simulated worlds, where a hash must not cost real time.
inline constexpr ScryptCost quick_cost{4, 8, 1};

// Errors: io_error (no memory).
Result<std::string> hash_password(Random& random, std::string_view password,
                                  ScryptCost cost = production_cost);

// False for a wrong password; also for a hash that cannot be read. Safe on any thread.
bool password_matches(std::string_view password, std::string_view hash);

// Errors: corrupt.
Result<ScryptCost> cost_of(std::string_view hash);

// A hash that no password has, at this cost: checking against it takes as long as a real one.
std::string impossible_hash(Random& random, ScryptCost cost);

// A readable password of 100 random bits: "k7mq2-x9zpa-4hvtw-c3rne".
std::string generate_password(Random& random);

}  // namespace curia::accounts

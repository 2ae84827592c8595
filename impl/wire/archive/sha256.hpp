// Sha256: the hash of bytes that come piece by piece (FIPS 180-4).
//
//   Sha256 hash;
//   hash.add(piece);
//   hash.hex();   // 64 digits
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace curia {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view bytes);
  // Of all so far, in lower case; more may be added afterwards.
  std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);

}  // namespace curia

#include "impl/io/random.hpp"

#include <sys/random.h>

#include <cerrno>
#include <cstring>

#include "model/base/check.hpp"

namespace curia::io {

RealRandom::RealRandom() {
  std::array<std::uint8_t, sizeof seed_> bytes{};
  secret(bytes);
  std::memcpy(&seed_, bytes.data(), bytes.size());
}

std::uint64_t RealRandom::next(std::string_view stream) {
  auto found = streams_.find(stream);
  if (found == streams_.end())
    found = streams_.emplace(std::string(stream), Prng(seed_, stream)).first;
  return found->second.next();
}

void RealRandom::secret(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::getrandom(bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    check(count > 0, "the system gives no random bytes");
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

}  // namespace curia::io
